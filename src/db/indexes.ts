import type { DatasetRelease, ManifestRow } from '../core/dataset.ts';
import { TrainspotError } from '../core/errors.ts';
import { violatedUniqueConstraint, type Database } from './database.ts';
import { forgetIngestedFiles } from './ingested-files.ts';
import { storable } from './text.ts';

/** What an index is of: one dataset, seen by one model. */
export interface IndexDescription {
  datasetId: number;
  /** Name of the model card. */
  model: string;
  modelRevision: string;
  dimensions: number;
}

export interface SegmentDescription {
  /** Name of the segment's folder. */
  id: string;
  rows: number;
  checksum: string;
}

/** An index with at least one segment: what a check can search. */
export interface PublishedIndex extends DatasetRelease {
  indexId: number;
  /** Null where unknown. */
  rowsPublished: number | null;
  model: string;
  modelRevision: string;
  dimensions: number;
  /** In the order of their publication. */
  segmentIds: string[];
  /** Rows that can be found: those that are suppressed are not among them. */
  rowsIndexed: number;
  rowsSuppressed: number;
  indexedAt: Date;
}

/**
 * The id of the index of a dataset and a model's revision, which is recorded if it is new.
 * @throws TrainspotError `model-mismatch` when it is known with another number of dimensions.
 */
export async function ensureIndex(database: Database, description: IndexDescription): Promise<number> {
  const { datasetId, model, modelRevision, dimensions } = description;
  const [known] = await database.query<{ id: number; dimensions: number }>(
    `insert into indexes (dataset_id, model, model_revision, dimensions) values ($1, $2, $3, $4)
     on conflict (dataset_id, model, model_revision) do update set dimensions = indexes.dimensions
     returning id, dimensions`,
    [datasetId, model, modelRevision, dimensions],
  );
  if (known.dimensions === dimensions) return known.id;
  throw new TrainspotError(
    'model-mismatch',
    `The index of ${model} has ${known.dimensions} dimensions; the model card says ${dimensions}. ` +
      'Give the changed model another revision.',
  );
}

/**
 * Makes a segment part of an index, whole or not at all: from the commit on it is listed.
 * @param imageIds the segment's rows
 * @throws TrainspotError `segments-changed` when a row is in the index already (another ingest was first), is given
 * twice, or is not of the index's dataset (any more), and when the segment is published already.
 */
export async function publishSegment(
  database: Database,
  indexId: number,
  segment: SegmentDescription,
  imageIds: readonly number[],
): Promise<void> {
  if (imageIds.length !== segment.rows) {
    throw refused(segment, `it has ${segment.rows} rows, and ${imageIds.length} were named`);
  }
  try {
    await database.transaction(async (transaction) => {
      await lockIndexes(transaction, 'id = $1', indexId);
      await insertSegment(transaction, indexId, segment);
      const [{ added }] = await transaction.query<{ added: number }>(ADD_IMAGES, [
        indexId,
        segment.id,
        imageIds,
      ]);
      if (added !== imageIds.length) {
        throw refused(segment, `${imageIds.length - added} of its rows are not of the index's dataset`);
      }
      await transaction.query('update indexes set published_at = now() where id = $1', [indexId]);
    });
  } catch (error) {
    const constraint = violatedUniqueConstraint(error);
    if (constraint === null) throw error;
    if (constraint === 'segments_pkey') throw refused(segment, 'it is published already');
    throw refused(segment, 'some of its rows are in the index already, so another ingest was faster');
  }
}

/**
 * Has whoever else changes the rows or segments of these indexes wait until the transaction is over, before any row is
 * touched: a merge takes the segments first and a removal the rows, and they would wait for one another for ever.
 */
export async function lockIndexes(
  transaction: Pick<Database, 'query'>,
  which: 'id = $1' | 'dataset_id = $1',
  id: number,
): Promise<void> {
  await transaction.query(`select from indexes where ${which} order by id for no key update`, [id]);
}

/**
 * Lists a segment, within the transaction that gives it its rows.
 * @param deleted how many of them are not in the index any more
 */
export async function insertSegment(
  transaction: Pick<Database, 'query'>,
  indexId: number,
  { id, rows, checksum }: SegmentDescription,
  deleted = 0,
): Promise<void> {
  await transaction.query(
    'insert into segments (id, index_id, rows, checksum, deleted) values ($1, $2, $3, $4, $5)',
    [id, indexId, rows, checksum, deleted],
  );
}

