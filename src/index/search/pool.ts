import type { Embedding } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { startPool } from '../../runtime/threads/pool.ts';
import { checkHashQuery } from '../pdq/hash-check.ts';
import {
  MAX_NEAR_HASHES,
  nearestHashesOf,
  nearestOf,
  type NearHash,
  type NearImage,
  type SegmentOffset,
} from './nearest.ts';
import { holdKeypointFiles, type OpenKeypointFiles } from '../segment/open-keypoints.ts';
import {
  byShard,
  bySegment,
  drop,
  idsOf,
  assign,
  readManifests,
  type ShardAssignment,
  type Shard,
} from './shards.ts';
import type { EmbeddingSpace } from '../segment/manifest.ts';
import { checkVector } from '../engines/vector-check.ts';

/** A published index: its model, and the segments that hold its rows. */
export interface IndexToOpen extends EmbeddingSpace {
  /** Any number that is the index's own among those open. */
  indexId: number;
  segmentIds: readonly string[];
}

/** Search in threads of its own; the calling thread is never blocked. */
export interface SearchPool {
  /**
   * Makes `indexes` the ones that are searched, all at once: opens the segments that are new, swaps, drops
   * those that are gone. Until the swap, and after a failure, the old ones are searched. A search under way
   * ends on the indexes it began with. Calls follow one another. While a thread loads a segment, searches that need this
   * thread wait; so a large one (about 3 s for a million rows) is loaded by one that holds nothing, while there is one.
   * @throws TrainspotError `segment-corrupt`, `model-mismatch`
   */
  open(indexes: readonly IndexToOpen[]): Promise<void>;
  openIndexes(): readonly IndexToOpen[];
  /**
   * For each query, the `count` nearest pictures of an index, nearest first.
   * @throws TrainspotError `index-not-open`; `vector-invalid` unless each query is a finite unit vector of the
   * index's dimensions
   */
  search(indexId: number, queries: readonly Embedding[], count: number): Promise<NearImage[][]>;
  /**
   * The pictures of an index whose PDQ hash is within `maxDistance` bits of any of `hashes`, each once with its
   * smallest distance, nearest first, equally near ones by id. None is missed, unless there are more than `count`:
   * then these are `count` of the nearest.
   * @param hashes of the picture's orientations, 64 lower-case hex digits each @param maxDistance 0 to 31 @param count 1,000 when left out
   * @throws TrainspotError `index-not-open`
   * @throws RangeError for what is no hash, or another distance
   */
  nearHashes(
    indexId: number,
    hashes: readonly string[],
    maxDistance: number,
    count?: number,
  ): Promise<NearHash[]>;
  /**
   * The keypoints of the rows at these places, in their order, read from the disk. Null for a row without one, for
   * a place in a segment that is not open (any longer), and for one that is damaged or cannot be read: `damaged` is
   * told of each of these by its number, and what it throws is thrown here.
   */
  keypoints(
    places: readonly SegmentOffset[],
    damaged: (error: TrainspotError, i: number) => void,
  ): Promise<(KeypointBytes | null)[]>;
  /** Ends the threads, after an opening under way; searches under way fail. */
  close(): Promise<void>;
}

interface OpenIndex {
  index: IndexToOpen;
  placements: ShardAssignment[];
}

/**
 * Searches the segments in `segmentsDir` in up to `threads` threads, and as many more for large segments that come while
 * others are searched. Each starts with its first segment; nothing is open at first.
 */
