import { expectFewPieces, viewOf } from '../xmp/container.ts';
import { packetReader, pictureElements } from './packet.ts';

const HEADER_BYTES = 12;

/**
 * Looks at the XMP of a WebP, which is never packed. A file that is cut short is looked at as far as it goes.
 * @throws TrainspotError `picture-unreadable`
 */
export function expectNoWebpBomb(file: Uint8Array): void {
  const elements = pictureElements();
  const view = viewOf(file);
  let pieces = 0;
  // What some leave behind it is no part of the picture.
  const end = Math.min(file.length, file.length < HEADER_BYTES ? 0 : 8 + view.getUint32(4, true));
  for (let at = HEADER_BYTES; at + 8 <= end;) {
    expectFewPieces(++pieces);
    const length = view.getUint32(at + 4, true);
    const type = Buffer.from(file.subarray(at, at + 4)).toString('latin1');
    if (type === 'XMP ') packetReader(elements)(file.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
}
