import type { RefusalReason } from '../../../core/outcome.ts';
import { lineBatches, MAX_LINE_BYTES, utf8Text, withoutReturn, type Line } from './lines.ts';

/** How the fields of a text file are written. */
export interface Dialect {
  delimiter: string;
  /** Whether a field may stand in quotes, with delimiters and line breaks in it (RFC 4180); else `"` is a letter. */
  quoted: boolean;
  /** Fields of each record; null takes any number. */
  fieldCount: number | null;
}

/** A record in quotes goes over no more lines than this; a quote that is never closed is given up there. */
const MAX_RECORD_LINES = 200;

const QUOTE = '"';
const QUOTE_BYTE = 0x22;

type Taken = { record: string[] | RefusalReason; lines: number };

/**
 * The records of a delimited text, in file order; a reason in the place of one that cannot be read. Where a quote
 * is broken, its line alone is refused and reading goes on with the next: a parser that waits for the closing
 * quote, as CSV libraries do, would swallow rows that are whole.
 */
export async function* delimitedRecords(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Dialect,
): AsyncGenerator<string[] | RefusalReason> {
  let waiting: Line[] = [];
  for await (const batch of lineBatches(chunks)) {
    const lines: Line[] = waiting.length > 0 ? waiting.concat(batch) : batch;
    let at = 0;
    for (let taken = takeRecord(lines, at, false, dialect); taken;) {
      yield taken.record;
      at += taken.lines;
      taken = takeRecord(lines, at, false, dialect);
    }
    waiting = lines.slice(at);
  }
  for (let at = 0; at < waiting.length;) {
    const taken = takeRecord(waiting, at, true, dialect);
    if (!taken) return;
    yield taken.record;
    at += taken.lines;
  }
}

/** The record that begins at `lines[at]`; null where lines that are still to come may belong to it. */
function takeRecord(lines: readonly Line[], at: number, isEnd: boolean, dialect: Dialect): Taken | null {
  const first = lines[at];
  if (first === undefined) return null;
  if (first === 'too-long') return { record: 'too-long', lines: 1 };
  const single = fieldsOf(first, dialect);
  if (single !== 'open') return { record: counted(single, dialect), lines: 1 };
  let bytes = first.length;
  for (let count = 2; count <= MAX_RECORD_LINES; count++) {
    const last = lines[at + count - 1];
    if (last === undefined && !isEnd) return null;
    if (last === undefined || last === 'too-long') break;
    bytes += last.length + 1;
    if (bytes > MAX_LINE_BYTES) break;
    if (!last.includes(QUOTE_BYTE)) continue;
    const fields = fieldsOf(withLineBreaks(lines.slice(at, at + count) as Buffer[]), dialect);
    if (fields === 'open') continue;
    const record = counted(fields, dialect);
    if (record === 'malformed') break;
    return { record, lines: count };
  }
  return { record: 'malformed', lines: 1 };
}

function fieldsOf(bytes: Buffer, { delimiter, quoted }: Dialect): string[] | RefusalReason | 'open' {
  const text = bytes.toString('utf8');
  const fields = quoted ? quotedFields(text, delimiter) : withoutReturn(text).split(delimiter);
  if (typeof fields === 'string') return fields;
  return text.includes('\ufffd') && utf8Text(bytes) === null ? 'bad-encoding' : fields;
}

function counted(fields: string[] | RefusalReason, { fieldCount }: Dialect): string[] | RefusalReason {
  if (typeof fields === 'string' || fieldCount === null) return fields;
  return fields.length === fieldCount ? fields : 'malformed';
}

/** The fields of one record; `open` where its last quote is not closed. */
function quotedFields(text: string, delimiter: string): string[] | 'malformed' | 'open' {
  const end = withoutReturn(text).length;
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    if (text[at] === QUOTE) {
      const closing = closingQuote(text, at);
      if (closing === -1) return 'open';
      fields.push(text.slice(at + 1, closing).replaceAll('""', QUOTE));
      at = closing + 1;
    } else {
      const next = text.indexOf(delimiter, at);
      const fieldEnd = next === -1 ? end : next;
      fields.push(text.slice(at, fieldEnd));
      at = fieldEnd;
    }
    if (at === end) return fields;
    if (text[at] !== delimiter) return 'malformed';
  }
}

/** Where the quote that opens at `opening` is closed; two in a row are a letter. -1 where it is not. */
function closingQuote(text: string, opening: number): number {
  let at = text.indexOf(QUOTE, opening + 1);
  while (at !== -1 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at;
}

function withLineBreaks(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line, n) => (n === 0 ? [line] : [Buffer.from('\n'), line])));
}
