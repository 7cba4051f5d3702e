import { fileURLToPath } from 'node:url';
import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { listPublishedIndexes, type PublishedIndex } from '../../db/indexes.ts';
import { readManifest } from '../../index/segment/manifest.ts';
import { indexDataset, type IndexSettings } from './index-dataset.ts';

const DEMO = fileURLToPath(new URL('../../../assets/demo/', import.meta.url));

/**
 * Indexes the bundled demo set by the ordinary way, once: where it is published, nothing happens, unless this version
 * cannot read what another one wrote. Then it is indexed anew, for its pictures are here.
 */
export async function indexDemo(
  config: Config,
  database: Database,
  settings: Pick<IndexSettings, 'watch' | 'fingerprinter' | 'onStage'> = {},
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
    settings,
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
