import type { IndexedRow, ManifestRow } from '../core/dataset.ts';
import type { PictureFacts } from '../api/picture.ts';
import { reversedHost, sameAddress } from '../core/web-address.ts';
import type { Database } from './database.ts';
import { ensureManifestFiles } from './manifest-files.ts';
import { ROW_COLUMNS, ROW_TABLES, SHOWN_IMAGES } from './rows.ts';
import { storable } from './text.ts';
import { urlKeySql } from './url-key.ts';

/** A manifest's row, with the hashes its publisher states, and what the file of its picture was found to be. */
export interface NewImage extends Omit<ManifestRow, 'line' | 'pictureFile'> {
  /** Null where there was no file to look at. */
  picture: Pick<PictureFacts, 'sha256' | 'md5' | 'pdq' | 'pdqQuality'> | null;
}

interface PlacedImage extends NewImage {
  /** Of its manifest's file; 0 where its id is unique in the dataset. */
  fileId: number;
}

interface Column {
  name: string;
  /** The type its values are sent as. */
  type: string;
  value: (image: PlacedImage) => unknown;
  /** SQL that makes the column of the sent value; the value itself when left out. */
  sql?: string;
}

const COLUMNS: readonly Column[] = [
  { name: 'file_id', type: 'bigint', value: ({ fileId }) => fileId },
  { name: 'row_id', type: 'text', value: ({ rowId }) => storable(rowId) },
  { name: 'url', type: 'text', value: ({ url }) => storable(url) },
  { name: 'url_key', type: 'text', value: ({ url }) => sameAddress(url), sql: urlKeySql('url_key') },
  { name: 'host', type: 'text', value: ({ url }) => reversedHost(url) },
  { name: 'caption', type: 'text', value: ({ caption }) => caption && storable(caption) },
  { name: 'author', type: 'text', value: ({ author }) => author && storable(author) },
  { name: 'page_url', type: 'text', value: ({ pageUrl }) => pageUrl && storable(pageUrl) },
  { name: 'phash', type: 'text', value: ({ phash }) => phash, sql: `decode(phash, 'hex')` },
  { name: 'width', type: 'int', value: ({ width }) => width },
  { name: 'height', type: 'int', value: ({ height }) => height },
  { name: 'similarity', type: 'real', value: ({ similarity }) => similarity },
  { name: 'unsafe', type: 'boolean', value: ({ unsafe }) => unsafe },
  { name: 'sha256', type: 'text', value: ({ sha256 }) => sha256, sql: `decode(sha256, 'hex')` },
  { name: 'md5', type: 'text', value: ({ md5 }) => md5, sql: `decode(md5, 'hex')` },
  { name: 'file_sha256', type: 'text', value: fileValue('sha256'), sql: `decode(file_sha256, 'hex')` },
  { name: 'file_md5', type: 'text', value: fileValue('md5'), sql: `decode(file_md5, 'hex')` },
  { name: 'pdq', type: 'text', value: fileValue('pdq'), sql: `('x' || pdq)::bit(256)` },
  { name: 'pdq_quality', type: 'smallint', value: fileValue('pdqQuality') },
];
const NAMES = COLUMNS.map(({ name }) => name);
const OF_PICTURE = ['file_sha256', 'file_md5', 'pdq', 'pdq_quality'];

const SAVE = `
  insert into images (dataset_id, ${NAMES.join(', ')})
  select $1, ${COLUMNS.map(({ name, sql }) => sql ?? name).join(', ')}
  from unnest(${COLUMNS.map(({ type }, i) => `$${i + 2}::${type}[]`).join(', ')}) as given (${NAMES.join(', ')})
  -- Two writers that meet take their rows in one order, and neither waits for the other for ever.
  order by file_id, row_id
  on conflict (dataset_id, file_id, row_id) do update
    set ${NAMES.map((name) => `${name} = ${replacing(name)}`).join(', ')}, updated_at = now()
  returning id, file_id as "fileId", row_id as "rowId"`;

/**
 * Rows of one statement of the embedded database, which answers nobody else meanwhile. All 4096 of a batch in one took 280 ms
 * and up to 490, in such pieces 310 together.
 */
const EMBEDDED_ROWS = 1024;

/**
 * Saves rows of a dataset; a row that is known already is replaced by what is given now, but for
 * what its picture was found to be if no picture is given, and of a row that is given twice the last one holds.
 * Characters that no PostgreSQL text can hold (U+0000, lone surrogates) are left out.
 * @returns their ids, in the order given
 */
export async function saveImages(
  database: Database,
  datasetId: number,
  images: readonly NewImage[],
): Promise<number[]> {
  if (images.length === 0) return [];
  const fileIds = await ensureManifestFiles(database, datasetId, images);
  const placed = images.map((image): PlacedImage => ({ ...image, fileId: fileIds.get(image.file) ?? 0 }));
  const key = ({ fileId, rowId }: Pick<PlacedImage, 'fileId' | 'rowId'>): string =>
    `${fileId}/${storable(rowId)}`;
  const last = [...new Map(placed.map((image) => [key(image), image])).values()];
  const ids = new Map<string, number>();
  const rowsAtOnce = database.engine === 'pglite' ? EMBEDDED_ROWS : last.length;
  for (let at = 0; at < last.length; at += rowsAtOnce) {
    const some = last.slice(at, at + rowsAtOnce);
    const values = COLUMNS.map(({ value }) => some.map((image) => value(image) ?? null));
    const saved = await database.query<{ id: number; fileId: number; rowId: string }>(SAVE, [
      datasetId,
      ...values,
    ]);
    for (const row of saved) ids.set(key(row), row.id);
  }
  return placed.map((image) => ids.get(key(image))!);
}

function replacing(name: string): string {
  return OF_PICTURE.includes(name) ? `coalesce(excluded.${name}, images.${name})` : `excluded.${name}`;
}

/** The rows with these ids, in the order given; an id that does not exist, or whose row is suppressed, is left out. */
export function findImagesByIds(database: Database, ids: readonly number[]): Promise<IndexedRow[]> {
  return database.query<IndexedRow>(
    `select ${ROW_COLUMNS}
     from ${ROW_TABLES}
     join unnest($1::bigint[]) with ordinality as wanted (id, place) on wanted.id = i.id
     order by wanted.place`,
    [ids],
  );
}

/** Those of the rows that may be shown: another's wish may have hidden some since they were found. */
export async function visibleIds(database: Database, ids: readonly number[]): Promise<Set<number>> {
  const shown = await database.query<{ id: number }>(
    `select i.id from ${SHOWN_IMAGES} i where i.id = any ($1::bigint[])`,
    [ids],
  );
  return new Set(shown.map(({ id }) => id));
}

function fileValue(name: keyof NonNullable<NewImage['picture']>): Column['value'] {
  return ({ picture }) => picture?.[name];
}
