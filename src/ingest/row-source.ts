import type { ManifestRow } from '../core/dataset.ts';
import type { RefusedRow } from './manifest/format.ts';

/** Where an ingest's rows come from, with whatever comes with them. An opened manifest is one. */
export interface RowSource<Row extends ManifestRow> {
  /** Bad rows included; null where only reading to the end would tell. */
  rowCount: number | null;
  /** Every row in order, taken or refused. */
  rows(): AsyncIterable<Row | RefusedRow>;
}
