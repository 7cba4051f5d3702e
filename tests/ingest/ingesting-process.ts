import { join } from 'node:path';
import { openDatabase } from '../../src/db/open.ts';
import { enterSideDoor } from '../../src/db/side-door/enter.ts';
import { takePublishedVectors } from '../../src/ingest/row-processor.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { runIngest } from '../../src/ingest/run.ts';
import { compiledLate } from '../../src/runtime/wasm-tiering.ts';
import { BATCH_ROWS, DATASET, MOST_ROWS, rows, SEGMENT_ROWS, SPACE } from './fault-rows.ts';

// Ingests the rows into the database and folder it is given, and says when it begins and ends. The database is the
// folder's own, a PostgreSQL server's by its address, or one behind a side door by its path.
const [, , dataDir, where] = process.argv;
const { database } =
  where === undefined || where.startsWith('postgres')
    ? await compiledLate(() => openDatabase({ dataDir, databaseUrl: where }))
    : await enterSideDoor(where);
const segments = join(dataDir, 'segments');
const sizes = { segmentRows: SEGMENT_ROWS, mostRows: MOST_ROWS };
const publisher = await startPublisher(database, DATASET, SPACE, segments, sizes);
console.log('begins');
const counts = await runIngest(rows, { ...takePublishedVectors, batchRows: BATCH_ROWS }, publisher);
console.log(JSON.stringify(counts));
await publisher.close();
await database.close();
