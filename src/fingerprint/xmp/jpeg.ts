import { TrainspotError } from '../../core/errors.ts';
import {
  brokenFile,
  expectFewPieces,
  joined,
  startsWith,
  viewOf,
  type XmpBudget,
  type XmpContainer,
  xmpBudget,
} from './container.ts';
import { EXTENSION_HEADER, extendedPackets } from './jpeg-extended.ts';
import { packetText } from './packet-text.ts';

/** Adobe's XMP specification, part 3, 1.1.3: an APP1 segment that begins so. */
export const XMP_HEADER = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
/** What a segment's two bytes of length leave for the packet. */
const MAX_PACKET_BYTES = 65_535 - 2 - XMP_HEADER.length;

const [APP0, APP1, START_OF_SCAN, END_OF_IMAGE] = [0xe0, 0xe1, 0xda, 0xd9];

interface Segment {
  marker: number;
  from: number;
  to: number;
}

export const jpegXmp: XmpContainer = {
  format: 'jpeg',
  read(file) {
    const segments = segmentsOf(file);
    const budget = xmpBudget();
    const packets = segments
      .filter((segment) => isXmp(file, segment))
      .map((segment) => packetText(packetIn(file, segment, budget)));
    return [...packets, ...extensionsIn(file, segments, budget).map(packetText)];
  },
  write(file, change) {
    const segments = segmentsOf(file);
    const budget = xmpBudget();
    for (const packet of extensionsIn(file, segments, budget)) expectNoDataMining(packetText(packet));
    // All are counted before the first is changed.
    const found = segments
      .filter((segment) => isXmp(file, segment))
      .map((segment) => ({ segment, packet: packetText(packetIn(file, segment, budget)) }));
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (const { segment, packet } of found) {
      pieces.push(file.subarray(at, segment.from), segmentOf(change(packet)));
      at = segment.to;
    }
    if (pieces.length === 0) {
      at = placeForXmp(file, segments);
      pieces.push(file.subarray(0, at), segmentOf(change(null)));
    }
    return joined([...pieces, file.subarray(at)]);
  },
};

/** The segments before the first scan. */
function segmentsOf(file: Uint8Array): Segment[] {
  const view = viewOf(file);
  const segments: Segment[] = [];
  for (let at = 2; ;) {
    if (at + 4 > file.length || file[at] !== 0xff) throw brokenFile('JPEG', at);
    const marker = file[at + 1];
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return segments;
    const to = at + 2 + view.getUint16(at + 2);
    if (to > file.length || to < at + 4) throw brokenFile('JPEG', at);
    segments.push({ marker, from: at, to });
    expectFewPieces(segments.length);
    at = to;
  }
}

function packetIn(file: Uint8Array, { from, to }: Segment, budget: XmpBudget): Uint8Array {
  return budget.take(file.subarray(from + 4 + XMP_HEADER.length, to));
}

/** What is beyond one segment's size; where several are there, all of them. */
function extensionsIn(file: Uint8Array, segments: readonly Segment[], budget: XmpBudget): Uint8Array[] {
  const bodies = segments
    .filter(({ marker, from }) => marker === APP1 && startsWith(file, from + 4, EXTENSION_HEADER))
    .map(({ from, to }) => file.subarray(from + 4, to));
  return extendedPackets(bodies, budget);
}

/** The extension is named by its MD5 in the packet, and no program is known to write a reservation there. */
function expectNoDataMining(extension: string): void {
  if (!extension.includes(':DataMining')) return;
  throw new TrainspotError(
    'picture-unreadable',
    'The picture’s extended XMP says something of data mining already, and cannot be changed here. Save the picture without its editing history and try again.',
  );
}

function isXmp(file: Uint8Array, { marker, from, to }: Segment): boolean {
  return marker === APP1 && to - from > 4 + XMP_HEADER.length && startsWith(file, from + 4, XMP_HEADER);
}

/**
 * After what must come first (JFIF, Exif), before everything else: a multi-picture segment counts from its own place
 * to the pictures behind the file's end, so all may move together.
 */
function placeForXmp(file: Uint8Array, segments: readonly Segment[]): number {
  let place = 2;
  for (const segment of segments) {
    const isExif = segment.marker === APP1 && startsWith(file, segment.from + 4, Buffer.from('Exif\0\0'));
    if (segment.marker !== APP0 && !isExif) break;
    place = segment.to;
  }
  return place;
}

function segmentOf(packet: string): Uint8Array {
  const bytes = Buffer.from(packet);
  if (bytes.length > MAX_PACKET_BYTES) {
    throw new TrainspotError(
      'picture-unreadable',
      `The picture’s XMP would have ${bytes.length} bytes, and a JPEG holds ${MAX_PACKET_BYTES} in one piece. Save the picture without its editing history and try again.`,
    );
  }
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(2 + XMP_HEADER.length + bytes.length, 2);
  return joined([head, XMP_HEADER, bytes]);
}
