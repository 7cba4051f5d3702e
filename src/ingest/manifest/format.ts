import type { ManifestRow } from '../../core/dataset.ts';
import type { RefusalReason } from '../../core/outcome.ts';

/** One record as its container holds it: column → text, number, bigint (64-bit integers), boolean or null. */
export type RawRecord = Record<string, unknown>;

/** A row that was not taken. */
export interface RefusedRow {
  refused: RefusalReason;
  /** 0-based place in the file, a header not counted. */
  line: number;
  /** Name of the file, where it is not the only one. */
  file?: string;
}

/**
 * A published schema: what its columns mean. A new one is one file with this interface, and one line in
 * `registry.ts`.
 */
export interface ManifestFormat {
  /** What a user calls it by. */
  name: string;
  title: string;
  requiredColumns: readonly string[];
  /** Read where they are there; all other columns are left unread. */
  optionalColumns: readonly string[];
  /** Whether the pictures lie beside the manifest, each row naming its own (`pictureFile`). */
  carriesPictures: boolean;
  /** Whether a file with these columns is of this format, rather than of one that looks like it. */
  recognises(columns: readonly string[]): boolean;
  /**
   * The row in `raw`, checked value by value; a value that makes no sense is null, not a reason to refuse.
   * @param line 0-based place in its file @param fileName the file's name, without folders
   */
  row(raw: RawRecord, line: number, fileName: string): ManifestRow | RefusedRow;
}

/** An opened file of records. It holds nothing open until `records` is iterated. */
export interface RecordFile {
  columns: readonly string[];
  /** Null where only reading to the end would tell. */
  rowCount: number | null;
  /**
   * All records in file order, with the columns that are named. Memory is bounded however long the file is.
   * @throws TrainspotError `manifest-unreadable` where the file breaks off or is damaged
   */
  records(columns: readonly string[]): AsyncIterable<RawRecord>;
}

/** A kind of file that holds records: parquet and its like. Also one file and one line in `registry.ts`. */
export interface ManifestContainer {
  /** Of file names, with the dot, in lower case. */
  endings: readonly string[];
  /** @throws TrainspotError `manifest-unreadable` with the file's name and what is wrong with it */
  open(path: string): Promise<RecordFile>;
}

export function isRefused(row: ManifestRow | RefusedRow): row is RefusedRow {
  return 'refused' in row;
}
