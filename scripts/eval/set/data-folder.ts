import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { installedSpace } from '../../../src/service/components.ts';
import { startProgress } from '../../../src/cli/progress.ts';
import { loadConfig, type Config } from '../../../src/runtime/config.ts';
import { dataPaths } from '../../../src/runtime/data-paths.ts';
import { bareRow, type ManifestRow } from '../../../src/core/dataset.ts';
import type { IngestCounts } from '../../../src/core/outcome.ts';
import type { Database } from '../../../src/db/database.ts';
import { findModelCard } from '../../../src/models/models.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';
import type { PictureSource } from '../../../src/ingest/fetch/picture-source.ts';
import { lookAtPictures } from '../../../src/ingest/row-processor.ts';
import { unmarkedRows, type RowSource } from '../../../src/ingest/manifest/row-source.ts';
import { startPublisher } from '../../../src/ingest/publish/publisher.ts';
import { runIngest } from '../../../src/ingest/run.ts';
import { DATASETS, type EvalRow } from './row.ts';

/** The service's own settings, over `dataDir`; models that were pulled are taken from the usual data folder. */
export async function configFor(dataDir: string, model: string): Promise<Config> {
  const usual = loadConfig();
  const pulled = dataPaths(usual.DATA_DIR).modelsDir;
  const { modelsDir } = dataPaths(dataDir);
  await mkdir(resolve(dataDir), { recursive: true });
  if (existsSync(pulled) && !existsSync(modelsDir)) await symlink(pulled, modelsDir);
  // The evaluation has a database of its own: a server's would be left with made-up datasets.
  return { ...usual, DATA_DIR: dataDir, DATABASE_URL: undefined, MODEL: model };
}

/**
 * Indexes rows as the service does, dataset by dataset; those that are indexed already are left as they are.
 * @throws Error where a row's picture cannot be taken: what is not indexed would be counted as missed
 */
export async function indexRows(
  rows: readonly EvalRow[],
  config: Config,
  database: Database,
  fingerprinter: Fingerprinter,
  isQuiet: boolean,
): Promise<void> {
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  await mkdir(segmentsDir, { recursive: true });
  const space = await installedSpace(findModelCard(config.MODEL), modelsDir);
  for (const dataset of DATASETS) {
    const own = rows.filter((row) => row.dataset === dataset);
    const described = { dataset, release: 'evaluation', rowsPublished: own.length };
    const progress = isQuiet ? null : startProgress(`Indexing ${dataset}`, own.length);
    const publisher = await startPublisher(database, described, space, segmentsDir);
    const look = lookAtPictures(sourceOf(own), fingerprinter, space.model, config.WORKER_THREADS * 2);
    try {
      const counts = await runIngest(manifestOf(own), look, publisher, {
        onProgress: (now) => progress?.update(now.rows),
      });
      progress?.finish();
      requireAll(counts, dataset);
    } finally {
      await publisher.close();
    }
  }
}

function manifestOf(rows: readonly EvalRow[]): RowSource<ManifestRow> {
  return unmarkedRows(rows.length, async function* () {
    for (const [line, { name }] of rows.entries()) yield manifestRow(name, line);
  });
}

function manifestRow(name: string, line: number): ManifestRow {
  return bareRow(name, line, `https://evaluation.example/${encodeURIComponent(name)}`);
}

function sourceOf(rows: readonly EvalRow[]): PictureSource {
  const byName = new Map(rows.map((row) => [row.name, row]));
  return {
    async fetch({ rowId }) {
      const row = byName.get(rowId);
      return row ? { bytes: await row.picture() } : { failed: 'not-in-folder' };
    },
  };
}

function requireAll({ rows, indexed, skipped, failed }: IngestCounts, dataset: string): void {
  if (indexed + skipped === rows) return;
  const reasons = Object.entries(failed).map(([reason, count]) => `${reason} ${count}`);
  throw new Error(
    `${rows - indexed - skipped} of ${rows} rows of ${dataset} could not be indexed (${reasons.join(', ')}). ` +
      'Take their pictures out of the folder.',
  );
}

/** Where the data of a set lies inside the folder that keeps them. */
export function folderOfSet(data: string, fingerprint: string): string {
  return join(resolve(data), `set-${fingerprint}`);
}
