import { inBatches } from '../core/concurrency.ts';
import type { ManifestRow } from '../core/dataset.ts';
import { countOutcome, emptyCounts, type IngestCounts, type RowOutcome } from '../core/outcome.ts';
import type { Look } from './look.ts';
import { isRefused } from './manifest/format.ts';
import type { Publisher } from './publish/publisher.ts';
import type { RowSource } from './row-source.ts';

export interface IngestSettings {
  /** Called after each batch. */
  onProgress?: (counts: Readonly<IngestCounts>) => void;
  /** Stops after the batch under way; what was seen is published. */
  signal?: AbortSignal;
}

/**
 * Takes in a dataset: manifest → fetch → fingerprint → index → publish. What is fetched and fingerprinted is the
 * look's own: a picture, a published vector that needs neither, or nothing beyond what the manifest says. Rows that
 * are in the index already are skipped, so running it again adds only what is new and tries again what failed. Every
 * row read is counted once. No vector can be searched before its segment is published as a whole.
 */
export async function runIngest<Row extends ManifestRow, Seen>(
  manifest: RowSource<Row>,
  look: Look<Row, Seen>,
  publisher: Publisher<Seen>,
  { onProgress, signal }: IngestSettings = {},
): Promise<IngestCounts> {
  const counts = emptyCounts();
  const count = (outcomes: readonly RowOutcome[]): void =>
    outcomes.forEach((outcome) => countOutcome(counts, outcome));

  for await (const batch of inBatches(manifest.rows(), look.batchRows)) {
    if (signal?.aborted) break;
    const rows = batch.filter((row): row is Row => !isRefused(row));
    const refused = batch.filter(isRefused);
    count(refused.map(({ refused: reason, line, file }) => ({ kind: 'refused', reason, line, file })));
    const fresh = await publisher.fresh(rows);
    count(rows.slice(fresh.length).map(() => ({ kind: 'skipped' })));

    const { seen, missed } = await look.at(fresh);
    count(missed.map(({ reason }) => ({ kind: 'failed', reason })));
    await publisher.miss(missed);
    count(await publisher.add(seen));
    onProgress?.(counts);
  }
  await publisher.publish();
  return counts;
}
