import type { CompanionFormat } from '../format.ts';
import { hexDigest, webAddress } from '../row-values.ts';
import { hasAddressesIn, mostly } from './headerless.ts';

/** The hashes of CC12M's pictures: address, tab, sha256, tab, md5; no header. Rows it had no picture of are absent. */
export const cc12mHashes: CompanionFormat = {
  title: "CC12M's hashes (address, sha256, md5)",
  columns: ['0', '1', '2'],
  recognises: (look) =>
    hasAddressesIn(look, '0', 3) &&
    mostly(look, '1', (value) => hexDigest(value, 256) !== null) &&
    mostly(look, '2', (value) => hexDigest(value, 128) !== null),
  hashes(raw) {
    const url = webAddress(raw['0']);
    const [sha256, md5] = [hexDigest(raw['1'], 256), hexDigest(raw['2'], 128)];
    return url === null || (sha256 === null && md5 === null) ? null : { url, sha256, md5 };
  },
};
