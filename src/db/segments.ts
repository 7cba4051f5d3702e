import { TrainspotError } from '../core/errors.ts';
import type { Database } from './database.ts';
import { insertSegment, lockIndexes, type SegmentDescription } from './indexes.ts';

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

/** `images.id` of the rows of an index that stand in these segments. */
export async function imagesOfSegments(
  database: Database,
  indexId: number,
  segmentIds: readonly string[],
): Promise<number[]> {
  // In one row: a hundred thousand would hold up whoever hands them on for 80 ms.
  const [{ ids }] = await database.query<{ ids: number[] }>(
    `select coalesce(array_agg(image_id), '{}') as ids
     from indexed_images where index_id = $1 and segment_id = any ($2)`,
    [indexId, segmentIds],
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

/** The segments that were retired at least `olderThanMs` ago. */
export async function retiredSegments(database: Database, olderThanMs: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from segments where retired_at <= now() - $1 * interval '1 millisecond' order by number`,
    [olderThanMs],
  );
  return rows.map(({ id }) => id);
}

/** Forgets a retired segment, whose folder is gone. */
export async function forgetSegment(database: Database, id: string): Promise<void> {
  await database.query('delete from segments where id = $1 and retired_at is not null', [id]);
}

/**
 * Puts one segment in the place of others, in one step: before it their rows are found there, after it here.
 * @param segment null where none of their rows is left
 * @throws TrainspotError `segments-changed` when they are not all in use any more, or when rows came or went since
 * the segment was written; nothing is changed then
 */
export async function replaceSegments(
  database: Database,
  indexId: number,
  replaced: readonly string[],
  segment: SegmentDescription | null,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await lockIndexes(transaction, 'id = $1', indexId);
    const retired = await transaction.query(
      `update segments set retired_at = now()
       where id = any ($1) and index_id = $2 and retired_at is null returning id`,
      [replaced, indexId],
    );
    if (retired.length !== replaced.length) {
      throw notReplaced(`${replaced.length - retired.length} of ${replaced.length} are not in use any more`);
    }
    if (segment) await insertSegment(transaction, indexId, segment);
    const [{ moved }] = await transaction.query<{ moved: number }>(
      `with moved as (
         update indexed_images set segment_id = $3 where index_id = $1 and segment_id = any ($2) returning 1)
       select count(*) as moved from moved`,
      [indexId, replaced, segment?.id ?? null],
    );
    if (moved !== (segment?.rows ?? 0)) {
      throw notReplaced(`they have ${moved} rows now, and ${segment?.rows ?? 0} were merged`);
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
