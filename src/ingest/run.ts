import { inBatches, mapConcurrently } from '../core/concurrency.ts';
import type { ManifestRow } from '../core/dataset.ts';
import { TrainspotError } from '../core/errors.ts';
import { ROW_LOOK } from '../core/look.ts';
import { countOutcome, emptyCounts, type IngestCounts, type RowOutcome } from '../core/outcome.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { PictureSource } from './fetch/picture-source.ts';
import { isRefused } from './manifest/format.ts';
import type { OpenManifest } from './manifest/open.ts';
import type { FingerprintedRow, Publisher } from './publish/publisher.ts';

export interface IngestSettings {
  /** Name of the model card that the index is for. */
  model: string;
  /** Rows fetched and fingerprinted at once. */
  concurrency: number;
  /** Called after each batch. */
  onProgress?: (counts: Readonly<IngestCounts>) => void;
  /** Stops after the batch under way; what was fingerprinted is published. */
  signal?: AbortSignal;
}

const BATCH_ROWS = 256;

/**
 * Indexes a manifest: manifest → fetch → fingerprint → index → publish. Rows that are in the index already are
 * skipped, so running it again adds only what is new and tries again what failed. Every row read is counted
 * once. No vector can be searched before its segment is published as a whole.
 */
export async function runIngest(
  manifest: OpenManifest,
  pictures: PictureSource,
  fingerprinter: Fingerprinter,
  publisher: Publisher,
  { model, concurrency, onProgress, signal }: IngestSettings,
): Promise<IngestCounts> {
  const counts = emptyCounts();
  const count = (outcomes: readonly RowOutcome[]): void =>
    outcomes.forEach((outcome) => countOutcome(counts, outcome));

  for await (const batch of inBatches(manifest.rows(), BATCH_ROWS)) {
    if (signal?.aborted) break;
    const rows = batch.filter((row): row is ManifestRow => !isRefused(row));
    const refused = batch.filter(isRefused);
    count(refused.map(({ refused: reason }) => ({ kind: 'refused', reason })));
    const fresh = await publisher.fresh(rows);
    count(rows.slice(fresh.length).map(() => ({ kind: 'skipped' })));

    const seen = await mapConcurrently(fresh, concurrency, (row) =>
      look(row, pictures, fingerprinter, model),
    );
    count(seen.filter((each) => 'kind' in each));
    count(await publisher.add(seen.filter((each) => 'fingerprint' in each)));
    onProgress?.(counts);
  }
  await publisher.publish();
  return counts;
}

/** Fetches a row's picture and fingerprints it; a picture that cannot be had or read is that row's outcome. */
async function look(
  row: ManifestRow,
  pictures: PictureSource,
  fingerprinter: Fingerprinter,
  model: string,
): Promise<FingerprintedRow | RowOutcome> {
  const fetched = await pictures.fetch(row);
  if ('failed' in fetched) return { kind: 'failed', reason: fetched.failed };
  try {
    return { row, fingerprint: await fingerprinter.fingerprint(fetched.bytes, [model], ROW_LOOK) };
  } catch (error) {
    if (!(error instanceof TrainspotError) || !error.code.startsWith('picture-')) throw error;
    return { kind: 'failed', reason: error.code };
  }
}
