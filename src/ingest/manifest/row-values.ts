import { bareRow, type ManifestRow } from '../../core/dataset.ts';
import { parseUrl } from '../../core/parse-url.ts';
import { hexOf, plainText, single, textsIn } from './plain-values.ts';

/** Text that PostgreSQL can store: it has no place for U+0000. */
const NUL = '\u0000';

/** A larger side than this is no picture's, and no 32-bit integer. */
const MAX_PIXELS = 2 ** 31 - 1;

/** Longest row id that is taken: a publisher's ids are numbers, keys and hashes. */
const MAX_ID_LENGTH = 256;

/** Longest name or path that is taken. */
const MAX_SHORT_LENGTH = 2048;

/** Words for pictures that are not safe to show, and for those that are: LAION's, Google's SafeSearch's, and plain ones. */
const UNSAFE_WORDS = new Set([
  'NSFW',
  'UNSURE',
  'UNSAFE',
  'POSSIBLE',
  'LIKELY',
  'VERY_LIKELY',
  'TRUE',
  'YES',
]);
const SAFE_WORDS = new Set(['UNLIKELY', 'VERY_UNLIKELY', 'SAFE', 'SFW', 'FALSE', 'NO']);

/** What PostgreSQL and others write before the hex of bytes, or before a hash. */
const DIGEST_PREFIX = /^(?:0x|\\x|sha256[:-]|md5[:-])/;

/**
 * The address in `value`, or null where it is none that a picture can come from: not text, empty, not http or
 * https, or without a host. Kept as the manifest writes it, but for white space around it: two spellings of
 * one address stay two.
 */
export function webAddress(value: unknown): string | null {
  const one = single(value);
  const written = typeof one === 'string' || one instanceof Uint8Array ? plainText(one) : null;
  if (written === null || written.includes(NUL)) return null;
  const text = written.trim();
  // The URL standard would read `http:x` and `http:///x` as a host x; a publisher who writes that has none.
  if (!/^https?:\/\/[^/\\?#]/i.test(text) || parseUrl(text) === null) return null;
  return text;
}

/**
 * The row id in `value` as text; null where it is missing, not whole, or not printable. Bytes that are no printable text
 * are an id in hex.
 */
export function rowIdentity(value: unknown): string | null {
  const one = single(value);
  if (typeof one === 'number') return Number.isSafeInteger(one) ? String(one) : null;
  const text = plainText(one)?.trim() ?? '';
  if (text !== '' && text.length <= MAX_ID_LENGTH && !/\p{Cc}/u.test(text)) return text;
  if (!(one instanceof Uint8Array) || one.length === 0 || one.length > MAX_ID_LENGTH / 2) return null;
  return text === '' && plainText(one) !== null ? null : hexOf(one);
}

/**
 * A caption as the manifest writes it; null where there is none. Of several in a list, a struct or a map each is kept, on
 * lines of their own, so that every word of them is found.
 */
export function captionText(value: unknown): string | null {
  const texts = textsIn(value).map((text) => text.replaceAll(NUL, ''));
  const text = [...new Set(texts.filter((each) => each.trim() !== ''))].join('\n');
  return text === '' ? null : text;
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
 * Whether a picture is probably unsafe: by a word (`NSFW`; `UNLIKELY` is false), a truth value, or a score in [0, 1], of
 * 0.5 and more; null where it says nothing. `UNSURE` is true as well: the flag decides whether a thumbnail is blurred,
 * and one blurred too many harms nobody.
 */
export function unsafeFlag(value: unknown): boolean | null {
  const one = single(value);
  if (typeof one === 'boolean') return one;
  const score = finiteNumber(one);
  if (score !== null) return score >= 0 && score <= 1 ? score >= 0.5 : null;
  const word = plainText(one)?.trim().toUpperCase() ?? '';
  return UNSAFE_WORDS.has(word) || (SAFE_WORDS.has(word) ? false : null);
}

/**
 * As `unsafeFlag`, by several of the publisher's columns: true where one of them says so, null where none says anything.
 */
export function unsafeScore(...values: readonly unknown[]): boolean | null {
  const known = values.map(unsafeFlag).filter((flag) => flag !== null);
  return known.length === 0 ? null : known.includes(true);
}

/**
 * A hash in lower-case hex, or null where `value` is none of that many bits. Taken are hex, base64, the bytes themselves,
 * and of 64 bits a whole number.
 */
export function hexDigest(value: unknown, bits: number): string | null {
  const one = single(value);
  if (one instanceof Uint8Array && one.length === bits / 8) return hexOf(one);
  if (bits === 64 && (typeof one === 'bigint' || Number.isSafeInteger(one)))
    return hex64(BigInt(one as bigint));
  if (typeof one !== 'string' && !(one instanceof Uint8Array)) return null;
  const text = plainText(one)?.trim() ?? '';
  const digest = text.toLowerCase().replace(DIGEST_PREFIX, '');
  // A UUID is written with dashes: some databases keep an md5 as one.
  const hex = bits === 128 && /^\w{8}(-\w{4}){3}-\w{12}$/.test(digest) ? digest.replaceAll('-', '') : digest;
  if (hex.length === bits / 4 && /^[0-9a-f]+$/.test(hex)) return hex;
  return base64Digest(text, bits / 8);
}

/** Text on one line, such as a name or a path; null where there is none. Of a list, its texts with commas between. */
export function shortText(value: unknown): string | null {
  const texts = textsIn(value).map((text) => text.replaceAll(NUL, '').trim());
  const text = texts.filter((each) => each !== '').join(', ');
  return text !== '' && text.length <= MAX_SHORT_LENGTH ? text : null;
}

/** A row of a manifest that gives rows no ids: its place in its file, and the file, are its id. */
export function rowByPlace(line: number, fileName: string, url: string): ManifestRow {
  return { ...bareRow(String(line), line, url), file: fileName };
}

function finiteNumber(value: unknown): number | null {
  const one = single(value);
  const text = one instanceof Uint8Array ? plainText(one) : one;
  const isNumeric =
    typeof text === 'number' || typeof text === 'bigint' || (typeof text === 'string' && text.trim() !== '');
  if (!isNumeric) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** Negative where the bits stand in a signed number. */
function hex64(value: bigint): string | null {
  if (value < -(2n ** 63n) || value >= 2n ** 64n) return null;
  return BigInt.asUintN(64, value).toString(16).padStart(16, '0');
}

function base64Digest(text: string, bytes: number): string | null {
  if (!/^[\w+/-]+={0,2}$/.test(text) || text.replace(/=+$/, '').length !== Math.ceil((bytes * 4) / 3))
    return null;
  const decoded = Buffer.from(text, text.includes('-') || text.includes('_') ? 'base64url' : 'base64');
  return decoded.length === bytes ? hexOf(decoded) : null;
}
