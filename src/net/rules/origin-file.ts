import { ORIGIN_FILE_BYTES } from '../../core/bounds.ts';
import { joinChunks } from '../../core/bytes.ts';
import type { Answer } from '../answer.ts';
import { DownloadFailure } from '../download-failure.ts';
import { unpacked } from '../unpack.ts';

/**
 * The text of a response's body, whole lines of its first 500 KiB; null where it is packed so that it cannot be read:
 * we ask for plain text, but some servers pack texts whatever is asked. Nothing is unpacked beyond 500 KiB.
 */
export async function readOriginFile(answer: Answer): Promise<string | null> {
  const read = await readText(answer);
  if (read === null || (read.isCut && read.isPacked)) return null;
  // Half a line would say something else: "Disallow: /" of "Disallow: /private".
  return read.isCut ? read.text.slice(0, read.text.lastIndexOf('\n') + 1) : read.text;
}

/** The same to its last letter, with whether there was more, and whether it was packed. */
export async function readText(
  answer: Answer,
): Promise<{ text: string; isCut: boolean; isPacked: boolean } | null> {
  try {
    const body = unpacked(answer);
    const { bytes, isCut } = await firstBytes(body);
    return { text: new TextDecoder().decode(bytes), isCut, isPacked: body !== answer.body };
  } catch (error) {
    if (error instanceof DownloadFailure && error.reason === 'content-encoding') return null;
    throw error;
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
