import { ORIGIN_FILE_BYTES } from '../../core/bounds.ts';
import { joinChunks } from '../../core/bytes.ts';
import type { Answer } from '../answer.ts';
import { DownloadFailure } from '../download-failure.ts';
import { unpacked } from '../unpack.ts';

/** A text, as far as it was read. */
export interface ReadText {
  /** Null where it is packed so that it cannot be read. */
  text: string | null;
  /** Why it was not read, or not to its end, where that is for what it is; null where it was, or is packed in an unknown way. */
  refused: string | null;
}

/**
 * The text of a response's body, whole lines of its first 500 KiB; null where it is packed so that it cannot be read:
 * we ask for plain text, but some servers pack texts whatever is asked. Nothing is unpacked beyond 500 KiB.
 */
export async function readOriginFile(answer: Answer): Promise<ReadText> {
  const { text, isCut, isPacked, refused } = await readText(answer);
  if (text === null || !isCut) return { text, refused };
  if (isPacked) return { text: null, refused: `It unpacks to more than ${ORIGIN_FILE_BYTES} bytes.` };
  return {
    // Half a line would say something else: "Disallow: /" of "Disallow: /private".
    text: text.slice(0, text.lastIndexOf('\n') + 1),
    refused: `It has more than ${ORIGIN_FILE_BYTES} bytes, of which so many were read.`,
  };
}

/** The same to its last letter, with whether there was more, which alone is no reason to refuse it. */
export async function readText(answer: Answer): Promise<ReadText & { isCut: boolean; isPacked: boolean }> {
  try {
    const body = unpacked(answer);
    const { bytes, isCut } = await firstBytes(body);
    return { text: new TextDecoder().decode(bytes), refused: null, isCut, isPacked: body !== answer.body };
  } catch (error) {
    if (!(error instanceof DownloadFailure) || error.reason !== 'content-encoding') throw error;
    // Only what is broken has a cause; a way of packing that is not known here is no fault of what is packed.
    const refused = error.cause === undefined ? null : 'It is packed, and what is packed is broken.';
    return { text: null, refused, isCut: false, isPacked: true };
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
