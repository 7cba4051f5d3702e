import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.ts';
import { dataPaths } from '../config/data-paths.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { hasEmbeddedDatabase } from '../db/open.ts';
import { listPublishedIndexes, type PublishedIndex } from '../db/indexes.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { readManifest } from '../index/segment-manifest.ts';
import { runOnce } from '../workers/once.ts';
import { indexDataset } from './index-dataset.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));

/**
 * Makes the data folder of a server that starts for the first time and indexes the demo set in it, in a process of its
 * own: a server that did it itself held 200 MB more ever after. Does nothing where there is a database already.
 */
export async function makeDemoFolder(config: Config): Promise<void> {
  if (config.DATABASE_URL !== undefined || hasEmbeddedDatabase(config.DATA_DIR)) return;
  await runOnce<Config, void>(new URL('./demo-process', import.meta.url), config);
}

/**
 * Indexes the bundled demo set by the ordinary way, once: where it is published, nothing happens, unless this version
 * cannot read what another one wrote. Then it is indexed anew, for its pictures are here.
 * @param fingerprinter looks at them, and stays open; another one is closed with its threads' memory in pieces
 */
export async function indexDemo(
  config: Config,
  database: Database,
  fingerprinter?: Fingerprinter,
): Promise<void> {
  const published = (await listPublishedIndexes(database)).filter(({ dataset }) => dataset === 'demo');
  const { segmentsDir } = dataPaths(config.DATA_DIR);
  const areReadable = await Promise.all(published.map((index) => isReadable(index, segmentsDir)));
  if (areReadable.includes(true)) return;
  await indexDataset(
    {
      dataset: 'demo',
      manifest: `${DEMO}manifest.parquet`,
      pictures: `${DEMO}pictures`,
      rebuild: published.length > 0,
    },
    config,
    database,
    { fingerprinter },
  );
}

async function isReadable({ segmentIds }: PublishedIndex, segmentsDir: string): Promise<boolean> {
  try {
    await Promise.all(segmentIds.map((id) => readManifest(segmentsDir, id)));
    return true;
  } catch (error) {
    if (error instanceof TrainspotError && error.code === 'segment-corrupt') return false;
    throw error;
  }
}
