import { dayOf, isDay } from '../core/calendar-day.ts';
import { TrainspotError } from '../core/errors.ts';
import { readFileHash } from '../core/file-hash.ts';
import type { NoticeFields, NoticeInput, NoticeMatch, Recipient } from '../api/notice.ts';
import type { NoticeRequest, NoticeRow } from './request.ts';
import { printable, printableLines } from '../core/text.ts';
import { sameAddress } from '../core/web-address.ts';
import { NO_GROUND } from '../core/no-ground.ts';
import { fieldOf, isFieldName } from './fields.ts';
import type { NoticeKind } from './kind.ts';
import { addressed } from './recipient.ts';
import { kindOf } from './registry.ts';

/** A letter about more is not read; what stands beyond goes into another one. */
const MAX_ROWS = 25;
const LONGEST_LINE = 300;
const LONGEST_TEXT = 4_000;

/**
 * A notice's request from what a client asks for: kinds, languages, fields and dates are known, addresses are of the
 * web, nothing is longer than a letter can bear, and nothing holds characters that move a cursor.
 * @param now for the day that stands on it, unless it names one
 * @throws TrainspotError `notice-invalid` that names what is wrong
 */
export function readNotice(
  wish: Omit<NoticeInput, 'recipient'> & { recipient?: Partial<Recipient> },
  now: Date,
): NoticeRequest {
  const kind = kindOf(wish.kind);
  const { language = 'en', match, matches, recipient, fields = {}, date = dayOf(now) } = wish;
  if (match !== undefined && matches !== undefined) {
    throw invalid(`'match' and 'matches' came together; one of them is enough.`);
  }
  if (!isDay(date)) throw invalid(`'date' is '${date.slice(0, 40)}'; it should be a day such as 2026-11-24.`);
  const rows = readRows(matches ?? (match === undefined ? [] : [match]));
  return {
    kind: kind.id,
    language,
    rows,
    recipient: recipient === undefined ? null : readRecipient(recipient),
    fields: readFields(fields, kind),
    date,
  };
}

/** @throws TrainspotError `notice-invalid` where one is no row of the web or only looks similar, or there are too many */
export function readRows(matches: readonly NoticeMatch[]): NoticeRow[] {
  if (matches.length > MAX_ROWS) {
    throw invalid(`${matches.length} rows are too many for one letter; ${MAX_ROWS} are taken.`);
  }
  return matches.map(readRow);
}

function readRow(match: NoticeMatch): NoticeRow {
  const { url, grade = null, pdqDistance = null, similarity = null, foundOn = null } = match;
  if (grade === 'look-alike') throw invalid(NO_GROUND);
  const address = line('url', url, 4_096);
  if (sameAddress(address) === null) throw invalid(`The row's 'url' is no http or https address.`);
  if (foundOn !== null && !isDay(foundOn)) throw invalid(`'foundOn' is no day such as 2026-11-24.`);
  return {
    dataset: line('dataset', match.dataset, LONGEST_LINE),
    release: line('release', match.release, LONGEST_LINE),
    rowId: line('rowId', match.rowId, LONGEST_LINE),
    file: match.file ? line('file', match.file, LONGEST_LINE) : null,
    url: address,
    sha256: readHash('sha256', match.sha256),
    md5: readHash('md5', match.md5),
    grade,
    pdqDistance,
    similarity,
    foundOn,
  };
}

function readHash(name: 'sha256' | 'md5', text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const read = readFileHash(name, text);
  if ('wrong' in read) throw invalid(read.wrong);
  return read.hash;
}

function readRecipient({ name, email, address, link, lookUpAt }: Partial<Recipient>): Recipient {
  return addressed({
    name: name ? line('recipient.name', name, LONGEST_LINE) : null,
    email: email ? readEmail('recipient.email', email) : null,
    address: address ? paragraph('recipient.address', address) : null,
    link: link ? readLink('recipient.link', link) : null,
    lookUpAt: lookUpAt ? readLink('recipient.lookUpAt', lookUpAt) : null,
  });
}

function readLink(name: string, value: string): string {
  const link = line(name, value, 4_096);
  if (sameAddress(link) === null) throw invalid(`'${name}' is no http or https address.`);
  return link;
}

/** What was left empty was not said. */
function readFields(fields: NoticeFields, kind: NoticeKind): NoticeFields {
  const read: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!isFieldName(name) || !kind.asked.some(({ field }) => field === name)) {
      const taken = kind.asked.map(({ field }) => field).join(', ');
      throw invalid(`'${kind.id}' has no field '${name.slice(0, 60)}'; it has ${taken}.`);
    }
    const { type } = fieldOf(name);
    if ((type === 'statement') !== (typeof value === 'boolean')) {
      throw invalid(`'${name}' is ${type === 'statement' ? 'true or false' : 'a text'}.`);
    }
    read[name] = typeof value === 'boolean' ? value : readText(name, value);
  }
  return read;
}

function readText(name: Parameters<typeof fieldOf>[0], value: string): string {
  const { type, options } = fieldOf(name);
  if (type === 'text') return paragraph(name, value);
  const text = line(name, value, LONGEST_LINE);
  if (text === '') return text;
  if (type === 'email') return readEmail(name, text);
  if (type === 'date' && !isDay(text)) throw invalid(`'${name}' is no day such as 2026-11-24.`);
  if (options !== undefined && !Object.hasOwn(options, text)) {
    throw invalid(`'${name}' is one of ${Object.keys(options).join(', ')}.`);
  }
  return text;
}

function readEmail(name: string, value: string): string {
  const email = line(name, value, LONGEST_LINE);
  if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(email)) throw invalid(`'${name}' is no e-mail address.`);
  return email;
}

function line(name: string, value: string, longest: number): string {
  return short(name, printable(value).replace(/\s+/g, ' ').trim(), longest);
}

function paragraph(name: string, value: string): string {
  const lines = printableLines(value)
    .split('\n')
    .map((one) => one.trim());
  return short(
    name,
    lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    LONGEST_TEXT,
  );
}

function short(name: string, text: string, longest: number): string {
  if (text.length <= longest) return text;
  throw invalid(`'${name}' has ${text.length} characters; at most ${longest} are taken.`);
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('notice-invalid', message);
}
