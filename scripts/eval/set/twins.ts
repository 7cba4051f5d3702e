import { PDQ_COPY_DISTANCE } from '../../../src/core/evidence.ts';
import { ORIENTATIONS } from '../../../src/core/picture.ts';
import type { Database } from '../../../src/db/database.ts';
import { findImagesByHash } from '../../../src/db/images.ts';
import { findImagesByPdq } from '../../../src/db/pdq.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';
import { DATASETS, type EvalRow } from './rows.ts';

/** A row as it is before anything is edited. */
export interface KnownRow {
  row: EvalRow;
  picture: Uint8Array;
  /** 64 lower-case hex digits. */
  pdq: string;
  /**
   * The rows that show the very same picture, as `rowKey` gives them: equal bytes, or PDQ within 31 in any
   * orientation. They are no false match of its edits, nor its own row.
   */
  twins: ReadonlySet<string>;
}

/** Looks for what else in the database shows a row's picture. */
export async function knownRow(
  row: EvalRow,
  fingerprinter: Fingerprinter,
  database: Database,
): Promise<KnownRow> {
  const bytes = await row.picture();
  const { picture, orientedPdq } = await fingerprinter.fingerprint(bytes, [], []);
  const hashes = ORIENTATIONS.map((orientation) => orientedPdq[orientation]);
  const near = await findImagesByPdq(database, hashes, PDQ_COPY_DISTANCE, DATASETS);
  const equal = await findImagesByHash(database, picture, DATASETS);
  const keys = [...near, ...equal].map(({ dataset, rowId }) => rowKey(dataset, rowId));
  const twins = new Set(keys.filter((key) => key !== rowKey(row.dataset, row.name)));
  return { row, picture: bytes, pdq: picture.pdq, twins };
}

/** Whether a key is of the row itself or of one that shows the same picture. */
export function isSamePicture({ row, twins }: KnownRow, key: string): boolean {
  return key === rowKey(row.dataset, row.name) || twins.has(key);
}

/** A row's name over all datasets. */
export function rowKey(dataset: string, rowId: string): string {
  return `${dataset}/${rowId}`;
}
