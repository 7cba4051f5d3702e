import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import { saysNothing } from '../plain-values.ts';
import { rowByPlace, rowIdentity, unsafeScore, webAddress } from '../row-values.ts';
import { FACT_MEANINGS, factsOf } from './img2dataset-columns.ts';

/** Which columns a release has is not the same everywhere: what more there is, is read where it is. */
const REQUIRED = ['url', 'caption', 'punsafe', 'pwatermark'] as const;

/**
 * Re-LAION-2B-en, made by img2dataset from laion2B, but without its `error_message`. The row id is `key`, or the
 * row's place where a file has no keys.
 */
export const relaion: ManifestFormat = {
  name: 'relaion',
  title: 'Re-LAION-2B parquet',
  requiredColumns: REQUIRED,
  optionalColumns: [
    'key',
    'width',
    'height',
    'original_width',
    'original_height',
    'similarity',
    'sha256',
    'md5',
  ],
  meanings: { ...FACT_MEANINGS, unsafe: ['punsafe'] },
  carriesPictures: false,
  publishedIn: [{ dataset: 'relaion2b-en-research' }, { dataset: 'relaion2b-en-research-safe' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED) && !columns.includes('error_message'),
  row(raw, line, fileName) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    const key = rowIdentity(raw.key);
    if (key === null && !saysNothing(raw.key)) return { refused: 'bad-row-id', line };
    return {
      ...(key === null ? rowByPlace(line, fileName, url) : bareRow(key, line, url)),
      ...factsOf(raw),
      unsafe: unsafeScore(raw.punsafe),
    };
  },
};
