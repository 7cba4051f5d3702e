import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import {
  captionText,
  hexDigest,
  rowIdentity,
  sideLength,
  similarityValue,
  unsafeScore,
  webAddress,
} from '../row-values.ts';

const REQUIRED = ['id', 'url', 'text', 'width', 'height', 'image_phash'] as const;

/**
 * COYO-700M's parquet files. The hash is kept for exact comparison alone: which of the hashes called pHash it is,
 * nobody says.
 */
export const coyo700m: ManifestFormat = {
  name: 'coyo-700m',
  title: 'COYO-700M parquet',
  requiredColumns: REQUIRED,
  optionalColumns: [
    'clip_similarity_vitb32',
    'clip_similarity_vitl14',
    'nsfw_score_opennsfw2',
    'nsfw_score_gantman',
  ],
  meanings: {
    caption: ['text'],
    width: ['width'],
    height: ['height'],
    similarity: ['clip_similarity_vitb32', 'clip_similarity_vitl14'],
    unsafe: ['nsfw_score_opennsfw2', 'nsfw_score_gantman'],
    phash: ['image_phash'],
  },
  carriesPictures: false,
  publishedIn: [{ dataset: 'coyo-700m' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    const rowId = rowIdentity(raw.id);
    if (rowId === null) return { refused: 'bad-row-id', line };
    return {
      ...bareRow(rowId, line, url),
      caption: captionText(raw.text),
      width: sideLength(raw.width),
      height: sideLength(raw.height),
      similarity: similarityValue(raw.clip_similarity_vitb32) ?? similarityValue(raw.clip_similarity_vitl14),
      unsafe: unsafeScore(raw.nsfw_score_opennsfw2, raw.nsfw_score_gantman),
      phash: hexDigest(raw.image_phash, 64),
    };
  },
};
