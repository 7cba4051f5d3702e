import { type Day, isDay } from '../core/calendar-day.ts';
import type { MissingField, NoticeFields, NoticeLanguage } from '../api/notice.ts';
import type { NoticeRequest, NoticeRow } from './request.ts';
import { datasetFacts } from '../advice/facts/datasets.ts';
import { fieldOf, type FieldName, isFieldName } from './fields.ts';
import type { NoticeKind, Piece } from './kind.ts';
import { missingFields } from './missing.ts';
import common from './wording/letter.json' with { type: 'json' };

/** The words that every letter of a language has. */
export type LetterWords = (typeof common)['en'];

/** A letter in its parts; text and PDF set the same ones. Nothing is empty. */
export interface Letter {
  language: NoticeLanguage;
  /** Said first where it is a draft. */
  draft: string | null;
  sender: string[];
  recipient: string[];
  date: string;
  subject: string;
  /** From the greeting on; a piece with several lines is a list of a row's facts. */
  body: string[];
  /** The last line is the sender's name. */
  closing: string[];
}

/** The words that every letter of a language has. */
export function letterWords(language: NoticeLanguage): LetterWords {
  return common[language];
}

/** The letter that a request makes, with a gap for each field that a sentence needs and nobody gave. */
export function letterOf(kind: NoticeKind, request: NoticeRequest): Letter {
  const { language, rows, recipient, fields, date } = request;
  const words = letterWords(language);
  const wording = kind.wording[language];
  const about = aboutRows(rows, words);
  const missing = missingFields(kind, request);
  const name = said(fields, 'name') ?? gap('name', words);
  return {
    language,
    draft: missing.length === 0 ? null : fillIn(words.draft, { missing: missingWords(missing, words) }),
    sender: [said(fields, 'name'), said(fields, 'address'), said(fields, 'email')].filter(
      (one) => one !== null,
    ),
    recipient: [recipient?.name, recipient?.address, recipient?.email, recipient?.link].filter(
      (one): one is string => typeof one === 'string' && one !== '',
    ),
    date: dayWords(date, words),
    subject: fillIn(wording.subject, { about: about === null ? '' : words.aboutJoin + about }),
    body: [words.greeting, ...wording.pieces.flatMap((piece) => pieceText(piece, request, words))],
    closing: [words.closing, name],
  };
}

function pieceText(piece: Piece, request: NoticeRequest, words: LetterWords): string[] {
  const { rows, fields } = request;
  if (typeof piece === 'string') return [withFields(piece, fields, words)];
  if ('list' in piece) {
    return piece.list === 'rows'
      ? rows.map((row) => rowLines(row, words).join('\n'))
      : rows.map(({ url, grade }) => (grade === 'part' ? `${url}\n${words.partHere}` : url));
  }
  return applies(piece.if, request) ? [withFields(piece.text, fields, words)] : [];
}

function applies(condition: string, { rows, fields }: NoticeRequest): boolean {
  if (condition === 'rows') return rows.length > 0;
  const [name, value] = condition.split('=');
  const given = fields[name];
  if (value !== undefined) return given === value;
  return given === true || (typeof given === 'string' && given !== '');
}

/** A field's value is put in as it is: braces in it are nothing to fill in. */
function withFields(text: string, fields: NoticeFields, words: LetterWords): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => {
    if (!isFieldName(name)) return all;
    const value = said(fields, name);
    if (value === null) return gap(name, words);
    const isDate = fieldOf(name).type === 'date' && isDay(value);
    return isDate ? dayWords(value, words) : value.replaceAll('\n', ', ');
  });
}

function rowLines(row: NoticeRow, words: LetterWords): string[] {
  const { dataset, release, rowId, file, url, sha256, md5 } = row;
  const { row: labels } = words;
  const title = datasetFacts(dataset)?.title ?? dataset;
  const evidence = evidenceWords(row, words);
  return [
    `${labels.dataset}${title}, ${fillIn(labels.release, { release })}`,
    `${labels.sampleId}${rowId}`,
    ...(file === null ? [] : [`${labels.file}${file}`]),
    `${labels.url}${url}`,
    ...(sha256 === null ? [] : [`${labels.sha256}${sha256}`]),
    ...(md5 === null ? [] : [`${labels.md5}${md5}`]),
    ...(evidence === null ? [] : [evidence]),
  ];
}

function evidenceWords({ grade, pdqDistance, similarity, foundOn }: NoticeRow, words: LetterWords) {
  // The numbers are of the whole pictures, of which the most differs.
  const isPart = grade === 'part';
  const numbers = [
    grade === null ? null : words.grades[grade],
    isPart || pdqDistance === null ? null : fillIn(words.pdq, { bits: String(pdqDistance) }),
    isPart || similarity === null
      ? null
      : fillIn(words.similarity, {
          similarity: similarity.toLocaleString(words.locale, { maximumFractionDigits: 3 }),
        }),
  ].filter((one) => one !== null);
  if (numbers.length === 0) return null;
  const label =
    foundOn === null ? words.row.evidence : fillIn(words.row.found, { date: dayWords(foundOn, words) });
  return `${label}${numbers.join('; ')}`;
}

function aboutRows(rows: readonly NoticeRow[], words: LetterWords): string | null {
  if (rows.length === 0) return null;
  if (rows.length > 1) return fillIn(words.aboutSeveral, { count: String(rows.length) });
  const [{ dataset, rowId }] = rows;
  return fillIn(words.aboutOne, { dataset: datasetFacts(dataset)?.title ?? dataset, sampleId: rowId });
}

function missingWords(missing: readonly MissingField[], words: LetterWords): string {
  const names = missing.map(({ field }) => words.fields[field as keyof LetterWords['fields']]);
  return [...new Set(names)].join(', ');
}

function said(fields: NoticeFields, name: FieldName): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function gap(name: FieldName, words: LetterWords): string {
  return `[${words.fields[name]}]`;
}

/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** In the words of the language: 24 November 2026, 1er novembre 2026. */
function dayWords(day: Day, { locale }: Pick<LetterWords, 'locale'>): string {
  const format =
    formats.get(locale) ??
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  formats.set(locale, format);
  const text = format.format(new Date(`${day}T00:00:00Z`));
  // What CLDR leaves out: French says the first as an ordinal.
  return locale === 'fr-FR' ? text.replace(/^1 /, '1er ') : text;
}

/** `{name}` replaced by its value. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}
