import type { Database } from '../../db/database.ts';
import { readSeenHashes, type SeenMark } from '../../db/seen-pictures.ts';
import type { NearSeen } from '../../index/pdq/growing-index.ts';
import { holdSeenHashes } from '../../index/search/seen-hashes.ts';

/** The hashes of what was seen at rows' addresses, as the database has them. */
export interface FollowedSeen {
  /** As `SeenHashes.near`. A row that was removed or suppressed since may be among them. */
  near(hashes: readonly string[], maxDistance: number, count: number): Promise<NearSeen[]>;
  /** Takes up what was kept since; cheap when nothing was. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const BEGINNING: SeenMark = { from: null, imageId: 0 };

/** Holds none before the first `refresh`. */
export function followSeen(database: Database): FollowedSeen {
  const held = holdSeenHashes();
  let mark = BEGINNING;

  async function refresh(): Promise<void> {
    for (let more = true; more;) {
      const read = await readSeenHashes(database, mark);
      await held.put(read.imageIds, read.hashes);
      ({ next: mark, more } = read);
    }
  }
  return {
    async near(...query) {
      const found = await held.near(...query);
      if (found !== null) return found;
      mark = BEGINNING;
      await refresh();
      return (await held.near(...query)) ?? [];
    },
    refresh,
    close: () => held.close(),
  };
}
