import { openTar, type OpenTar, type TarMember } from '../archive/tar.ts';
import type { Inputs } from '../inputs/input.ts';
import { localInputs } from '../inputs/local.ts';
import { nullIfAbsent, throwIfStore } from '../inputs/inputs.ts';
import { below } from '../inputs/paths.ts';
import type { FetchedPicture, PictureSource } from './picture-source.ts';
import { picturesInShards, type ArchivedPictures, type OpenShard } from './shards.ts';

/** What img2dataset can write; a key has no dot. */
const PICTURE = /^([^.]+)\.(jpg|jpeg|png|webp)$/i;

/**
 * Pictures in the archives `SHARD.tar` of a folder, as img2dataset's webdataset output holds them: a row that names
 * SHARD/KEY has the file `KEY.jpg` (or png, or webp) in it, whatever its place. A key that is not there fails as
 * `not-in-tar`, or as `tar-damaged` where the archive breaks off before its end.
 * @param otherwise has the pictures of a row that names no archive of the folder
 */
export function picturesInTars(
  dir: string,
  maxBytes: number,
  otherwise: PictureSource,
  inputs: Inputs = localInputs,
): ArchivedPictures {
  return picturesInShards((name) => openShard(below(dir, `${name}.tar`), maxBytes, inputs), otherwise);
}

/** Null where there is no such archive. */
async function openShard(path: string, maxBytes: number, inputs: Inputs): Promise<OpenShard | null> {
  const tar = await openTar(inputs.file(path, { plain: true })).catch(nullIfAbsent);
  if (tar === null) return null;
  const pictures = new Map<string, TarMember>();
  for (const member of tar.members) {
    const [, key] = PICTURE.exec(member.name.slice(member.name.lastIndexOf('/') + 1)) ?? [];
    if (key !== undefined && !pictures.has(key)) pictures.set(key, member);
  }
  return {
    picture: (key) => pictureIn(tar, pictures.get(key), maxBytes),
    close: () => tar.close(),
  };
}

async function pictureIn(
  tar: OpenTar,
  member: TarMember | undefined,
  maxBytes: number,
): Promise<FetchedPicture> {
  if (!member) return { failed: tar.isClosed ? 'not-in-tar' : 'tar-damaged' };
  if (member.bytes > maxBytes) return { failed: 'too-large' };
  try {
    return { bytes: await tar.read(member) };
  } catch (error) {
    throwIfStore(error);
    return { failed: 'unreadable' };
  }
}
