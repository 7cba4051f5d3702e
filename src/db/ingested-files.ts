import type { Database } from './database.ts';
import { storable } from './text.ts';

/** A file of a manifest, told by what it holds. */
export interface IngestCheckpoint {
  /** Without folders. */
  name: string;
  /** Lower-case hex; of its content and of how it is read. */
  sha256: string;
}

/** What an ingest counted in a file of which it took every row. */
export interface IngestedFile {
  rows: number;
  /** By reason. */
  refused: Record<string, number>;
  /** When the link that failed longest ago was asked, of rows that were passed over for it; null where none was. */
  deadTriedAt: Date | null;
}

/** Of ingests into no index: rows alone. */
export const NO_INDEX = 0;

/** What was counted in this very file by an ingest into this index; null where it was not taken whole. */
export async function findIngestedFile(
  database: Database,
  datasetId: number,
  indexId: number,
  { name, sha256 }: IngestCheckpoint,
): Promise<IngestedFile | null> {
  const [found] = await database.query<IngestedFile>(
    `select rows, refused, dead_tried_at as "deadTriedAt" from ingested_files
     where dataset_id = $1 and index_id = $2 and name = $3 and sha256 = decode($4, 'hex')`,
    [datasetId, indexId, storable(name), sha256],
  );
  return found ?? null;
}

/** How often rows were taken out of a dataset or its indexes; `recordIngestedFile` compares it. */
export async function countRemovals(database: Database, datasetId: number): Promise<number> {
  const [{ removals }] = await database.query<{ removals: number }>(
    'select removals from datasets where id = $1',
    [datasetId],
  );
  return removals;
}

/**
 * Keeps that every row of a file was taken, in the place of what was kept of an earlier file of this name. Does nothing
 * where rows were taken out of the dataset since `removals` was asked: they might be this file's.
 */
export async function recordIngestedFile(
  database: Database,
  datasetId: number,
  indexId: number,
  { name, sha256 }: IngestCheckpoint,
  { rows, refused, deadTriedAt, removals }: IngestedFile & { removals: number },
): Promise<void> {
  await database.query(
    `insert into ingested_files (dataset_id, index_id, name, sha256, rows, refused, dead_tried_at)
     select id, $2, $3, decode($4, 'hex'), $5, $6::jsonb, $7
     from (select id from datasets where id = $1 and removals = $8 for share) d
     on conflict (dataset_id, index_id, name) do update set
       sha256 = excluded.sha256,
       rows = excluded.rows,
       refused = excluded.refused,
       dead_tried_at = excluded.dead_tried_at,
       ingested_at = now()`,
    [datasetId, indexId, storable(name), sha256, rows, JSON.stringify(refused), deadTriedAt, removals],
  );
}

/** Has files be read again whose rows are taken out, within the transaction that does so. */
export async function forgetIngestedFiles(
  transaction: Pick<Database, 'query'>,
  datasetId: number,
  indexId: number | null,
): Promise<void> {
  await transaction.query('update datasets set removals = removals + 1 where id = $1', [datasetId]);
  await transaction.query(
    'delete from ingested_files where dataset_id = $1 and ($2::bigint is null or index_id = $2)',
    [datasetId, indexId],
  );
}
