import { hasColumns, type ManifestFormat } from '../format.ts';
import {
  captionText,
  hexDigest,
  rowByPlace,
  sideLength,
  similarityValue,
  unsafeFlag,
  webAddress,
} from '../row-values.ts';

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
  optionalColumns: [
    'caption',
    'NSFW',
    'similarity',
    'width',
    'height',
    'original_width',
    'original_height',
    'sha256',
    'md5',
  ],
  carriesPictures: false,
  // It is written for the embeddings of any dataset.
  publishedIn: [],
  recognises: ({ columns }) => hasColumns(columns, RECOGNISED_BY),
  row(raw, line, fileName) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    return {
      ...rowByPlace(line, fileName, url),
      caption: captionText(raw.caption),
      width: sideLength(raw.original_width) ?? sideLength(raw.width),
      height: sideLength(raw.original_height) ?? sideLength(raw.height),
      sha256: hexDigest(raw.sha256, 256),
      md5: hexDigest(raw.md5, 128),
      similarity: similarityValue(raw.similarity),
      unsafe: unsafeFlag(raw.NSFW),
    };
  },
};
