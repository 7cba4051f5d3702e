import { mkdir } from 'node:fs/promises';
import type { Config } from '../config/config.ts';
import { dataPaths } from '../config/data-paths.ts';
import type { IngestCounts } from '../core/outcome.ts';
import type { Database } from '../db/database.ts';
import { findModelCard } from '../embed/models.ts';
import { removeStaleTemporaries } from '../index/segment-files.ts';
import { picturesInFolder } from '../ingest/fetch/folder.ts';
import type { PictureSource } from '../ingest/fetch/picture-source.ts';
import { picturesOverHttp } from '../ingest/fetch/web.ts';
import { openManifest } from '../ingest/manifest/open.ts';
import { startPublisher } from '../ingest/publish/publisher.ts';
import { runIngest } from '../ingest/run.ts';
import { datasetFacts } from '../knowledge/datasets.ts';
import { configuredFingerprinter, installedSpace, politeCrawler } from './parts.ts';
import { startProgress } from './progress.ts';

export interface IndexRequest {
  dataset: string;
  release?: string;
  manifest: string;
  /** Folder of the pictures; without it they lie beside the manifest (img2dataset) or are fetched from the web. */
  pictures?: string;
  model?: string;
  /** Indexes every row anew, whatever the index holds. */
  rebuild?: boolean;
}

/** The one-line summary of an ingest; every row read is in `indexed`, `skipped`, `refused` or `failed`. */
export interface IndexSummary extends IngestCounts {
  dataset: string;
  release: string;
  model: string;
  /** Rows that are not refused. */
  kept: number;
  seconds: number;
}

/** Indexes one manifest; with `quiet`, no progress is drawn. */
export async function indexDataset(
  request: IndexRequest,
  config: Config,
  database: Database,
  quiet: boolean,
  signal?: AbortSignal,
): Promise<IndexSummary> {
  const startedAt = Date.now();
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  await mkdir(segmentsDir, { recursive: true });
  await removeStaleTemporaries(segmentsDir);
  const space = await installedSpace(findModelCard(request.model ?? config.MODEL), modelsDir);
  const facts = datasetFacts(request.dataset);
  const dataset = {
    dataset: facts?.name ?? request.dataset,
    release: request.release ?? facts?.release ?? 'unknown',
    rowsPublished: facts?.rowsPublished ?? null,
  };
  const manifest = await openManifest(request.manifest);
  const pictures = await openPictures(request.pictures ?? manifest.picturesDir, config, signal);
  const progress = quiet ? null : startProgress(`Indexing ${request.dataset}`, manifest.rowCount);
  const fingerprinter = configuredFingerprinter(config);
  const publisher = await startPublisher(database, dataset, space, segmentsDir, request.rebuild);
  try {
    const counts = await runIngest(manifest, pictures.source, fingerprinter, publisher, {
      model: space.model,
      concurrency: pictures.concurrency,
      onProgress: (now) => progress?.update(now.rows, countsInWords(now)),
      signal,
    });
    progress?.finish();
    const seconds = (Date.now() - startedAt) / 1000;
    return { ...dataset, model: space.model, ...counts, kept: counts.rows - sum(counts.refused), seconds };
  } finally {
    await Promise.all([publisher.close(), fingerprinter.close(), pictures.close()]);
  }
}

interface Pictures {
  source: PictureSource;
  /** Pictures worth fetching at once. */
  concurrency: number;
  close(): Promise<void>;
}

/** The pictures of a folder, or without one those of the web. */
async function openPictures(dir: string | null, config: Config, signal?: AbortSignal): Promise<Pictures> {
  if (dir !== null) {
    const source = await picturesInFolder(dir, config.UPLOAD_MAX_BYTES);
    return { source, concurrency: config.WORKER_THREADS * 2, close: async () => {} };
  }
  const downloader = politeCrawler(config);
  return {
    source: picturesOverHttp(downloader, signal),
    concurrency: config.FETCH_CONCURRENCY,
    close: () => downloader.close(),
  };
}

/** Such as "40 indexed, 8 skipped, 2 failed (http-404 2)". */
export function countsInWords({ indexed, skipped, refused, failed }: IngestCounts): string {
  const parts = [`${indexed} indexed`];
  if (skipped) parts.push(`${skipped} skipped`);
  for (const [word, reasons] of [
    ['refused', refused],
    ['failed', failed],
  ] as const) {
    const each = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
    if (each.length > 0) parts.push(`${sum(reasons)} ${word} (${each.join(', ')})`);
  }
  return parts.join(', ');
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
