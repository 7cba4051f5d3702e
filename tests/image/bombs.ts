import { crc32, deflateSync } from 'node:zlib';

/** A PNG of a few bytes whose header promises `width` × `height` pixels: a decompression bomb's outside. */
export function pngHeaderOnly(width: number, height: number): Uint8Array {
  return pngOf(width, height, [chunk('IDAT', deflateSync(Buffer.alloc(100)))]);
}

/** A PNG of 8-bit RGB with the given pieces between its header and its end. */
export function pngOf(width: number, height: number, pieces: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a channel, RGB.
  header.set([8, 2], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), ...pieces, chunk('IEND', Buffer.alloc(0))]);
}

export function chunk(type: string, body: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(typed.length + 8);
  frame.writeUInt32BE(body.length, 0);
  frame.set(typed, 4);
  frame.writeUInt32BE(crc32(typed), typed.length + 4);
  return frame;
}
