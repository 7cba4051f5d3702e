import { avifStill } from '../mend/avif.ts';
import { damaged } from '../refusals.ts';
import type { Reader } from './reader.ts';
import { readByVips } from './vips.ts';

/** Measured of 120 megapixels: too much for a larger picture than may be held. */
const BYTES_PER_PIXEL = 18;

export const avifReader: Reader = {
  format: 'avif',
  async read(bytes, limits) {
    const options = { bytesPerPixel: () => BYTES_PER_PIXEL };
    const read = await readByVips(bytes, limits, options);
    if (!('failure' in read)) return read;
    const still = avifStill(bytes);
    const first = still && (await readByVips(still, limits, options));
    if (!first || 'failure' in first) throw damaged(bytes, 'avif');
    return first;
  },
};
