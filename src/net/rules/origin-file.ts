import { joinChunks } from '../../core/bytes.ts';
import type { Answer } from '../answer.ts';
import { DownloadFailure } from '../download-failure.ts';
import { unpacked } from '../unpack.ts';

/** RFC 9309, 2.5: what a robots.txt may have at least, and of a longer one we read no more. */
const MAX_ORIGIN_FILE_BYTES = 500 * 1024;

/**
 * The text of a response's body, whole lines of its first 500 KiB; null where it is packed so that it cannot be read:
 * we ask for plain text, but some servers pack texts whatever is asked. Nothing is unpacked beyond 500 KiB.
 */
export async function readOriginFile(answer: Answer): Promise<string | null> {
  try {
    const body = unpacked(answer);
    const { bytes, isCut } = await firstBytes(body);
    if (isCut && body !== answer.body) return null;
    const text = new TextDecoder().decode(bytes);
    // Half a line would say something else: "Disallow: /" of "Disallow: /private".
    return isCut ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  } catch (error) {
    if (error instanceof DownloadFailure && error.reason === 'content-encoding') return null;
    throw error;
  }
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    const part = chunk.subarray(0, MAX_ORIGIN_FILE_BYTES - length);
    chunks.push(part);
    length += part.length;
    if (part.length < chunk.length) return { bytes: joinChunks(chunks, length), isCut: true };
  }
  return { bytes: joinChunks(chunks, length), isCut: false };
}
