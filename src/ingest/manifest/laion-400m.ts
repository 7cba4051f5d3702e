import { bareRow } from '../../core/dataset.ts';
import type { ManifestFormat } from './format.ts';
import {
  captionText,
  rowIdentity,
  sideLength,
  similarityValue,
  unsafeFlag,
  webAddress,
} from './row-values.ts';

const COLUMNS = ['SAMPLE_ID', 'URL', 'TEXT', 'HEIGHT', 'WIDTH', 'NSFW', 'similarity'] as const;

/** LAION-400M's own parquet files. LICENSE is left unread: it is '?' nearly everywhere. */
export const laion400m: ManifestFormat = {
  name: 'laion-400m',
  title: 'LAION-400M parquet',
  requiredColumns: COLUMNS,
  optionalColumns: [],
  carriesPictures: false,
  recognises: (columns) => COLUMNS.every((column) => columns.includes(column)),
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
