import type { IndexedRow } from '../core/dataset.ts';
import type { RowStanding } from '../api/recheck.ts';
import { sameAddress } from '../core/web-address.ts';
import type { Database } from './database.ts';
import { ROW_COLUMNS, ROW_TABLES, SHOWN_IMAGES } from './rows.ts';
import { storable } from './text.ts';
import { urlKeySql } from './url-key.ts';

/** What names a row. */
export interface RowName {
  dataset: string;
  release: string;
  rowId: string;
  url: string;
}

/** The row as it is known here, or null where it is not, or is suppressed. */
export async function findRow(database: Database, name: RowName): Promise<IndexedRow | null> {
  const { dataset, release, rowId, url } = name;
  const [row] = await database.query<IndexedRow>(
    `select ${ROW_COLUMNS} from ${ROW_TABLES}
     where d.dataset = $1 and d.release = $2 and i.row_id = $3 and i.url_key = ${urlKeySql('$4::text')}
     order by i.id limit 1`,
    [storable(dataset), storable(release), storable(rowId), sameAddress(url)],
  );
  return row ?? null;
}

/**
 * Whether the release of the dataset that was recorded here last has the row, known by its address: row ids are given anew
 * from release to release. A suppressed row is told from one that is not there by nothing. Null where no release of it is known.
 */
export async function standingOf(
  database: Database,
  { dataset, url }: Pick<RowName, 'dataset' | 'url'>,
): Promise<RowStanding | null> {
  const [newest] = await database.query<{
    id: number;
    release: string;
    rowsListed: number;
    rowsPublished: number | null;
  }>(
    `select id, release, rows_listed as "rowsListed", rows_published as "rowsPublished"
     from datasets where dataset = $1 order by id desc limit 1`,
    [storable(dataset)],
  );
  if (!newest) return null;
  const { id, ...release } = newest;
  const here = `i.dataset_id = $1 and i.url_key = ${urlKeySql('$2::text')}`;
  const [{ isListed }] = await database.query<{ isListed: boolean }>(
    `select exists (select from ${SHOWN_IMAGES} i where ${here}) as "isListed"`,
    [id, sameAddress(url)],
  );
  return { ...release, standing: isListed ? 'listed' : 'absent' };
}
