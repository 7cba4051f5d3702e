import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import { listPublishedIndexes } from '../db/indexes.ts';
import { indexDataset } from './index-dataset.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));

/** Indexes the bundled demo set by the ordinary way, once: where it is published, nothing happens. */
export async function indexDemo(config: Config, database: Database): Promise<void> {
  const published = await listPublishedIndexes(database);
  if (published.some(({ dataset }) => dataset === 'demo')) return;
  await indexDataset(
    { dataset: 'demo', manifest: `${DEMO}manifest.parquet`, pictures: `${DEMO}pictures` },
    config,
    database,
    false,
  );
}
