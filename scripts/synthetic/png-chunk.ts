import { crc32 } from 'node:zlib';

/** A chunk of a PNG: its length, its type of four letters, its body and the checksum of both. */
export function chunk(type: string, body: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(typed.length + 8);
  frame.writeUInt32BE(body.length, 0);
  frame.set(typed, 4);
  frame.writeUInt32BE(crc32(typed), typed.length + 4);
  return frame;
}
