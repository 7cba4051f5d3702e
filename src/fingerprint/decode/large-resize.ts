import type { RgbPicture } from '../../core/picture.ts';
import { plainBytes, SHARP_TIMEOUT_SECONDS, sharp } from './bounded-sharp.ts';
import type { Window } from '../resize.ts';

/**
 * Like `resizeBicubic`, by libvips: about ten times as fast on large pictures and close, not equal. Shrinking
 * photographs, the mean difference from Pillow was 0.17 of 255; enlarging it was up to 13.7, so leave that to
 * `resizeBicubic`.
 */
export async function resizeByVips(
  picture: RgbPicture,
  width: number,
  height: number,
  window: Window,
): Promise<RgbPicture> {
  const data = await sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
    limitInputPixels: false,
  })
    .timeout({ seconds: SHARP_TIMEOUT_SECONDS })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .extract(window)
    .raw()
    .toBuffer();
  return { width: window.width, height: window.height, data: plainBytes(data) };
}
