import { isUtf8 } from 'node:buffer';

/** A longer line is no row of a manifest: captions and addresses are kilobytes. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** One line with what ends it. */
export type Line = Buffer | 'too-long';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * The lines of a text, in batches, however its bytes are cut into chunks. A byte order mark is taken away; nothing
 * follows a last `\n`. Of a line over `MAX_LINE_BYTES` no more than that is ever held.
 * @param atReturns whether a carriage return ends a line as well; one before a `\n` is then followed by a blank line
 * @throws Error where the text is UTF-16
 */
export async function* lineBatches(
  chunks: AsyncIterable<Uint8Array>,
  atReturns: boolean,
): AsyncGenerator<Line[]> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let isFirst = true;

  const hold = (part: Uint8Array): void => {
    heldBytes += part.length;
    if (heldBytes <= MAX_LINE_BYTES + 1) held.push(part);
    else held = [];
  };
  const finish = (endBytes: number): Line => {
    const line = heldBytes - endBytes > MAX_LINE_BYTES ? 'too-long' : joined(held);
    held = [];
    heldBytes = 0;
    const unmarked = isFirst ? withoutMark(line) : line;
    isFirst = false;
    return unmarked;
  };

  for await (const chunk of chunks) {
    const batch: Line[] = [];
    const nextEnd = lineEnds(chunk, atReturns);
    let start = 0;
    for (let end = nextEnd(0); end !== -1; end = nextEnd(start)) {
      hold(chunk.subarray(start, end + 1));
      batch.push(finish(1));
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
    if (batch.length > 0) yield batch;
  }
  if (heldBytes > 0) yield [finish(0)];
}

/** Where the first line end from a place on is, which does not go back; -1 where there is none. */
function lineEnds(chunk: Uint8Array, atReturns: boolean): (start: number) => number {
  if (!atReturns) return (start) => chunk.indexOf(NEWLINE, start);
  const found = { [NEWLINE]: -2, [RETURN]: -2 };
  const next = (end: typeof NEWLINE | typeof RETURN, start: number): number => {
    if (found[end] !== -1 && found[end] < start) found[end] = chunk.indexOf(end, start);
    return found[end];
  };
  return (start) => {
    const [newline, carriage] = [next(NEWLINE, start), next(RETURN, start)];
    return newline === -1 || carriage === -1 ? Math.max(newline, carriage) : Math.min(newline, carriage);
  };
}

/**
 * Whether carriage returns alone end lines, as in files of Excel's for the old Macintosh: where the first end of a line is
 * one. In other files they stand in captions.
 * @param quoted whether what stands in quotes ends no line
 */
export async function endsAtReturns(chunks: AsyncIterable<Uint8Array>, quoted: boolean): Promise<boolean> {
  let [inQuotes, bytes, afterReturn] = [false, 0, false];
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (byte === NEWLINE && !inQuotes) return false;
      // Several before one newline are what writing a Windows file twice over makes.
      if (afterReturn && byte !== RETURN) return true;
      if (quoted && byte === QUOTE) inQuotes = !inQuotes;
      afterReturn = byte === RETURN && !inQuotes;
    }
    bytes += chunk.length;
    if (bytes > MAX_LINE_BYTES) break;
  }
  return afterReturn;
}

/** Whether a line is none: nothing stands in it, or white space that parts no fields. */
export function isBlank(line: Buffer, delimiter?: string): boolean {
  return line.every(
    (byte) => byte === SPACE || byte === NEWLINE || byte === RETURN || (byte === TAB && delimiter !== '\t'),
  );
}

/** The text of UTF-8 bytes, or null where they are none. */
export function utf8Text(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  // Only what was replaced, or stands in the file as that letter, is looked at twice.
  return text.includes('\ufffd') && !isUtf8(bytes) ? null : text;
}

/** A line's text without what ends it. */
export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end === text.length ? text : text.slice(0, end);
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
