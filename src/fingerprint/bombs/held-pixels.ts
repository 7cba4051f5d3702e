import { CLAIMED_PIXELS, PIXELS_PER_BYTE } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';
import { sniffFormat } from '../decode/formats.ts';
import { jpegSize } from './jpeg.ts';
import { viewOf } from '../xmp/container.ts';

/**
 * Refuses a PNG, JPEG or GIF whose header claims far more pixels than so few bytes can hold: whoever believes it makes
 * room for all of them. For who reads a picture without decoding it.
 * @throws TrainspotError `picture-unreadable`
 */
export function expectHeldPixels(file: Uint8Array): void {
  const size = sizeOf(file);
  if (size === null) return;
  const [width, height] = size;
  if (width * height <= Math.max(CLAIMED_PIXELS, file.length * PIXELS_PER_BYTE)) return;
  throw new TrainspotError(
    'picture-unreadable',
    `The picture claims ${width} × ${height} pixels in ${file.length} bytes, and none has over ${PIXELS_PER_BYTE} in one. Export or download it again.`,
  );
}

function sizeOf(file: Uint8Array): [width: number, height: number] | null {
  const sniffed = sniffFormat(file);
  if (sniffed.kind !== 'readable' || file.length < 24) return null;
  const view = viewOf(file);
  switch (sniffed.format) {
    case 'png':
      // Behind the name of its first piece, IHDR.
      return [view.getUint32(16), view.getUint32(20)];
    case 'gif':
      return [view.getUint16(6, true), view.getUint16(8, true)];
    case 'jpeg':
      return jpegSize(file);
    default:
      return null;
  }
}
