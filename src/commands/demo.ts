import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.ts';
import { dataPaths } from '../config/data-paths.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { listPublishedIndexes, type PublishedIndex } from '../db/indexes.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { readManifest } from '../index/segment-manifest.ts';
import { indexDataset } from './index-dataset.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));

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
