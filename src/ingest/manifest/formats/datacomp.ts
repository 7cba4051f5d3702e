import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import {
  captionText,
  hexDigest,
  rowIdentity,
  sideLength,
  similarityValue,
  webAddress,
} from '../row-values.ts';

const REQUIRED = ['uid', 'url', 'text', 'original_width', 'original_height', 'sha256'] as const;

/** The parquet files of CommonPool and of DataComp-1B, which was chosen from it. Boxes around faces are unread. */
export const datacomp: ManifestFormat = {
  name: 'datacomp',
  title: 'DataComp or CommonPool parquet',
  requiredColumns: REQUIRED,
  optionalColumns: ['clip_b32_similarity_score', 'clip_l14_similarity_score'],
  meanings: {
    caption: ['text'],
    width: ['original_width'],
    height: ['original_height'],
    sha256: ['sha256'],
    similarity: ['clip_b32_similarity_score', 'clip_l14_similarity_score'],
  },
  carriesPictures: false,
  publishedIn: [{ dataset: 'datacomp-1b' }, { dataset: 'commonpool' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    const rowId = rowIdentity(raw.uid);
    if (rowId === null) return { refused: 'bad-row-id', line };
    return {
      ...bareRow(rowId, line, url),
      caption: captionText(raw.text),
      width: sideLength(raw.original_width),
      height: sideLength(raw.original_height),
      sha256: hexDigest(raw.sha256, 256),
      similarity:
        similarityValue(raw.clip_b32_similarity_score) ?? similarityValue(raw.clip_l14_similarity_score),
    };
  },
};
