import { bareRow, type ManifestRow } from '../../core/dataset.ts';
import { parseUrl } from '../../core/parse-url.ts';

/** Text that PostgreSQL can store: it has no place for U+0000. */
const NUL = '\u0000';

/** A larger side than this is no picture's, and no 32-bit integer. */
const MAX_PIXELS = 2 ** 31 - 1;

/** Longest row id that is taken: a publisher's ids are numbers, keys and hashes. */
const MAX_ID_LENGTH = 256;

/** Longest name or path that is taken. */
const MAX_SHORT_LENGTH = 2048;

/**
 * The address in `value`, or null where it is none that a picture can come from: not text, empty, not http or
 * https, or without a host. Kept as the manifest writes it, but for white space around it: two spellings of
 * one address stay two.
 */
export function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.includes(NUL)) return null;
  const text = value.trim();
  // The URL standard would read `http:x` and `http:///x` as a host x; a publisher who writes that has none.
  if (!/^https?:\/\/[^/\\?#]/i.test(text) || parseUrl(text) === null) return null;
  return text;
}

/** The row id in `value` as text; null where it is missing, not whole, or not printable. */
export function rowIdentity(value: unknown): string | null {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text !== '' && text.length <= MAX_ID_LENGTH && !/\p{Cc}/u.test(text) ? text : null;
}

/** A caption as the manifest writes it; null where there is none. */
export function captionText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replaceAll(NUL, '');
  return text.trim() === '' ? null : text;
}

/** A width or height in pixels; null where the manifest says 0, nothing, or what no picture has. */
export function sideLength(value: unknown): number | null {
  const side = finiteNumber(value);
  return side !== null && Number.isInteger(side) && side >= 1 && side <= MAX_PIXELS ? side : null;
}

/** A cosine in [-1, 1]; null for anything else (LAION-400M really says 6016 once). */
export function similarityValue(value: unknown): number | null {
  const similarity = finiteNumber(value);
  return similarity !== null && Math.abs(similarity) <= 1 ? similarity : null;
}

/**
 * LAION's NSFW column: true for `NSFW`, false for `UNLIKELY`, null where it says nothing. `UNSURE` is true as
 * well: the flag decides whether a thumbnail is blurred, and one blurred too many harms nobody.
 */
export function unsafeFlag(value: unknown): boolean | null {
  if (typeof value !== 'string') return null;
  const word = value.trim().toUpperCase();
  if (word === 'NSFW' || word === 'UNSURE') return true;
  return word === 'UNLIKELY' ? false : null;
}

/** A hash in lower-case hex, or null where `value` is not `bits` long in hex. */
export function hexDigest(value: unknown, bits: number): string | null {
  if (typeof value !== 'string') return null;
  const digest = value.trim().toLowerCase();
  return digest.length === bits / 4 && /^[0-9a-f]+$/.test(digest) ? digest : null;
}

/** Text on one line, such as a name or a path; null where there is none. */
export function shortText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replaceAll(NUL, '').trim();
  return text !== '' && text.length <= MAX_SHORT_LENGTH ? text : null;
}

/**
 * Whether a picture is probably unsafe, by the publisher's own scores: true where one of them says so at even
 * odds, null where there is none. As with `unsafeFlag`, one thumbnail blurred too many harms nobody.
 */
export function unsafeScore(...scores: readonly unknown[]): boolean | null {
  const known = scores.map(finiteNumber).filter((score) => score !== null && score >= 0 && score <= 1);
  return known.length === 0 ? null : known.some((score) => score !== null && score >= 0.5);
}

/** A row of a manifest that gives rows no ids: its place in its file, and the file, are its id. */
export function rowByPlace(line: number, fileName: string, url: string): ManifestRow {
  return { ...bareRow(String(line), line, url), file: fileName };
}

function finiteNumber(value: unknown): number | null {
  const isNumeric =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && value.trim() !== '');
  if (!isNumeric) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
