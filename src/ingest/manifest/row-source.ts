import type { ManifestRow } from '../../core/dataset.ts';
import type { FileContent } from './file-content.ts';
import type { RefusedRow } from './format.ts';

/** A file of a source, with whatever other files its rows are put together from. */
export interface RowPart<Row extends ManifestRow> {
  /** Of the file, without folders; no other part of the source has it. */
  name: string;
  /** Reads all of its files once, to tell what they hold; null where the rows come from no file. */
  content: ((signal?: AbortSignal) => Promise<FileContent>) | null;
  /** Every row in order, taken or refused. May be iterated again, from the start. */
  rows(): AsyncIterable<Row | RefusedRow>;
  /** By column: the values that stood in the rows read last and could not be taken; left out where none can be told. */
  unusable?: () => Readonly<Record<string, number>>;
}

/** Where an ingest's rows come from, with whatever comes with them. An opened manifest is one. */
export interface RowSource<Row extends ManifestRow> {
  /** Bad rows included; null where only reading to the end would tell. */
  rowCount: number | null;
  parts: readonly RowPart<Row>[];
  /** Every row of every part in order. May be iterated again, from the start. */
  rows(): AsyncIterable<Row | RefusedRow>;
}

export function rowSource<Row extends ManifestRow>(
  rowCount: number | null,
  parts: readonly RowPart<Row>[],
): RowSource<Row> {
  return {
    rowCount,
    parts,
    async *rows() {
      for (const part of parts) yield* part.rows();
    },
  };
}

/** A source whose rows come from no file that could be recognised. */
export function unmarkedRows<Row extends ManifestRow>(
  rowCount: number | null,
  rows: () => AsyncIterable<Row | RefusedRow>,
): RowSource<Row> {
  return rowSource(rowCount, [{ name: 'rows', content: null, rows }]);
}
