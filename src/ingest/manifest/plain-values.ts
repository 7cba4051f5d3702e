import { isUtf8 } from 'node:buffer';

/** Lists and objects in one another that are looked into; what lies deeper is no part of a manifest. */
const MAX_DEPTH = 8;

/**
 * Whether a value says nothing, as a missing one does: null, NaN (pandas' missing number), blank text, no bytes, or a
 * list or object of nothing else.
 */
export function saysNothing(value: unknown, depth = 0): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'number') return Number.isNaN(value);
  if (typeof value === 'string') return value.trim() === '';
  if (value instanceof Uint8Array) return value.length === 0;
  if (typeof value !== 'object' || depth === MAX_DEPTH) return false;
  return inner(value).every((each) => saysNothing(each, depth + 1));
}

/** The value in a list of one, which some writers put around every value; else the value itself. */
export function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
}

/** Text as it stands, UTF-8 bytes or a number as text; null for all else. */
export function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return value instanceof Uint8Array && isUtf8(value) ? Buffer.from(value).toString('utf8') : null;
}

/** Every text in a value, in order: one, or those of a list, a struct or a map, however they are nested. */
export function textsIn(value: unknown, depth = 0): string[] {
  const text = plainText(value);
  if (text !== null) return [text];
  return isNested(value) && depth < MAX_DEPTH ? inner(value).flatMap((each) => textsIn(each, depth + 1)) : [];
}

/** Letters and bytes of all texts in a value, which bounds what a record takes. */
export function textLength(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  return isNested(value) ? inner(value).reduce<number>((sum, each) => sum + textLength(each), 0) : 0;
}

/** Bytes in lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

function inner(value: object): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : Object.values(value);
}
