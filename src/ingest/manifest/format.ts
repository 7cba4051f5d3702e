import type { ManifestRow } from '../../core/dataset.ts';
import type { RefusalReason } from '../../core/outcome.ts';
import type { InputFile } from '../inputs/input.ts';

/**
 * One record as its container holds it: column → text, number, bigint (whole numbers that a number would round), bytes,
 * boolean, null, or a list or object of these.
 */
export type RawRecord = Record<string, unknown>;

/** A row that was not taken. */
export interface RefusedRow {
  refused: RefusalReason;
  /** 0-based place in the file, a header not counted. */
  line: number;
  /** Name of the file, where it is not the only one. */
  file?: string;
}

/** What a row can hold beside its address and its id. */
export type RowFact = Exclude<keyof ManifestRow, 'rowId' | 'line' | 'file' | 'url' | 'pictureFile'>;

/** What a file shows of itself when it is opened. */
export interface FileSample {
  /** Names of the columns; '0', '1', '2' … where the file has no header. */
  columns: readonly string[];
  /** Some of the first records of a text file, whose columns may have no names; none of a parquet file. */
  sample: readonly RawRecord[];
}

/** A dataset that is published in a format. */
export interface PublishedIn {
  /** As in the facts about datasets. */
  dataset: string;
  /** Words in names of its files or folders, beside its own name; compared by letters and digits alone. */
  words?: readonly string[];
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
  /** The columns that each of a row's facts is read from. What one says and no row can take is counted. */
  meanings: Readonly<Partial<Record<RowFact, readonly string[]>>>;
  /** Whether the pictures lie beside the manifest, each row naming its own (`pictureFile`). */
  carriesPictures: boolean;
  /** The datasets with these columns: with several of them, the name of the file tells which it is. */
  publishedIn: readonly PublishedIn[];
  /** Whether a file that looks so is of this format, rather than of one that resembles it. */
  recognises(look: FileSample): boolean;
  /**
   * The row in `raw`, checked value by value; a value that makes no sense is null, not a reason to refuse.
   * @param line 0-based place in its file @param fileName the file's name, without folders
   */
  row(raw: RawRecord, line: number, fileName: string): ManifestRow | RefusedRow;
}

/** Hashes of one address, as a companion file gives them. */
export interface AddressHashes {
  url: string;
  sha256: string | null;
  md5: string | null;
}

/**
 * Files that hold no rows, but hashes for rows of other files, by address. They are given together with the
 * manifest they belong to. A new one is also one file and one line in `registry.ts`.
 */
export interface CompanionFormat {
  title: string;
  columns: readonly string[];
  recognises(look: FileSample): boolean;
  /** Null where `raw` holds no address or no hash. */
  hashes(raw: RawRecord): AddressHashes | null;
}

/** An opened file of records. It holds nothing open until `records` is iterated. */
export interface RecordFile extends FileSample {
  /** Null where only reading to the end would tell. */
  rowCount: number | null;
  /**
   * All records in file order, with those of the named columns that are there; in the place of a record that
   * cannot be read, the reason, so that no other moves. Memory is bounded however long the file is.
   * @throws TrainspotError `manifest-unreadable` where the file breaks off or is damaged
   */
  records(columns: readonly string[]): AsyncIterable<RawRecord | RefusalReason>;
}

/** A kind of file that holds records: parquet and its like. Also one file and one line in `registry.ts`. */
export interface ManifestContainer {
  title: string;
  /** Of file names, with the dot, in lower case. */
  endings: readonly string[];
  /** Whether files of this kind that hold no rows often lie beside a manifest of another kind. */
  oftenBeside: boolean;
  /** Whether they are text, which may be packed with gzip. */
  isText: boolean;
  /**
   * @param columns that are looked for, where they are known: numbers of fields tell that there is no header
   * @throws TrainspotError `manifest-unreadable` with the file's name and what is wrong with it
   */
  open(file: InputFile, columns?: readonly string[]): Promise<RecordFile>;
}

export function isRefused(row: ManifestRow | RefusedRow): row is RefusedRow {
  return 'refused' in row;
}

/** Whether each of `wanted` is among `columns`. */
export function hasColumns(columns: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((column) => columns.includes(column));
}
