import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { ORIGIN_FILE_BYTES } from '../../core/bounds.ts';
import { joinChunks } from '../../core/bytes.ts';

const PARTIAL = { maxOutputLength: ORIGIN_FILE_BYTES, finishFlush: constants.Z_SYNC_FLUSH };
const UNPACK: Readonly<Record<string, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  identity: async (bytes) => bytes,
  gzip: (bytes) => promisify(gunzip)(bytes, PARTIAL),
  deflate: (bytes) => promisify(inflate)(bytes, PARTIAL),
  br: (bytes) => promisify(brotliDecompress)(bytes, { maxOutputLength: ORIGIN_FILE_BYTES }),
};

/**
 * The text of a response's body, whole lines of its first 500 KiB; null where it is packed so that it cannot be read:
 * we ask for plain text, but some servers pack texts whatever is asked. Nothing is unpacked beyond 500 KiB.
 */
export async function readOriginFile(response: Dispatcher.ResponseData): Promise<string | null> {
  const read = await readText(response);
  if (read === null || !read.isCut) return read?.text ?? null;
  // Half a line would say something else: "Disallow: /" of "Disallow: /private".
  return read.text.slice(0, read.text.lastIndexOf('\n') + 1);
}

/** The same to its last letter, and whether there was more. */
export async function readText({
  headers,
  body,
}: Dispatcher.ResponseData): Promise<{ text: string; isCut: boolean } | null> {
  const { bytes, isCut } = await firstBytes(body);
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  if (!Object.hasOwn(UNPACK, encoding)) return null;
  try {
    return { text: new TextDecoder().decode(await UNPACK[encoding](bytes)), isCut };
  } catch {
    return null;
  }
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    const part = chunk.subarray(0, ORIGIN_FILE_BYTES - length);
    chunks.push(part);
    length += part.length;
    if (part.length < chunk.length) return { bytes: joinChunks(chunks, length), isCut: true };
  }
  return { bytes: joinChunks(chunks, length), isCut: false };
}
