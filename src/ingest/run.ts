import { inBatches, readAhead } from '../core/concurrency.ts';
import type { ManifestRow } from '../core/dataset.ts';
import {
  addUnusable,
  countedSince,
  countKnownFile,
  countOutcome,
  emptyCounts,
  type IngestCounts,
  type RowOutcome,
} from '../core/outcome.ts';
import { timed, timedItems, type IngestStage, type OnStage } from '../runtime/stages.ts';
import type { RowProcessor } from './row-processor.ts';
import { isRefused } from './manifest/format.ts';
import type { RowPart, RowSource } from './manifest/row-source.ts';
import type { Publisher } from './publish/publisher.ts';
import { contentOf, untilBroken } from './until-broken.ts';

export interface IngestSettings {
  /**
   * Called after each batch, and after each row whose picture was looked at: `lookedAt` are those of the batch under way,
   * which are in no count yet.
   */
  onProgress?: (counts: Readonly<IngestCounts>, lookedAt: number) => void;
  /** Stops within the batch under way; what was seen is published, in the quickest way. */
  signal?: AbortSignal;
  /** Told of the reading of rows; whoever looks at them and publishes them tells of the rest. */
  onStage?: OnStage<IngestStage>;
}

/** The counts of an ingest, and whether the signal stopped it before its last row. */
export interface Ingested extends IngestCounts {
  stopped: boolean;
}

/** Why a row failed that was left alone because the ingest was stopped; a later one takes it. */
const STOPPED = 'stopped';

/**
 * Takes in a dataset: manifest → fetch → fingerprint → index → publish. What is fetched and fingerprinted is the
 * processor's own: a picture, a published vector that needs neither, or nothing beyond what the manifest says. Files of which
 * nothing is left to do, and rows that are in the index already, are skipped, so running it again adds only what is new
 * and tries again what failed. Every row is counted once. No vector can be searched before its segment is published as
 * a whole.
 * @throws TrainspotError what the source throws where a file breaks off; what stood before that is published
 */
export async function runIngest<Row extends ManifestRow, Seen>(
  source: RowSource<Row>,
  processor: RowProcessor<Row, Seen>,
  publisher: Publisher<Seen>,
  settings: IngestSettings = {},
): Promise<Ingested> {
  const { onProgress = () => {}, signal, onStage } = settings;
  const counts = emptyCounts();
  let broken: Error | null = null;
  let stopped = false;

  for (const part of source.parts) {
    if (broken || stopped) break;
    const content = await timed(onStage, 'manifest', () => contentOf(part, signal));
    stopped = signal?.aborted ?? false;
    if (stopped) break;
    if (content instanceof Error) {
      broken = content;
      break;
    }
    const file = content && { name: part.name, sha256: content.sha256 };
    const known = file && (await publisher.known(file));
    if (known) {
      countKnownFile(counts, known);
      onProgress(counts, 0);
      continue;
    }
    const before = { rows: counts.rows, refused: { ...counts.refused } };
    ({ broken, stopped } = await takePart(part, processor, publisher, counts, settings));
    if (broken || stopped || !file || !(await content.isUnchanged())) continue;
    await publisher.finish(file, countedSince(before, counts));
  }
  await publisher.publish(signal);
  if (broken) throw broken;
  return { ...counts, stopped };
}

/** @returns the error with which reading the part broke off, if it did, and whether rows of it were left alone */
async function takePart<Row extends ManifestRow, Seen>(
  part: RowPart<Row>,
  processor: RowProcessor<Row, Seen>,
  publisher: Publisher<Seen>,
  counts: IngestCounts,
  { onProgress = () => {}, signal, onStage }: IngestSettings,
): Promise<{ broken: Error | null; stopped: boolean }> {
  const count = (outcomes: readonly RowOutcome[]): void =>
    outcomes.forEach((outcome) => countOutcome(counts, outcome));
  const reading = untilBroken(part.rows());
  let stopped = false;
  // The next rows are read while these are looked at and saved.
  const batches = readAhead(inBatches(reading.items, processor.batchRows));
  for await (const batch of timedItems(onStage, 'manifest', batches)) {
    if (signal?.aborted) {
      stopped = true;
      break;
    }
    const rows = batch.filter((row): row is Row => !isRefused(row));
    const refused = batch.filter(isRefused);
    count(refused.map(({ refused: reason, line, file }) => ({ kind: 'refused', reason, line, file })));
    const fresh = await publisher.fresh(rows);
    count(rows.slice(fresh.length).map(() => ({ kind: 'skipped' })));

    let lookedAt = 0;
    const onRow = (): void => onProgress(counts, ++lookedAt);
    const { seen, missed } = await processor.at(fresh, { onRow, signal });
    stopped = missed.some(({ reason }) => reason === STOPPED);
    count(missed.map(({ reason }) => ({ kind: 'failed', reason })));
    await publisher.miss(missed);
    count(await publisher.add(seen));
    onProgress(counts, 0);
  }
  addUnusable(counts, part.unusable?.() ?? {});
  return { broken: reading.error(), stopped };
}
