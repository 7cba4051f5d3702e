import type { DatasetRelease } from '../core/dataset.ts';
import type { Database } from './database.ts';

export interface DatasetDescription extends DatasetRelease {
  /** Rows the publisher released; null where unknown. */
  rowsPublished: number | null;
}

export interface KnownDataset extends DatasetDescription {
  id: number;
  /** Rows that are known here, whether or not they can be searched by picture; suppressed ones are not counted. */
  rowsListed: number;
  /** Of those, the ones of which a sha256 or md5 of the file is known. */
  rowsHashed: number;
  /** Of the listed ones, those whose picture was looked at here: when they were indexed, or at their address since. */
  rowsFingerprinted: number;
  rowsSuppressed: number;
}

/** The id of a dataset's release, which is recorded if it is new. A known number of rows is not forgotten. */
export async function ensureDataset(database: Database, description: DatasetDescription): Promise<number> {
  const [{ id }] = await database.query<{ id: number }>(
    `insert into datasets (dataset, release, rows_published) values ($1, $2, $3)
     on conflict (dataset, release) do update
       set rows_published = coalesce(excluded.rows_published, datasets.rows_published)
     returning id`,
    [description.dataset, description.release, description.rowsPublished],
  );
  return id;
}

/** Every recorded release, by name. */
export function listDatasets(database: Database): Promise<KnownDataset[]> {
  return database.query<KnownDataset>(
    `select d.id, d.dataset, d.release, d.rows_published as "rowsPublished",
       d.rows_listed - h.rows as "rowsListed", d.rows_hashed as "rowsHashed",
       d.rows_fingerprinted as "rowsFingerprinted", h.rows as "rowsSuppressed"
     from datasets d
     cross join lateral (
       select count(distinct i.id) as rows
       from suppressed_images p join images i on i.id = p.image_id
       where i.dataset_id = d.id) h
     order by d.dataset, d.release`,
  );
}
