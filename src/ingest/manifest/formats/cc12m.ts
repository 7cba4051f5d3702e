import type { ManifestFormat } from '../format.ts';
import { captionText, rowByPlace, webAddress } from '../row-values.ts';
import { hasAddressesIn } from './headerless.ts';

/** Conceptual 12M: address, tab, caption; no header. Its hashes stand in a file beside it (`cc12m-hashes.ts`). */
export const cc12m: ManifestFormat = {
  name: 'cc12m',
  title: 'CC12M tab-separated text (address, caption)',
  requiredColumns: ['0', '1'],
  optionalColumns: [],
  meanings: { caption: ['1'] },
  carriesPictures: false,
  publishedIn: [{ dataset: 'cc12m' }],
  recognises: (look) => hasAddressesIn(look, '0', 2),
  row(raw, line, fileName) {
    const url = webAddress(raw['0']);
    if (url === null) return { refused: 'bad-url', line };
    return { ...rowByPlace(line, fileName, url), caption: captionText(raw['1']) };
  },
};
