/** Rows of one answer at most: a placeholder picture can stand in a dataset a million times. */
export const MAX_ROWS = 1_000;

/**
 * The rows of `images` that may be shown: those that no suppression hides. Whatever answers anybody reads rows from
 * here, and a test holds that nothing else does.
 */
export const SHOWN_IMAGES =
  '(select * from images r where not exists (select from suppressed_images x where x.image_id = r.id))';

/** The tables of an `IndexedRow`. */
export const ROW_TABLES = `${SHOWN_IMAGES} i join datasets d on d.id = i.dataset_id left join manifest_files f on f.id = i.file_id`;

/** The columns of an `IndexedRow`. Where a row has two hashes, the one of the file that was fingerprinted. */
export const ROW_COLUMNS = rowColumns('coalesce(i.file_sha256, i.sha256)', 'coalesce(i.file_md5, i.md5)');

/** The columns of an `IndexedRow`, with SQL expressions for its two file hashes. */
export function rowColumns(sha256: string, md5: string): string {
  // bit_send puts the number of bits, 4 bytes, before them.
  return `
    i.id, d.dataset, d.release, i.row_id as "rowId", f.name as file, i.url, i.caption, i.width, i.height,
    encode(${sha256}, 'hex') as sha256, encode(${md5}, 'hex') as md5,
    encode(substring(bit_send(i.pdq) from 5), 'hex') as pdq, i.pdq_quality as "pdqQuality", i.unsafe,
    i.author, i.page_url as "pageUrl"`;
}

/** Whether no row has an id any more, be it shown or hidden; with an SQL expression for it. */
export function isRemoved(id: string): string {
  return `not exists (select from images r where r.id = ${id})`;
}