export function startSearchPool(threads: number, segmentsDir: string): SearchPool {
  const searching = startShards(threads);
  const spare = startShards(threads);
  const keypointFiles = holdKeypointFiles(segmentsDir);
  const served = serveIndexes({ searching, spare }, keypointFiles, segmentsDir);

  return {
    open: (indexes) => served.open(indexes),
    openIndexes: () => served.all(),
    async search(indexId, queries, count) {
      const { index, placements } = served.one(indexId);
      for (const [i, query] of queries.entries()) checkVector(query, index.dimensions, `Query ${i}`);
      const answers = await Promise.all(
        [...byShard(placements)].map(([{ pool }, segments]) =>
          pool.run({ kind: 'vectors', segments, queries, count }),
        ),
      );
      return queries.map((_, i) =>
        nearestOf(
          answers.map(({ images }) => images[i]),
          count,
        ),
      );
    },
    async nearHashes(indexId, hashes, maxDistance, count = MAX_NEAR_HASHES) {
      const { placements } = served.one(indexId);
      checkHashQuery(hashes, maxDistance);
      const answers = await Promise.all(
        [...byShard(placements)].map(([{ pool }, segments]) =>
          pool.run({ kind: 'hashes', segments, hashes, maxDistance, count }),
        ),
      );
      return nearestHashesOf(
        answers.map((answer) => answer.hashes),
        count,
      );
    },
    keypoints: (places, damaged) => keypointFiles.read(places, damaged),
    async close() {
      await served.settled();
      await Promise.all([...[...searching, ...spare].map(({ pool }) => pool.close()), keypointFiles.close()]);
    },
  };
}

/** Threads that start with their first segment. */
function startShards(threads: number): Shard[] {
  return Array.from({ length: threads }, () => ({
    pool: startPool(new URL('./worker', import.meta.url), 1, null),
    rows: 0,
  }));
}

/** The indexes that are open, each in the threads that hold its segments. */
interface ServedIndexes {
  /** Puts these in the place of those that are open, one such change after the other. */
  open(indexes: readonly IndexToOpen[]): Promise<void>;
  all(): IndexToOpen[];
  /** @throws TrainspotError `index-not-open` */
  one(indexId: number): OpenIndex;
  /** After an opening under way. */
  settled(): Promise<void>;
}

function serveIndexes(
  { searching, spare }: Record<'searching' | 'spare', readonly Shard[]>,
  keypointFiles: OpenKeypointFiles,
  segmentsDir: string,
): ServedIndexes {
  let current: ReadonlyMap<number, OpenIndex> = new Map();
  let lastOpening: Promise<void> = Promise.resolve();

  async function swapTo(indexes: readonly IndexToOpen[]): Promise<void> {
    const held = bySegment(placementsOf(current));
    const wanted = await Promise.all(
      indexes.map((index) => readManifests(segmentsDir, index, index.segmentIds)),
    );

    const added = assign(wanted.flat(), held, searching, spare);
    const openings = [
      keypointFiles.open(idsOf(added)),
      ...added.map(({ shard, segment }) => shard.pool.run({ kind: 'open', segment })),
    ];
    const failed = (await Promise.allSettled(openings)).find((opening) => opening.status === 'rejected');
    if (failed) {
      await Promise.all([drop(added), keypointFiles.drop(idsOf(added))]);
      throw failed.reason;
    }

    const placements = bySegment([...held.values(), ...added]);
    current = new Map(
      indexes.map((index) => [
        index.indexId,
        // Every id is there: it was held, or has just been added.
        { index, placements: index.segmentIds.map((id) => placements.get(id) as ShardAssignment) },
      ]),
    );
    const kept = bySegment(placementsOf(current));
    const gone = [...held.values()].filter(({ segment }) => !kept.has(segment.id));
    // A thread does its tasks in the order in which they came, so the searches before this end first.
    await Promise.all([drop(gone), keypointFiles.drop(idsOf(gone))]);
  }

  return {
    open(indexes) {
      const opening = lastOpening.then(() => swapTo(indexes));
      lastOpening = opening.catch(() => undefined);
      return opening;
    },
    all: () => [...current.values()].map(({ index }) => index),
    one(indexId) {
      const open = current.get(indexId);
      if (open) return open;
      throw new TrainspotError(
        'index-not-open',
        `Index ${indexId} is not open (${current.size} are). Try again later.`,
      );
    },
    settled: () => lastOpening,
  };
}

function placementsOf(indexes: ReadonlyMap<number, OpenIndex>): ShardAssignment[] {
  return [...indexes.values()].flatMap((open) => open.placements);
}
