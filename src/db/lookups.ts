import type { IndexedRow } from '../core/dataset.ts';
import type { Database } from './database.ts';
import { hostRanges } from './host-ranges.ts';
import { ROW_COLUMNS, ROW_TABLES, rowColumns, SHOWN_IMAGES } from './rows.ts';
import { urlKeySql } from './url-key.ts';

/** Which rows a page is of: those after `after`, of some datasets or of all. */
export interface PageOfRows<Place> {
  datasetIds: readonly number[] | null;
  after: Place | null;
  limit: number;
}

/** Where a row lies among those of a domain. */
export interface DomainPlace {
  host: string;
  datasetId: number;
  id: number;
}

export interface DomainRow extends IndexedRow, Omit<DomainPlace, 'id'> {}

const OF_DATASETS = '($2::bigint[] is null or i.dataset_id = any ($2))';

/**
 * The rows whose address has the key of this `sameAddress` form, by id. The caller compares the form itself: another
 * address may have the same key, if hardly ever.
 */
export function rowsByAddressKey(
  database: Database,
  form: string,
  { datasetIds, after, limit }: PageOfRows<number>,
): Promise<IndexedRow[]> {
  return database.query<IndexedRow>(
    `select ${ROW_COLUMNS} from ${ROW_TABLES}
     where i.url_key = ${urlKeySql('$1')} and ${OF_DATASETS} and i.id > $3
     order by i.id limit $4`,
    [form, datasetIds, after ?? 0, limit],
  );
}

/**
 * The rows whose file has this hash, stated by the publisher or computed here, by id. It is the one that their
 * `sha256` or `md5` shows.
 * @param hash lower-case hex
 */
export function rowsByFileHash(
  database: Database,
  algorithm: 'sha256' | 'md5',
  hash: string,
  { datasetIds, after, limit }: PageOfRows<number>,
): Promise<IndexedRow[]> {
  const shown = {
    sha256: 'coalesce(i.file_sha256, i.sha256)',
    md5: 'coalesce(i.file_md5, i.md5)',
    [algorithm]: `decode($1, 'hex')`,
  };
  // Each by its own index, in the order of ids: all rows of a placeholder need not be read to find the first.
  const of = (column: string): string => `
    (select i.id from ${SHOWN_IMAGES} i
     where i.${column} = decode($1, 'hex') and ${OF_DATASETS} and i.id > $3
     order by i.id limit $4)`;
  return database.query<IndexedRow>(
    `select ${rowColumns(shown.sha256, shown.md5)}
     from (${of(algorithm)} union ${of(`file_${algorithm}`)}) as found
     join ${ROW_TABLES} on i.id = found.id
     order by i.id limit $4`,
    [hash, datasetIds, after ?? 0, limit],
  );
}

/**
 * The rows of a host, and of all below it if `subdomains`, by host, dataset and id.
 * @param host its labels from the right, as `reversedLabels` gives them
 */
export function rowsByDomain(
  database: Database,
  host: string,
  subdomains: boolean,
  { datasetIds, after, limit }: PageOfRows<DomainPlace>,
): Promise<DomainRow[]> {
  const parts = hostRanges(host, subdomains).flatMap((range) =>
    // One dataset at a time, so that the index passes over the rows of the others.
    (datasetIds ?? [null]).map((datasetId) => [range, datasetId] as const),
  );
  const values: unknown[] = [limit];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const selects = parts.map(([{ from, to }, datasetId]) => {
    const start = after && after.host >= from ? after : { host: from, datasetId: 0, id: 0 };
    return `
      (select ${ROW_COLUMNS}, i.host, i.dataset_id as "datasetId"
       from ${ROW_TABLES}
       where (i.host, i.dataset_id, i.id) > (${given(start.host)}, ${given(start.datasetId)}, ${given(start.id)})
         and i.host < ${given(to)} and (${datasetId === null} or i.dataset_id = ${given(datasetId)})
       order by i.host, i.dataset_id, i.id limit $1)`;
  });
  return database.query<DomainRow>(
    `select * from (${selects.join(' union all ')}) as found order by host, "datasetId", id limit $1`,
    values,
  );
}
