import type { RefusalReason } from '../../../core/outcome.ts';
import { isBlank, lineBatches, MAX_LINE_BYTES, utf8Text, withoutEnd, type Line } from './lines.ts';

/** How the fields of a text file are written. */
export interface Dialect {
  delimiter: string;
  /** Whether a field may stand in quotes, with delimiters and line breaks in it (RFC 4180); else `"` is a letter. */
  quoted: boolean;
  /** Fields of each record; null takes any number. */
  fieldCount: number | null;
  /** Whether a carriage return alone ends a record; else it does so only where whole records stand on both its sides. */
  atReturns?: boolean;
}

/** A record in quotes goes over no more lines than this; a quote that is never closed is given up there. */
const MAX_RECORD_LINES = 200;

const QUOTE = '"';
const QUOTE_BYTE = 0x22;
const RETURN_BYTE = 0x0d;

/** What the first lines hold: one record, none where they are blank, or several between carriage returns. */
type Taken = { records: (string[] | RefusalReason)[]; lines: number };

/**
 * The records of a delimited text, in file order; a reason in the place of one that cannot be read. Blank lines are none.
 * Where a quote
 * is broken, its line alone is refused and reading goes on with the next: a parser that waits for the closing
 * quote, as CSV libraries do, would swallow rows that are whole.
 */
export async function* delimitedRecords(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Dialect,
): AsyncGenerator<string[] | RefusalReason> {
  let waiting: Line[] = [];
  for await (const batch of lineBatches(chunks, dialect.atReturns ?? false)) {
    const lines: Line[] = waiting.length > 0 ? waiting.concat(batch) : batch;
    let at = 0;
    for (let taken = takeRecord(lines, at, false, dialect); taken;) {
      yield* taken.records;
      at += taken.lines;
      taken = takeRecord(lines, at, false, dialect);
    }
    waiting = lines.slice(at);
  }
  for (let at = 0; at < waiting.length;) {
    const taken = takeRecord(waiting, at, true, dialect);
    if (!taken) return;
    yield* taken.records;
    at += taken.lines;
  }
}

/** What begins at `lines[at]`; null where lines that are still to come may belong to it. */
function takeRecord(lines: readonly Line[], at: number, isEnd: boolean, dialect: Dialect): Taken | null {
  const first = lines[at];
  if (first === undefined) return null;
  if (first === 'too-long') return { records: ['too-long'], lines: 1 };
  if (isBlank(first, dialect.delimiter)) return { records: [], lines: 1 };
  const single = fieldsOf(first, dialect);
  if (single !== 'open')
    return { records: betweenReturns(first, counted(single, dialect), dialect), lines: 1 };
  let bytes = first.length;
  for (let count = 2; count <= MAX_RECORD_LINES; count++) {
    const last = lines[at + count - 1];
    if (last === undefined && !isEnd) return null;
    if (last === undefined || last === 'too-long') break;
    bytes += last.length;
    if (bytes > MAX_LINE_BYTES) break;
    if (!last.includes(QUOTE_BYTE)) continue;
    const fields = fieldsOf(Buffer.concat(lines.slice(at, at + count) as Buffer[]), dialect);
    if (fields === 'open') continue;
    const record = counted(fields, dialect);
    if (record === 'malformed') break;
    return { records: [record], lines: count };
  }
  return { records: betweenReturns(first, 'malformed', dialect), lines: 1 };
}

/**
 * The record that a line holds; or the records, where carriage returns part it into nothing but whole ones: files of
 * several systems were put together. Else they are letters of a field.
 */
function betweenReturns(
  line: Buffer,
  record: string[] | RefusalReason,
  dialect: Dialect,
): (string[] | RefusalReason)[] {
  const mayBePart = dialect.fieldCount !== null && (record === 'malformed' || dialect.fieldCount === 1);
  if (!mayBePart || !withoutEnd(line.toString('latin1')).includes('\r')) return [record];
  const parts = partsAtReturns(line, dialect.quoted).filter((part) => !isBlank(part, dialect.delimiter));
  const records = parts.map((part) => fieldsOf(part, dialect));
  const areWhole = records.every(
    (fields) => typeof fields !== 'string' && fields.length === dialect.fieldCount,
  );
  return areWhole ? (records as string[][]) : [record];
}

/** The parts of a line between carriage returns outside of quotes. */
function partsAtReturns(line: Buffer, quoted: boolean): Buffer[] {
  const parts: Buffer[] = [];
  let [inQuotes, start] = [false, 0];
  for (const [at, byte] of line.entries()) {
    if (quoted && byte === QUOTE_BYTE) inQuotes = !inQuotes;
    if (byte !== RETURN_BYTE || inQuotes) continue;
    parts.push(line.subarray(start, at));
    start = at + 1;
  }
  return [...parts, line.subarray(start)];
}

function fieldsOf(bytes: Buffer, { delimiter, quoted }: Dialect): string[] | RefusalReason | 'open' {
  const text = bytes.toString('utf8');
  const fields = quoted ? quotedFields(text, delimiter) : withoutEnd(text).split(delimiter);
  if (typeof fields === 'string') return fields;
  return text.includes('\ufffd') && utf8Text(bytes) === null ? 'bad-encoding' : fields;
}

function counted(fields: string[] | RefusalReason, { fieldCount }: Dialect): string[] | RefusalReason {
  if (typeof fields === 'string' || fieldCount === null) return fields;
  return fields.length === fieldCount ? fields : 'malformed';
}

/** The fields of one record; `open` where its last quote is not closed. */
function quotedFields(text: string, delimiter: string): string[] | 'malformed' | 'open' {
  const end = withoutEnd(text).length;
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
