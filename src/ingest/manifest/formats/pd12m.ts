import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import { saysNothing } from '../plain-values.ts';
import { captionText, rowByPlace, rowIdentity, sideLength, webAddress } from '../row-values.ts';

const REQUIRED = ['url', 'caption', 'hash', 'source'] as const;

/**
 * Public Domain 12M. `hash` is left unread: what it is of is not said, and a wrong hash would call two pictures
 * identical. The row id is `id`, or the row's place where a file has none.
 */
export const pd12m: ManifestFormat = {
  name: 'pd12m',
  title: 'PD12M parquet',
  requiredColumns: REQUIRED,
  optionalColumns: ['id', 'width', 'height'],
  meanings: { caption: ['caption'], width: ['width'], height: ['height'] },
  carriesPictures: false,
  publishedIn: [{ dataset: 'pd12m' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line, fileName) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    const id = rowIdentity(raw.id);
    if (id === null && !saysNothing(raw.id)) return { refused: 'bad-row-id', line };
    return {
      ...(id === null ? rowByPlace(line, fileName, url) : bareRow(id, line, url)),
      caption: captionText(raw.caption),
      width: sideLength(raw.width),
      height: sideLength(raw.height),
    };
  },
};
