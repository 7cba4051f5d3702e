import type { Embedding } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import { startPool } from '../workers/pool.ts';
import { nearestOf, type NearImage } from './nearest.ts';
import { byShard, drop, place, type Placement, type SegmentWanted, type Shard } from './placement.ts';
import { checkSpace, readManifest, type EmbeddingSpace } from './segment-manifest.ts';
import { checkVector } from './vector-check.ts';

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
   * ends on the indexes it began with. Calls follow one another. While a thread loads a segment (about 3 s for
   * a million rows), searches that need this thread wait.
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
  /** Ends the threads, after an opening under way; searches under way fail. */
  close(): Promise<void>;
}

interface OpenIndex {
  index: IndexToOpen;
  placements: Placement[];
}

/** Starts `threads` search threads over the segments in `segmentsDir`; nothing is open at first. */
export function startSearchPool(threads: number, segmentsDir: string): SearchPool {
  const shards: Shard[] = Array.from({ length: threads }, () => ({
    pool: startPool(new URL('./search-worker', import.meta.url), 1, null),
    rows: 0,
  }));
  let current: ReadonlyMap<number, OpenIndex> = new Map();
  let lastOpening: Promise<void> = Promise.resolve();

  async function swapTo(indexes: readonly IndexToOpen[]): Promise<void> {
    const held = bySegment(current);
    const wanted = await Promise.all(indexes.map((index) => readManifests(segmentsDir, index)));

    const added = place(wanted.flat(), held, shards);
    const openings = added.map(({ shard, segment }) => shard.pool.run({ kind: 'open', segment }));
    const failed = (await Promise.allSettled(openings)).find((opening) => opening.status === 'rejected');
    if (failed) {
      await drop(added);
      throw failed.reason;
    }

    const placements = new Map(
      [...held.values(), ...added].map((placement) => [placement.segment.id, placement]),
    );
    current = new Map(
      indexes.map((index) => [
        index.indexId,
        // Every id is there: it was held, or has just been added.
        { index, placements: index.segmentIds.map((id) => placements.get(id) as Placement) },
      ]),
    );
    const kept = bySegment(current);
    // A thread does its tasks in the order in which they came, so the searches before this end first.
    await drop([...held.values()].filter(({ segment }) => !kept.has(segment.id)));
  }

  return {
    open(indexes) {
      const opening = lastOpening.then(() => swapTo(indexes));
      lastOpening = opening.catch(() => undefined);
      return opening;
    },
    openIndexes: () => [...current.values()].map(({ index }) => index),
    async search(indexId, queries, count) {
      const open = current.get(indexId);
      if (!open) {
        throw new TrainspotError(
          'index-not-open',
          `Index ${indexId} is not open (${current.size} are). Try again later.`,
        );
      }
      for (const [i, query] of queries.entries()) checkVector(query, open.index.dimensions, `Query ${i}`);
      const answers = await Promise.all(
        [...byShard(open.placements)].map(([{ pool }, segments]) =>
          pool.run({ kind: 'search', segments, queries, count }),
        ),
      );
      return queries.map((_, i) =>
        nearestOf(
          answers.map((lists) => lists[i]),
          count,
        ),
      );
    },
    async close() {
      await lastOpening;
      await Promise.all(shards.map(({ pool }) => pool.close()));
    },
  };
}

/** Checked against the index's model here too: a segment that is open already is not opened again. */
function readManifests(segmentsDir: string, index: IndexToOpen): Promise<SegmentWanted[]> {
  const { model, modelRevision, dimensions } = index;
  const space = { model, modelRevision, dimensions };
  return Promise.all(
    index.segmentIds.map(async (id) => {
      const manifest = await readManifest(segmentsDir, id);
      checkSpace(manifest, space);
      return { segment: { segmentsDir, id, space }, manifest };
    }),
  );
}

function bySegment(indexes: ReadonlyMap<number, OpenIndex>): Map<string, Placement> {
  const placements = [...indexes.values()].flatMap((open) => open.placements);
  return new Map(placements.map((placement) => [placement.segment.id, placement]));
}
