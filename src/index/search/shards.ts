import type { WorkerPool } from '../../runtime/threads/pool.ts';
import type { SearchAnswer, SearchTask, SegmentToSearch } from './worker.ts';
import { checkSpace, readManifest, type EmbeddingSpace, type SegmentManifest } from '../segment/manifest.ts';

/** One thread and what it holds. A pool of one, because only that thread can search what it opened. */
export interface Shard {
  pool: WorkerPool<SearchTask, SearchAnswer>;
  rows: number;
}

/** A segment that is to be searched. */
export interface SegmentWanted {
  segment: SegmentToSearch;
  manifest: SegmentManifest;
}

/** A segment, and the thread that holds it. */
export interface ShardAssignment extends SegmentWanted {
  shard: Shard;
}

/**
 * The segments of an index, by their manifests. Checked against the index's model here too, for a segment that is open
 * already is not opened again.
 * @throws TrainspotError `segment-corrupt`, `model-mismatch`
 */
export function readManifests(
  segmentsDir: string,
  { model, modelRevision, dimensions }: EmbeddingSpace,
  ids: readonly string[],
): Promise<SegmentWanted[]> {
  const space = { model, modelRevision, dimensions };
  return Promise.all(
    ids.map(async (id) => {
      const manifest = await readManifest(segmentsDir, id);
      checkSpace(manifest, space);
      return { segment: { segmentsDir, id, space }, manifest };
    }),
  );
}

/** Of such a segment a thread is kept from its searches for half a second and more while it opens it. */
const LARGE_ROWS = 200_000;

/**
 * Gives each segment that nobody holds to the thread with the fewest rows, the largest first. A large one that comes while
 * others are searched goes to a thread that holds nothing, if there is one: nobody waits for it.
 * @param spare threads that take such segments alone
 */
export function assign(
  wanted: SegmentWanted[],
  held: ReadonlyMap<string, ShardAssignment>,
  shards: readonly Shard[],
  spare: readonly Shard[] = [],
): ShardAssignment[] {
  const choose = ({ rows }: SegmentManifest): Shard => {
    const isAwaited = held.size > 0 && rows >= LARGE_ROWS;
    const idle = isAwaited ? [...shards, ...spare].find((shard) => shard.rows === 0) : undefined;
    return idle ?? shards.reduce((least, other) => (other.rows < least.rows ? other : least));
  };
  const missing = new Map(
    wanted.filter(({ segment }) => !held.has(segment.id)).map((one) => [one.segment.id, one]),
  );
  return [...missing.values()]
    .sort((a, b) => b.manifest.rows - a.manifest.rows)
    .map(({ segment, manifest }) => {
      const shard = choose(manifest);
      shard.rows += manifest.rows;
      return { segment, manifest, shard };
    });
}

/** Has each thread forget its own of these segments. */
export async function drop(placements: readonly ShardAssignment[]): Promise<void> {
  for (const { shard, manifest } of placements) shard.rows -= manifest.rows;
  await Promise.all(
    [...byShard(placements)].map(([{ pool }, segments]) =>
      pool.run({ kind: 'drop', segmentIds: segments.map(({ id }) => id) }),
    ),
  );
}

/** What each thread holds of these segments. */
export function byShard(placements: readonly ShardAssignment[]): Map<Shard, SegmentToSearch[]> {
  const groups = new Map<Shard, SegmentToSearch[]>();
  for (const { shard, segment } of placements) groups.set(shard, [...(groups.get(shard) ?? []), segment]);
  return groups;
}

/** The same placements, by the id of their segment. */
export function bySegment(placements: readonly ShardAssignment[]): Map<string, ShardAssignment> {
  return new Map(placements.map((placement) => [placement.segment.id, placement]));
}

export function idsOf(placements: readonly ShardAssignment[]): string[] {
  return placements.map(({ segment }) => segment.id);
}
