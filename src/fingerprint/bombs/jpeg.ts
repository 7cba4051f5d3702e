import { CLAIMED_BYTES } from '../../core/bounds.ts';
import { expectFewPieces, startsWith, viewOf } from '../xmp/container.ts';
import { XMP_HEADER } from '../xmp/jpeg.ts';
import { DATA_AT, EXTENSION_HEADER, pieceOf } from '../xmp/jpeg-extended.ts';
import { emptyClaim, packetReader, pictureElements } from './packet.ts';

const [START_OF_SCAN, END_OF_IMAGE, APP1] = [0xda, 0xd9, 0xe1];
/** Among the frames' markers: Huffman tables, what is reserved, arithmetic conditioning (ITU-T T.81, table B.1). */
const NO_FRAME = [0xc4, 0xc8, 0xcc];

/**
 * Looks at the XMP of a JPEG, which is never packed. A file that is cut short is looked at as far as it goes.
 * @throws TrainspotError `picture-unreadable`
 */
export function expectNoJpegBomb(file: Uint8Array): void {
  const elements = pictureElements();
  const extended = new Map<string, { read: (piece: Uint8Array) => void; claimed: number; held: number }>();
  for (const { marker, body } of segmentsOf(file)) {
    if (marker !== APP1) continue;
    if (startsWith(body, 0, XMP_HEADER)) packetReader(elements)(body.subarray(XMP_HEADER.length));
    if (body.length < DATA_AT || !startsWith(body, 0, EXTENSION_HEADER)) continue;
    const { guid, length, data } = pieceOf(body);
    const packet = extended.get(guid) ?? { read: packetReader(elements), claimed: length, held: 0 };
    extended.set(guid, packet);
    packet.held += data.length;
    packet.read(data);
  }
  const of = (key: 'claimed' | 'held'): number =>
    [...extended.values()].reduce((sum, packet) => sum + packet[key], 0);
  if (of('claimed') - of('held') > CLAIMED_BYTES.extension) {
    throw emptyClaim('extended XMP', of('claimed'), of('held'));
  }
}

/** What a JPEG's header claims; null where it has none before the first scan. */
export function jpegSize(file: Uint8Array): [width: number, height: number] | null {
  const frame = segmentsOf(file).find(
    ({ marker, body }) => marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker) && body.length >= 5,
  );
  if (frame === undefined) return null;
  const view = viewOf(frame.body);
  return [view.getUint16(3), view.getUint16(1)];
}

/** The segments before the first scan. */
function segmentsOf(file: Uint8Array): { marker: number; body: Uint8Array }[] {
  const view = viewOf(file);
  const segments: { marker: number; body: Uint8Array }[] = [];
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1];
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) break;
    const to = at + 2 + Math.max(2, view.getUint16(at + 2));
    segments.push({ marker, body: file.subarray(at + 4, to) });
    expectFewPieces(segments.length);
    at = to;
  }
  return segments;
}
