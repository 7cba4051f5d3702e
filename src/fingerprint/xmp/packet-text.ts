import { TrainspotError } from '../../core/errors.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** How a packet begins in each encoding: with a byte order mark or without, and always by `<`. The longer ones first. */
const BEGINNINGS: readonly [encoding: Encoding, bytes: readonly number[]][] = [
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0, 0x3c]],
  ['utf-32le', [0x3c, 0, 0, 0]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0, 0x3c]],
  ['utf-16le', [0x3c, 0]],
];

/** The encoding of a packet, by its first four bytes. */
export function packetEncoding(packet: Uint8Array): Encoding {
  return BEGINNINGS.find(([, bytes]) => bytes.every((byte, i) => packet[i] === byte))?.[0] ?? 'utf-8';
}

/**
 * The text of a packet, which may be in UTF-8, UTF-16 or UTF-32 (XMP specification, part 1, 7.1). What it says of its own
 * encoding is left out where that is not UTF-8: it is written so.
 * @throws TrainspotError `picture-unreadable`
 */
export function packetText(packet: Uint8Array): string {
  const encoding = packetEncoding(packet);
  if (encoding === 'utf-8') return Buffer.from(packet).toString();
  const text = encoding.startsWith('utf-16')
    ? new TextDecoder(encoding).decode(packet)
    : fromUtf32(packet, encoding === 'utf-32le');
  return text.replace(/^(\ufeff?<\?xml[^>]{0,100}?)\sencoding\s*=\s*["'][\w-]{1,40}["']/i, '$1');
}

function fromUtf32(packet: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  // As UTF-16, by the decoder that the platform has.
  const units: number[] = [];
  for (let at = 0; at + 4 <= packet.length; at += 4) {
    const point = view.getUint32(at, isLittleEndian);
    if (point > 0x10ffff) {
      throw new TrainspotError(
        'picture-unreadable',
        `The picture’s XMP metadata is damaged: no letter has the number ${point}.`,
      );
    }
    if (point < 0x10000) units.push(point);
    else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
  }
  return new TextDecoder('utf-16le').decode(Uint16Array.from(units));
}
