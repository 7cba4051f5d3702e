import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import {
  captionText,
  rowIdentity,
  sideLength,
  similarityValue,
  unsafeFlag,
  webAddress,
} from '../row-values.ts';

const COLUMNS = ['SAMPLE_ID', 'URL', 'TEXT', 'HEIGHT', 'WIDTH', 'NSFW', 'similarity'] as const;

/**
 * LAION-400M's own parquet files, and laion2B's original ones, which have the same columns (and LANGUAGE in all but
 * the English part). LICENSE is left unread: it is '?' nearly everywhere.
 */
export const laion400m: ManifestFormat = {
  name: 'laion-400m',
  title: 'LAION-400M or original laion2B parquet',
  requiredColumns: COLUMNS,
  optionalColumns: [],
  meanings: {
    caption: ['TEXT'],
    width: ['WIDTH'],
    height: ['HEIGHT'],
    similarity: ['similarity'],
    unsafe: ['NSFW'],
  },
  carriesPictures: false,
  publishedIn: [
    { dataset: 'laion-400m', words: ['5b54c5d5-bbcf-484d-a2ce-0d6f73df1a36'] },
    { dataset: 'laion2b-en', words: ['5114fd87-297e-42b0-9d11-50f1df323dfa'] },
    { dataset: 'laion2b-multi' },
    { dataset: 'laion1b-nolang' },
  ],
  recognises: ({ columns }) => hasColumns(columns, COLUMNS),
  row(raw, line) {
    const url = webAddress(raw.URL);
    if (url === null) return { refused: 'bad-url', line };
    const rowId = rowIdentity(raw.SAMPLE_ID);
    if (rowId === null) return { refused: 'bad-row-id', line };
    return {
      ...bareRow(rowId, line, url),
      caption: captionText(raw.TEXT),
      width: sideLength(raw.WIDTH),
      height: sideLength(raw.HEIGHT),
      similarity: similarityValue(raw.similarity),
      unsafe: unsafeFlag(raw.NSFW),
    };
  },
};
