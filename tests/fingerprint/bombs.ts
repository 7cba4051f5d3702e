import { deflateSync } from 'node:zlib';
import { chunk } from '../../scripts/synthetic/png-chunk.ts';

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