/** Of segments that are retired for good those that were merged into them: no row names them any more. */
export async function releaseMerged(
  transaction: Pick<Database, 'query'>,
  segmentIds: readonly string[],
): Promise<void> {
  await transaction.query(
    'update segments set merged_into = null, folder_removed_at = null where merged_into = any ($1)',
    [segmentIds],
  );
}

// In the order of their ids, so that two ingests of the same rows wait for one another and not in a circle.
const ADD_IMAGES = `
  with added as (
    insert into indexed_images (index_id, image_id, segment_id)
    select x.id, i.id, $2
    from indexes x
    join images i on i.dataset_id = x.dataset_id
    join unnest($3::bigint[]) as wanted (id) on wanted.id = i.id
    where x.id = $1
    order by i.id
    returning 1
  )
  select count(*) as added from added`;

/**
 * Takes every segment out of an index, so that its rows can be indexed anew.
 * @returns the segments' ids
 */
export function retireSegments(database: Database, indexId: number): Promise<string[]> {
  return database.transaction(async (transaction) => {
    await lockIndexes(transaction, 'id = $1', indexId);
    await transaction.query('delete from indexed_images where index_id = $1', [indexId]);
    const [{ datasetId }] = await transaction.query<{ datasetId: number }>(
      'select dataset_id as "datasetId" from indexes where id = $1',
      [indexId],
    );
    await forgetIngestedFiles(transaction, datasetId, indexId);
    const retired = await transaction.query<{ id: string }>(
      'update segments set retired_at = now() where index_id = $1 and retired_at is null returning id',
      [indexId],
    );
    const ids = retired.map(({ id }) => id);
    await releaseMerged(transaction, ids);
    return ids;
  });
}

function refused({ id }: SegmentDescription, why: string): TrainspotError {
  return new TrainspotError(
    'segments-changed',
    `Segment ${id} was not published: ${why}. Nothing was changed; run the ingest again, it adds only what is new.`,
  );
}

/** Every index that can be searched, by dataset, release and model. */
export function listPublishedIndexes(database: Database): Promise<PublishedIndex[]> {
  return database.query<PublishedIndex>(`
    select x.id as "indexId", d.dataset, d.release, d.rows_published as "rowsPublished",
      x.model, x.model_revision as "modelRevision", x.dimensions,
      array_agg(s.id order by s.number) as "segmentIds",
      sum(s.rows - s.deleted)::bigint - h.rows as "rowsIndexed", h.rows as "rowsSuppressed",
      x.published_at as "indexedAt"
    from indexes x
    join datasets d on d.id = x.dataset_id
    join segments s on s.index_id = x.id
    cross join lateral (
      select count(distinct n.image_id) as rows
      from suppressed_images p join indexed_images n on n.image_id = p.image_id
      where n.index_id = x.id) h
    where s.retired_at is null
    group by x.id, d.id, h.rows
    order by d.dataset, d.release, x.model, x.model_revision`);
}

/**
 * A short text that is another one after anything was published, retired or suppressed; cheap enough to ask every
 * second.
 */
export async function indexVersion(database: Database): Promise<string> {
  const [{ mark }] = await database.query<{ mark: string }>(
    // The count beside the greatest number: a smaller number may be committed later.
    `select concat_ws('-', max(number), count(*), count(retired_at), sum(deleted),
       (select concat_ws('-', count(*), count(lifted_at)) from suppressions)) as mark
     from segments`,
  );
  return mark;
}

/** Whether the index has each of these rows of its dataset already, in the order given. */
export async function alreadyIndexed(
  database: Database,
  indexId: number,
  rows: readonly Pick<ManifestRow, 'file' | 'rowId'>[],
): Promise<boolean[]> {
  const indexed = await database.query<{ place: number }>(
    `select w.place
     from unnest($2::text[], $3::text[]) with ordinality as w (file, row_id, place)
     join indexes x on x.id = $1
     left join manifest_files f on f.dataset_id = x.dataset_id and f.name = w.file
     join images i
       on i.dataset_id = x.dataset_id and i.row_id = w.row_id
       and i.file_id = case when w.file is null then 0 else f.id end
     join indexed_images n on n.index_id = x.id and n.image_id = i.id`,
    [indexId, rows.map(({ file }) => file && storable(file)), rows.map(({ rowId }) => storable(rowId))],
  );
  const places = new Set(indexed.map(({ place }) => place));
  return rows.map((_, i) => places.has(i + 1));
}
