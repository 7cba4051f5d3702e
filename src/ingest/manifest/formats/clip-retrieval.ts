import { hasColumns, type ManifestFormat } from '../format.ts';
import { rowByPlace, webAddress } from '../row-values.ts';
import { FACT_COLUMNS, FACT_MEANINGS, factsOf } from './img2dataset-columns.ts';

/** `image_path` tells it from other lists in lower case. */
const RECOGNISED_BY = ['url', 'caption', 'image_path'] as const;

/**
 * The metadata beside published embeddings, as clip-retrieval writes it: a row for each vector, in their order. A row
 * is known by its place in its file alone: `key` is img2dataset's, and a publisher who joins several outputs has it
 * more than once. Some releases say more of a row than others.
 */
export const clipRetrieval: ManifestFormat = {
  name: 'clip-retrieval',
  title: 'clip-retrieval metadata parquet',
  requiredColumns: ['url'],
  optionalColumns: FACT_COLUMNS,
  meanings: FACT_MEANINGS,
  carriesPictures: false,
  // It is written for the embeddings of any dataset.
  publishedIn: [],
  recognises: ({ columns }) => hasColumns(columns, RECOGNISED_BY),
  row(raw, line, fileName) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    return {
      ...rowByPlace(line, fileName, url),
      ...factsOf(raw),
    };
  },
};
