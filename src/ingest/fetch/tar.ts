import { join } from 'node:path';
import { openTar, type OpenTar, type TarMember } from '../archive/tar.ts';
import type { FetchedPicture, PictureSource } from './picture-source.ts';

/** Pictures from archives, which are held open until they are closed. */
export interface ArchivedPictures extends PictureSource {
  close(): Promise<void>;
}

interface Shard {
  opening: Promise<OpenShard | null>;
  /** Rows that are being read from it. */
  users: number;
}

interface OpenShard {
  tar: OpenTar;
  pictures: ReadonlyMap<string, TarMember>;
}

/** What img2dataset can write; a key has no dot. */
const PICTURE = /^([^.]+)\.(jpg|jpeg|png|webp)$/i;

/** A row names its archive and its key there. */
const SHARD_AND_KEY = /^([\w-]+)\/([\w-]+)$/;

/** Archives held open at once: rows come shard by shard, and those under way may still need the one before. */
const MAX_OPEN = 2;

/**
 * Pictures in the archives `SHARD.tar` of a folder, as img2dataset's webdataset output holds them: a row that names
 * SHARD/KEY has the file `KEY.jpg` (or png, or webp) in it, whatever its place. A key that is not there fails as
 * `not-in-tar`, or as `tar-damaged` where the archive breaks off before its end. Rows come in the archive's own order
 * in all that img2dataset writes, so that it is read from front to back; in any other order it is slower, not wrong.
 * @param otherwise has the pictures of a row that names no archive of the folder
 */
export function picturesInTars(dir: string, maxBytes: number, otherwise: PictureSource): ArchivedPictures {
  const shards = new Map<string, Shard>();

  async function close(name: string, { opening }: Shard): Promise<void> {
    shards.delete(name);
    await (await opening)?.tar.close();
  }
  async function closeIdle(): Promise<void> {
    for (const [name, shard] of shards) {
      if (shards.size <= MAX_OPEN) return;
      if (shard.users === 0) await close(name, shard);
    }
  }
  function shardNamed(name: string): Shard {
    const shard = shards.get(name) ?? { opening: openShard(join(dir, `${name}.tar`)), users: 0 };
    shards.set(name, shard);
    return shard;
  }

  return {
    async fetch(row) {
      const [, name, key] = SHARD_AND_KEY.exec(row.pictureFile ?? '') ?? [];
      if (name === undefined) return otherwise.fetch(row);
      const shard = shardNamed(name);
      shard.users++;
      try {
        const opened = await shard.opening;
        return await (opened === null ? otherwise.fetch(row) : pictureIn(opened, key, maxBytes));
      } finally {
        shard.users--;
        await closeIdle();
      }
    },
    async close() {
      for (const [name, shard] of shards) await close(name, shard);
    },
  };
}

/** Null where there is no such archive. */
async function openShard(path: string): Promise<OpenShard | null> {
  const tar = await openTar(path).catch(() => null);
  if (tar === null) return null;
  const pictures = new Map<string, TarMember>();
  for (const member of tar.members) {
    const [, key] = PICTURE.exec(member.name.slice(member.name.lastIndexOf('/') + 1)) ?? [];
    if (key !== undefined && !pictures.has(key)) pictures.set(key, member);
  }
  return { tar, pictures };
}

async function pictureIn(
  { tar, pictures }: OpenShard,
  key: string,
  maxBytes: number,
): Promise<FetchedPicture> {
  const member = pictures.get(key);
  if (!member) return { failed: tar.isClosed ? 'not-in-tar' : 'tar-damaged' };
  if (member.bytes > maxBytes) return { failed: 'too-large' };
  try {
    return { bytes: await tar.read(member) };
  } catch {
    return { failed: 'unreadable' };
  }
}
