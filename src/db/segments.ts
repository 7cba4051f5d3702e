import { TrainspotError } from '../core/errors.ts';
import type { Database } from './database.ts';
import { insertSegment, lockIndexes, releaseMerged, type SegmentDescription } from './indexes.ts';

/** A published segment that is not retired. */
export interface ActiveSegment {
  id: string;
  /** Rows that it holds. */
  rows: number;
  /** How many of them are no longer in the index. */
  deleted: number;
}

/** The segments of an index, in the order of their publication. */
export function listActiveSegments(database: Database, indexId: number): Promise<ActiveSegment[]> {
  return database.query<ActiveSegment>(
    `select id, rows, deleted from segments where index_id = $1 and retired_at is null order by number`,
    [indexId],
  );
}

/** What was recorded when a segment was published. */
export interface SegmentRecord extends SegmentDescription {
  publishedAt: Date;
}

/** The records of these segments, retired ones too; of one that was forgotten since, there is none. */
export function findSegments(database: Database, ids: readonly string[]): Promise<SegmentRecord[]> {
  return database.query<SegmentRecord>(
    `select id, rows, checksum, published_at as "publishedAt" from segments where id = any ($1) order by number`,
    [ids],
  );
}

/** Those of these images that an index does not hold (any more). */
export async function goneImages(
  database: Database,
  indexId: number,
  imageIds: readonly number[],
): Promise<number[]> {
  const [{ ids }] = await database.query<{ ids: number[] }>(
    `select coalesce(array_agg(w.id), '{}') as ids
     from unnest($2::bigint[]) as w (id)
     where not exists (select from indexed_images n where n.index_id = $1 and n.image_id = w.id)`,
    [indexId, imageIds],
  );
  return ids;
}

/** Those of these images that an index can take: they are there, and it does not hold them yet. */
export async function publishableImages(
  database: Database,
  indexId: number,
  imageIds: readonly number[],
): Promise<Set<number>> {
  const rows = await database.query<{ id: number }>(
    `select i.id from images i
     where i.id = any ($2)
       and not exists (select from indexed_images n where n.index_id = $1 and n.image_id = i.id)`,
    [indexId, imageIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Whether a segment was announced. Waits for transactions that change its index: one whose client is gone may still be
 * about to commit.
 */
export function isListed(database: Database, indexId: number, id: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    await lockIndexes(transaction, 'id = $1', indexId);
    const rows = await transaction.query('select 1 from segments where id = $1', [id]);
    return rows.length > 0;
  });
}

/** The segments that were retired at least `olderThanMs` ago, and whose folders may still be there. */
export async function retiredSegments(database: Database, olderThanMs: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from segments
     where retired_at <= now() - $1 * interval '1 millisecond' and folder_removed_at is null
     order by number`,
    [olderThanMs],
  );
  return rows.map(({ id }) => id);
}

/** Forgets a retired segment, whose folder is gone; of one that was merged the record stays, for its rows name it. */
export async function forgetSegment(database: Database, id: string): Promise<void> {
  await database.query(
    `with forgotten as (delete from segments where id = $1 and retired_at is not null and merged_into is null)
     update segments set folder_removed_at = now() where id = $1 and merged_into is not null`,
    [id],
  );
}

/**
 * Puts one segment in the place of others, in one step: before it their rows are found there, after it here. Rows that
 * went since the segment was written count as deleted of it. As quick for millions of rows as for a few.
 * @param segment null where none of their rows is left
 * @throws TrainspotError `segments-changed` when they are not all in use any more, or hold more rows than the segment, or
 * none any more; nothing is changed then
 */
export async function replaceSegments(
  database: Database,
  indexId: number,
  replaced: readonly string[],
  segment: SegmentDescription | null,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await lockIndexes(transaction, 'id = $1', indexId);
    const [{ inUse, live }] = await transaction.query<{ inUse: number; live: number }>(
      `select count(*) as "inUse", coalesce(sum(rows - deleted), 0)::bigint as live
       from segments where id = any ($1) and index_id = $2 and retired_at is null`,
      [replaced, indexId],
    );
    if (inUse !== replaced.length) {
      throw notReplaced(`${replaced.length - inUse} of ${replaced.length} are not in use any more`);
    }
    const written = segment?.rows ?? 0;
    if (live > written || (segment !== null && live === 0)) {
      throw notReplaced(`they have ${live} rows now, and ${written} were merged`);
    }
    if (segment) await insertSegment(transaction, indexId, segment, written - live);
    await transaction.query('update segments set retired_at = now(), merged_into = $2 where id = any ($1)', [
      replaced,
      segment?.id ?? null,
    ]);
    if (segment) {
      await transaction.query('update segments set merged_into = $2 where merged_into = any ($1)', [
        replaced,
        segment.id,
      ]);
    } else {
      await releaseMerged(transaction, replaced);
    }
    await transaction.query('update indexes set published_at = now() where id = $1', [indexId]);
  });
}

function notReplaced(why: string): TrainspotError {
  return new TrainspotError(
    'segments-changed',
    `The segments were not merged: ${why}. Nothing was changed; the next ingest merges them.`,
  );
}
