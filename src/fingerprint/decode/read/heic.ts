import { decodeHeic } from '../heic/decode.ts';
import { isCutShort } from '../mend/iso-boxes.ts';
import { cutShort, notReadHere } from '../refusals.ts';
import type { Reader } from './reader.ts';

export const heicReader: Reader = {
  format: 'heic',
  async read(bytes, { maxPixels, heldPixels }) {
    const picture = await decodeHeic(bytes, Math.min(maxPixels, heldPixels));
    if (!picture && isCutShort(bytes)) {
      throw cutShort(bytes, 'heic', 'a part of it reaches beyond its end');
    }
    // The library does not tell the one from the other.
    if (!picture) throw notReadHere('a HEIC picture that is damaged, or coded in a way of its own');
    return { picture, width: picture.width, height: picture.height, notes: [] };
  },
};
