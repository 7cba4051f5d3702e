import type { DatasetRelease } from '../core/dataset.ts';
import type { Database } from './database.ts';
import { ROW_TABLES } from './rows.ts';

/** A row with all that is kept of it: what its manifest says, and what its picture was found to be. */
export interface KeptRow extends DatasetRelease {
  id: number;
  rowId: string;
  /** Name of the manifest's file, where the row id is no more than a place in it. */
  file: string | null;
  url: string;
  caption: string | null;
  author: string | null;
  pageUrl: string | null;
  width: number | null;
  height: number | null;
  /** The publisher's caption–picture similarity. */
  similarity: number | null;
  unsafe: boolean | null;
  /** As the publisher states them. */
  sha256: string | null;
  md5: string | null;
  phash: string | null;
  /** Of the file that was fingerprinted here; null where none was. */
  fileSha256: string | null;
  fileMd5: string | null;
  pdq: string | null;
  pdqQuality: number | null;
  /** When the row was first read here, and when last; ISO 8601 in UTC. */
  savedAt: string;
  updatedAt: string;
}

/** The rows with these ids, in the order given; an id that does not exist, or whose row is suppressed, is left out. */
export async function findKeptRows(database: Database, ids: readonly number[]): Promise<KeptRow[]> {
  const rows = await database.query<
    Omit<KeptRow, 'savedAt' | 'updatedAt'> & Record<'savedAt' | 'updatedAt', Date>
  >(
    `select i.id, d.dataset, d.release, i.row_id as "rowId", f.name as file, i.url, i.caption, i.author,
       i.page_url as "pageUrl", i.width, i.height, i.similarity, i.unsafe,
       encode(i.sha256, 'hex') as sha256, encode(i.md5, 'hex') as md5, encode(i.phash, 'hex') as phash,
       encode(i.file_sha256, 'hex') as "fileSha256", encode(i.file_md5, 'hex') as "fileMd5",
       encode(substring(bit_send(i.pdq) from 5), 'hex') as pdq, i.pdq_quality as "pdqQuality",
       i.created_at as "savedAt", i.updated_at as "updatedAt"
     from ${ROW_TABLES}
     join unnest($1::bigint[]) with ordinality as wanted (id, place) on wanted.id = i.id
     order by wanted.place`,
    [ids],
  );
  return rows.map((row) => ({
    ...row,
    savedAt: row.savedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
