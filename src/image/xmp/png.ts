import { crc32, inflateSync } from 'node:zlib';
import { brokenFile, joined, viewOf, type XmpContainer } from './container.ts';

/** Adobe's XMP specification, part 3, 1.1.5: an iTXt chunk of this keyword. */
const KEYWORD = Buffer.from('XML:com.adobe.xmp\0', 'latin1');
/** Of a packed packet, unpacked. */
const MOST_PACKET_BYTES = 16 * 1024 * 1024;
const SIGNATURE_BYTES = 8;

interface Chunk {
  type: string;
  /** Of the whole chunk: length, type, data, checksum. */
  from: number;
  to: number;
}

export const pngXmp: XmpContainer = {
  format: 'png',
  read: (file) => chunksOf(file).flatMap((chunk) => packetIn(file, chunk) ?? []),
  write(file, change) {
    const pieces: Uint8Array[] = [];
    const chunks = chunksOf(file);
    let at = 0;
    for (const chunk of chunks) {
      const packet = packetIn(file, chunk);
      if (packet === null) continue;
      pieces.push(file.subarray(at, chunk.from), chunkOf(change(packet)));
      at = chunk.to;
    }
    if (pieces.length === 0) {
      // Straight after IHDR, which is the first: text may stand anywhere.
      at = chunks[0].to;
      pieces.push(file.subarray(0, at), chunkOf(change(null)));
    }
    return joined([...pieces, file.subarray(at)]);
  },
};

function chunksOf(file: Uint8Array): Chunk[] {
  const view = viewOf(file);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_BYTES; at < file.length;) {
    if (at + 12 > file.length) throw brokenFile('PNG', at);
    const type = Buffer.from(file.subarray(at + 4, at + 8)).toString('latin1');
    const to = at + 12 + view.getUint32(at);
    if (to > file.length) throw brokenFile('PNG', at);
    chunks.push({ type, from: at, to });
    at = to;
    if (type === 'IEND') break;
  }
  if (chunks[0]?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') throw brokenFile('PNG', file.length);
  return chunks;
}

/** The packet in a chunk: after the keyword come two flags, a language, and the keyword in that language. */
function packetIn(file: Uint8Array, { type, from, to }: Chunk): string | null {
  const data = Buffer.from(file.subarray(from + 8, to - 4));
  if (type !== 'iTXt' || !data.subarray(0, KEYWORD.length).equals(KEYWORD)) return null;
  const isPacked = data[KEYWORD.length] === 1;
  const language = data.indexOf(0, KEYWORD.length + 2);
  const translated = data.indexOf(0, language + 1);
  if (language === -1 || translated === -1) throw brokenFile('PNG', from);
  const text = data.subarray(translated + 1);
  if (!isPacked) return text.toString();
  try {
    return inflateSync(text, { maxOutputLength: MOST_PACKET_BYTES }).toString();
  } catch {
    throw brokenFile('PNG', from);
  }
}

function chunkOf(packet: string): Uint8Array {
  const body = Buffer.concat([Buffer.from('iTXt'), KEYWORD, Buffer.alloc(4), Buffer.from(packet)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return joined([length, body, checksum]);
}
