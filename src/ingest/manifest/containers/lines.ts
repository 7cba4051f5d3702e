import { isUtf8 } from 'node:buffer';

/** A longer line is no row of a manifest: captions and addresses are kilobytes. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** One line without its `\n`; a carriage return before it is kept. */
export type Line = Buffer | 'too-long';

const NEWLINE = 0x0a;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * The lines of a text, in batches, however its bytes are cut into chunks. A byte order mark is taken away; nothing
 * follows a last `\n`. Of a line over `MAX_LINE_BYTES` no more than that is ever held.
 * @throws Error where the text is UTF-16
 */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let isFirst = true;

  const hold = (part: Uint8Array): void => {
    heldBytes += part.length;
    if (heldBytes <= MAX_LINE_BYTES) held.push(part);
    else held = [];
  };
  const finish = (): Line => {
    const line = heldBytes > MAX_LINE_BYTES ? 'too-long' : joined(held);
    held = [];
    heldBytes = 0;
    const unmarked = isFirst ? withoutMark(line) : line;
    isFirst = false;
    return unmarked;
  };

  for await (const chunk of chunks) {
    const batch: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      hold(chunk.subarray(start, end));
      batch.push(finish());
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
    if (batch.length > 0) yield batch;
  }
  if (heldBytes > 0) yield [finish()];
}

/** The text of UTF-8 bytes, or null where they are none. */
export function utf8Text(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  // Only what was replaced, or stands in the file as that letter, is looked at twice.
  return text.includes('\ufffd') && !isUtf8(bytes) ? null : text;
}

/** A line's text without a carriage return at its end. */
export function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

function joined(parts: readonly Uint8Array[]): Buffer {
  if (parts.length !== 1) return Buffer.concat(parts);
  const [{ buffer, byteOffset, length }] = parts;
  return Buffer.from(buffer, byteOffset, length);
}

function withoutMark(line: Line): Line {
  if (line === 'too-long') return line;
  if (UTF16_MARKS.some((mark) => line.subarray(0, 2).equals(mark)))
    throw new Error('it is UTF-16 text; save it as UTF-8');
  return line.subarray(0, 3).equals(UTF8_MARK) ? line.subarray(3) : line;
}
