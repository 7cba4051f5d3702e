import { join } from 'node:path';
import { ensureDataset } from '../../src/db/datasets.ts';
import { ensureIndex } from '../../src/db/indexes.ts';
import { openDatabase } from '../../src/db/open.ts';
import { DEFAULT_ENGINE } from '../../src/index/engines/registry.ts';
import { startSegmentBuilder } from '../../src/index/segment/builder.ts';
import { mergeAlone } from '../../src/ingest/publish/merge-alone.ts';
import { removeRetired } from '../../src/ingest/publish/retired.ts';
import { compiledLate } from '../../src/runtime/wasm-tiering.ts';
import { DATASET, SPACE } from './fault-rows.ts';

// Merges the index in the database and folder it is given to ever larger segments, and says when it begins.
const [, , dataDir, databaseUrl, ...sizes] = process.argv;
const { database } = await compiledLate(() =>
  openDatabase({ dataDir, databaseUrl: databaseUrl || undefined }),
);
const datasetId = await ensureDataset(database, DATASET);
const indexId = await ensureIndex(database, { datasetId, ...SPACE });
const segmentsDir = join(dataDir, 'segments');
const builder = startSegmentBuilder(2, segmentsDir);
const description = { engine: DEFAULT_ENGINE, ...SPACE };
console.log('begins');
await removeRetired(database, segmentsDir);
for (const mostRows of sizes.map(Number)) {
  const index = { database, segmentsDir, indexId, description, builder };
  const { left } = await mergeAlone(index, mostRows, { threads: 2 });
  if (left > 0) throw new Error(`${left} groups were left, and nobody else is here.`);
}
await builder.close();
await database.close();
