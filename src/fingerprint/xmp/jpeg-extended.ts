import { TrainspotError } from '../../core/errors.ts';
import { viewOf, type XmpBudget } from './container.ts';

/** Adobe's XMP specification, part 3, 1.1.3.1: beyond a segment's size a packet goes on in segments that begin so. */
export const EXTENSION_HEADER = Buffer.from('http://ns.adobe.com/xmp/extension/\0', 'latin1');
/** Then come the MD5 of the whole, in hex, its length, and where this piece belongs. */
const [GUID_BYTES, NUMBER_BYTES] = [32, 4];
export const DATA_AT = EXTENSION_HEADER.length + GUID_BYTES + 2 * NUMBER_BYTES;

/**
 * The extended packets that these segments make, each of one MD5, put together.
 * @param bodies of the segments, without marker and length
 * @throws TrainspotError `picture-unreadable` where a piece is missing or too many
 */
export function extendedPackets(bodies: readonly Uint8Array[], budget: XmpBudget): Uint8Array[] {
  const packets = new Map<string, { bytes: Uint8Array; filled: number }>();
  for (const body of bodies) {
    if (body.length < DATA_AT) throw incomplete(body.length, DATA_AT);
    const { guid, length, offset, data } = pieceOf(body);
    let packet = packets.get(guid);
    if (!packet) {
      packet = { bytes: budget.take(blank(length, budget)), filled: 0 };
      packets.set(guid, packet);
    }
    if (offset + data.length > packet.bytes.length) {
      throw incomplete(offset + data.length, packet.bytes.length);
    }
    packet.bytes.set(data, offset);
    packet.filled += data.length;
  }
  for (const { bytes, filled } of packets.values()) {
    if (filled !== bytes.length) throw incomplete(filled, bytes.length);
  }
  return [...packets.values()].map(({ bytes }) => bytes);
}

/** One piece: whose it is, how long that claims to be, and where in it the piece belongs. @param body `DATA_AT` bytes at least */
export function pieceOf(body: Uint8Array) {
  const view = viewOf(body);
  return {
    guid: Buffer.from(body.subarray(EXTENSION_HEADER.length)).toString('latin1', 0, GUID_BYTES),
    length: view.getUint32(DATA_AT - 2 * NUMBER_BYTES),
    offset: view.getUint32(DATA_AT - NUMBER_BYTES),
    data: body.subarray(DATA_AT),
  };
}

/** So many bytes, or one more than are left: a length is only claimed. */
function blank(length: number, budget: XmpBudget): Uint8Array {
  return new Uint8Array(Math.min(length, budget.left() + 1));
}

function incomplete(bytes: number, expected: number): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The picture’s extended XMP has ${bytes} bytes in place of ${expected}. Export or download it again.`,
  );
}
