import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { takePublishedVectors } from '../../src/ingest/row-processor.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { runIngest } from '../../src/ingest/run.ts';
import type { DatabaseEngine, TestDatabase } from '../helpers/databases.ts';
import { DATASET, rows, SPACE } from './fault-rows.ts';

/** A database and its folder with all rows of `fault-rows.ts`, in some thirty segments. */
export async function ingestedInSmallSegments(engine: DatabaseEngine): Promise<TestDatabase> {
  const home = await engine.create();
  const segments = join(home.settings.dataDir, 'segments');
  await mkdir(segments, { recursive: true });
  const database = await home.open();
  // The most rows are so few that every segment is full.
  const sizes = { segmentRows: 40, mostRows: 40 };
  const publisher = await startPublisher(database, DATASET, SPACE, segments, sizes);
  await runIngest(rows, { ...takePublishedVectors, batchRows: 50 }, publisher);
  await publisher.close();
  await database.close();
  return home;
}
