import type { ManifestFormat } from '../format.ts';
import { captionText, rowByPlace, webAddress } from '../row-values.ts';
import { hasAddressesIn } from './headerless.ts';

/** Conceptual Captions: caption, tab, address; no header, and a quotation mark is a letter. */
export const cc3m: ManifestFormat = {
  name: 'cc3m',
  title: 'CC3M tab-separated text (caption, address)',
  requiredColumns: ['0', '1'],
  optionalColumns: [],
  meanings: { caption: ['0'] },
  carriesPictures: false,
  publishedIn: [{ dataset: 'cc3m' }],
  recognises: (look) => hasAddressesIn(look, '1', 2),
  row(raw, line, fileName) {
    const url = webAddress(raw['1']);
    if (url === null) return { refused: 'bad-url', line };
    return { ...rowByPlace(line, fileName, url), caption: captionText(raw['0']) };
  },
};
