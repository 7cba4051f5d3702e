import type { FetchedPicture, PictureSource } from './picture-source.ts';

/** Pictures from archives, which are held open until they are closed. */
export interface ArchivedPictures extends PictureSource {
  close(): Promise<void>;
}

/** An archive of a shard's pictures. */
export interface OpenShard {
  /** What is wrong is answered, never thrown. @param key letters, digits, dashes and underscores */
  picture(key: string): Promise<FetchedPicture>;
  close(): Promise<void>;
}

interface Shard {
  opening: Promise<OpenShard | null>;
  /** Rows that are being read from it. */
  users: number;
}

/** A row names its archive and its key there. */
const SHARD_AND_KEY = /^([\w-]+)\/([\w-]+)$/;

/** Archives held open at once: rows come shard by shard, and those under way may still need the one before. */
const MAX_OPEN = 2;

/**
 * Pictures of rows that name SHARD/KEY, from the archive of that shard. Rows come in the archive's own order in all that
 * img2dataset writes, so that it is read from front to back; in any other order it is slower, not wrong.
 * @param open null where there is no such archive @param otherwise has the pictures of a row that has none
 */
export function picturesInShards(
  open: (name: string) => Promise<OpenShard | null>,
  otherwise: PictureSource,
): ArchivedPictures {
  const shards = new Map<string, Shard>();

  async function close(name: string, { opening }: Shard): Promise<void> {
    shards.delete(name);
    await (await opening)?.close();
  }
  async function closeIdle(): Promise<void> {
    for (const [name, shard] of shards) {
      if (shards.size <= MAX_OPEN) return;
      if (shard.users === 0) await close(name, shard);
    }
  }
  function shardNamed(name: string): Shard {
    const shard = shards.get(name) ?? { opening: open(name), users: 0 };
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
        return await (opened === null ? otherwise.fetch(row) : opened.picture(key));
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
