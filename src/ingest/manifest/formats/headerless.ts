import type { FileSample } from '../format.ts';
import { webAddress } from '../row-values.ts';

/** A column is of a kind where at least this share of the sample is: a few dirty rows are everywhere. */
const MOSTLY = 0.5;

/** Whether a file has no header and this many fields, with addresses in the one that is named and in no other. */
export function hasAddressesIn(look: FileSample, field: string, fieldCount: number): boolean {
  return (
    isHeaderless(look, fieldCount) &&
    look.columns.every(
      (column) => (column === field) === mostly(look, column, (value) => webAddress(value) !== null),
    )
  );
}

/** Whether most of the sample's values in `column` pass `test`. */
export function mostly({ sample }: FileSample, column: string, test: (value: unknown) => boolean): boolean {
  const passing = sample.filter((record) => test(record[column])).length;
  return sample.length > 0 && passing / sample.length >= MOSTLY;
}

function isHeaderless({ columns }: FileSample, fieldCount: number): boolean {
  return columns.length === fieldCount && columns.every((column, field) => column === String(field));
}
