import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import { rowIdentity, webAddress } from '../row-values.ts';
import { FACT_COLUMNS, FACT_MEANINGS, factsOf } from './img2dataset-columns.ts';

/** `error_message` tells img2dataset's own files from published ones that were made from them (Re-LAION's). */
const REQUIRED = ['url', 'key', 'status', 'error_message'] as const;

/** Keys are digits; what could walk out of a folder is no key. */
const KEY = /^[\w-]+$/;

/**
 * What img2dataset writes: `00000.parquet` beside a folder `00000` of `KEY.jpg` (or png, or webp), beside a tar of them,
 * or with their bytes in a column. `pictureFile` is `SHARD/KEY`, without an ending, which the parquet does not know. A row whose download failed keeps its key:
 * it is in the dataset, its file is not in the folder, and no other row's file may be taken for it.
 * The sizes are the original's where they are known, since the files may have been resized; the hashes are of
 * the bytes before that.
 */
export const img2dataset: ManifestFormat = {
  name: 'img2dataset',
  title: 'img2dataset output (parquet with pictures beside or in it)',
  requiredColumns: REQUIRED,
  optionalColumns: FACT_COLUMNS,
  meanings: FACT_MEANINGS,
  carriesPictures: true,
  // It downloads any dataset, and its files do not say which.
  publishedIn: [],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line, fileName) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    const key = rowIdentity(raw.key);
    if (key === null || !KEY.test(key)) return { refused: 'bad-row-id', line };
    return {
      ...bareRow(key, line, url),
      ...factsOf(raw),
      pictureFile: `${fileName.replace(/\.[^.]*$/, '')}/${key}`,
    };
  },
};
