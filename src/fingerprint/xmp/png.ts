import { crc32 } from 'node:zlib';
import { brokenFile, expectFewPieces, joined, viewOf, type XmpContainer, xmpBudget } from './container.ts';
import { packetText } from './packet-text.ts';
import { packetInText, type PngPacket, rawProfileText, XMP_KEYWORD } from './png-text.ts';

const SIGNATURE_BYTES = 8;

interface Chunk {
  type: string;
  /** Of the whole chunk: length, type, data, checksum. */
  from: number;
  to: number;
}

export const pngXmp: XmpContainer = {
  format: 'png',
  read: (file) => packetsOf(file, chunksOf(file)).map(({ packet: { bytes } }) => packetText(bytes)),
  write(file, change) {
    const pieces: Uint8Array[] = [];
    const chunks = chunksOf(file);
    const packets = packetsOf(file, chunks);
    // Most who read XMP look for it where the standard wants it. A profile beside such a packet stays a profile, since
    // there may be one packet alone there.
    const standard = packets.find(({ packet }) => packet.rawProfile === null) ?? packets.at(0);
    let at = 0;
    for (const { chunk, packet } of packets) {
      const changed = change(packetText(packet.bytes));
      const isStandard = packet.rawProfile === null || chunk === standard?.chunk;
      pieces.push(
        file.subarray(at, chunk.from),
        isStandard ? xmpChunk(changed) : chunkOf('tEXt', rawProfileText(packet.rawProfile!, changed)),
      );
      at = chunk.to;
    }
    if (pieces.length === 0) {
      // Straight after IHDR, which is the first: text may stand anywhere.
      at = chunks[0].to;
      pieces.push(file.subarray(0, at), xmpChunk(change(null)));
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
    expectFewPieces(chunks.length);
    at = to;
    if (type === 'IEND') break;
  }
  if (chunks[0]?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') throw brokenFile('PNG', file.length);
  return chunks;
}

function packetsOf(file: Uint8Array, chunks: readonly Chunk[]): { chunk: Chunk; packet: PngPacket }[] {
  const budget = xmpBudget();
  return chunks.flatMap((chunk) => {
    const { buffer, byteOffset } = file;
    const data = Buffer.from(buffer, byteOffset + chunk.from + 8, chunk.to - chunk.from - 12);
    const packet = packetInText(chunk.type, data, chunk.from, budget);
    return packet === null ? [] : [{ chunk, packet }];
  });
}

function xmpChunk(packet: string): Uint8Array {
  // No packing, no language, no keyword in that language.
  return chunkOf('iTXt', Buffer.concat([Buffer.from(`${XMP_KEYWORD}\0\0\0\0\0`), Buffer.from(packet)]));
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return joined([length, body, checksum]);
}
