import type { Trainspot } from '../../../src/service/trainspot.ts';
import { rowKey } from './row-key.ts';
import type { EvalRow } from './row.ts';

/** A row as it is before anything is edited. */
export interface KnownRow {
  row: EvalRow;
  picture: Uint8Array;
  /** 64 lower-case hex digits. */
  pdq: string;
  /**
   * The rows that show the very same picture, as `rowKey` gives them: its variants where these are known, else those
   * of equal bytes, or of a PDQ within 31 in any orientation. They are no false match of its edits, nor its own row.
   */
  twins: ReadonlySet<string>;
}

/**
 * Looks for what else in the index shows a row's picture. Where that is known beforehand it is not asked for: a wrong
 * `copy` would excuse itself. Of the others only rows of which nobody knows it either may be twins.
 * @param told keys of the rows of which it is known
 */
export async function knownRow(
  row: EvalRow,
  service: Trainspot,
  told: ReadonlySet<string>,
): Promise<KnownRow> {
  const bytes = await row.picture();
  const { picture, matches } = await service.checkPicture(new Uint8Array(bytes), {});
  const same = matches.filter(({ grade }) => grade === 'identical' || grade === 'copy');
  const keys = same.map(({ dataset, rowId }) => rowKey(dataset, rowId));
  const own = rowKey(row.dataset, row.name);
  const twins = row.variants ?? new Set(keys.filter((key) => key !== own && !told.has(key)));
  return { row, picture: bytes, pdq: picture.pdq, twins };
}

/** Whether a key is of the row itself or of one that shows the same picture. */
export function isSamePicture({ row, twins }: KnownRow, key: string): boolean {
  return key === rowKey(row.dataset, row.name) || twins.has(key);
}
