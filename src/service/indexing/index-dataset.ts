import { mkdir } from 'node:fs/promises';
import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { createStageSums, type IngestStage, type OnStage } from '../../runtime/stages.ts';
import { steadyMs } from '../../core/clock.ts';
import type { IngestCounts } from '../../core/outcome.ts';
import type { Database } from '../../db/database.ts';
import type { Fingerprinter } from '../../fingerprint/fingerprinter.ts';
import { removeStaleTemporaries } from '../../index/segment/files.ts';
import { countsInWords, sumOf, type IndexRequest, type IndexSummary } from './index-request.ts';
import type { Inputs } from '../../ingest/inputs/input.ts';
import { nameOf } from '../../ingest/inputs/paths.ts';
import { configuredInputs } from '../components.ts';
import { ingestFailure } from './ingest-failure.ts';
import { planOf } from './ingest-plans.ts';

/** How far a long piece of work is. */
export interface Progress {
  /** @param note what else there is to say, such as counts */
  update(done: number, note?: string): void;
  finish(): void;
}

/** Whoever watches an ingest. */
export interface IngestWatch {
  /** Told first: before the first row, hundreds of files may have to be opened. */
  opening(what: string): void;
  /** @param total rows; null where nobody knows */
  begin(title: string, total: number | null): Progress;
}

export interface IndexSettings {
  /** Nobody when left out. */
  watch?: IngestWatch | null;
  signal?: AbortSignal;
  /** Looks at the pictures, and stays open; one of the ingest's own when left out. */
  fingerprinter?: Fingerprinter;
  /** Told of every stage, beside the summary. */
  onStage?: OnStage<IngestStage>;
}

/**
 * Takes in what the request names, in one of three kinds: pictures, published embeddings, or rows alone.
 * @throws TrainspotError what `ingestFailure` makes of a full disk or a lost database; `usage` where the request asks for two kinds at once, or for none
 */
export async function indexDataset(
  request: IndexRequest,
  config: Config,
  database: Database,
  settings: IndexSettings = {},
): Promise<IndexSummary> {
  const inputs = configuredInputs(config);
  try {
    const { segmentsDir } = dataPaths(config.DATA_DIR);
    await mkdir(segmentsDir, { recursive: true });
    await removeStaleTemporaries(segmentsDir);
    return await runKind(request, config, database, { ...settings, inputs });
  } catch (error) {
    throw ingestFailure(error, config);
  } finally {
    await inputs.close();
  }
}

async function runKind(
  request: IndexRequest,
  config: Config,
  database: Database,
  { inputs, watch = null, signal, fingerprinter, onStage: tellStage }: IndexSettings & { inputs: Inputs },
): Promise<IndexSummary> {
  const startedAt = steadyMs();
  const stages = createStageSums<IngestStage>();
  const onStage: OnStage<IngestStage> = (stage, seconds) => {
    stages.add(stage, seconds);
    tellStage?.(stage, seconds);
  };
  watch?.opening(namedIn(request));
  const plan = planOf(request);
  const ingest = await plan(request, config, database, { inputs, signal, fingerprinter, onStage });
  const { dataset, format, model, notes } = ingest;
  const progress = watch?.begin(`Indexing ${dataset.dataset}`, ingest.rowCount);
  try {
    const onProgress = (now: IngestCounts, lookedAt: number): void =>
      progress?.update(now.rows + lookedAt, countsInWords(now));
    const { stopped, ...counts } = await ingest.run({ onProgress, signal, onStage });
    const seconds = (steadyMs() - startedAt) / 1000;
    const kept = counts.rows - sumOf(counts.refused);
    return {
      ...dataset,
      format,
      model,
      ...counts,
      kept,
      seconds,
      stages: stages.seconds(),
      ...(stopped && { stopped }),
      ...(notes.length > 0 && { note: notes.join(' ') }),
    };
  } finally {
    progress?.finish();
    await ingest.close();
  }
}

function namedIn({ manifest, embeddings }: IndexRequest): string {
  const paths = [manifest ?? embeddings ?? []].flat();
  return paths.length === 1 ? nameOf(paths[0]) : `${paths.length} files`;
}
