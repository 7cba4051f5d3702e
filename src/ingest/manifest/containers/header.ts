import type { RefusalReason } from '../../../core/outcome.ts';

/** Longest name of a column that is taken for one. */
const MAX_NAME_LENGTH = 64;

/** What data look like and names do not: an address, a number, a hash. */
const DATA = /:\/\/|^[+-]?\d+([.,]\d+)?$|^[0-9a-f]{16,}$/i;

/** A column of a file without a header is called by the number of its field, from 0. */
export function isFieldNumber(column: string): boolean {
  return /^\d{1,3}$/.test(column);
}

/**
 * Whether the first record of a file names its columns: short, all different, none of them empty (but for the
 * first, which pandas leaves so), and nothing that looks like data.
 */
export function isHeader(first: readonly string[] | RefusalReason): boolean {
  if (typeof first === 'string') return false;
  const names = first.map((name) => name.trim());
  return (
    new Set(names).size === names.length &&
    names.every(
      (name, at) => name.length <= MAX_NAME_LENGTH && (name !== '' || (at === 0 && names.length > 2)),
    ) &&
    !names.some((name) => DATA.test(name))
  );
}
