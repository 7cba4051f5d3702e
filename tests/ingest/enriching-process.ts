import { openDatabase } from '../../src/db/open.ts';
import { enterSideDoor } from '../../src/db/side-door/enter.ts';
import { enrichDataset } from '../../src/service/indexing/enrich-dataset.ts';
import { compiledLate } from '../../src/runtime/wasm-tiering.ts';
import { enrichConfig } from './enriched-rows.ts';

// Enriches the rows in the database that it is given, and says when it begins and what came of it. The database is the
// folder's own, a PostgreSQL server's by its address, or one behind a side door by its path. Claims are short, since nobody
// is to wait for those of a process that was killed.
const [, , dataDir, host, where] = process.argv;
const { database } =
  where === undefined || where.startsWith('postgres')
    ? await compiledLate(() => openDatabase({ dataDir, databaseUrl: where }))
    : await enterSideDoor(where);
console.log('begins');
const summary = await enrichDataset({ dataset: 'set' }, enrichConfig(dataDir, host), database, {
  claimMs: 400,
});
console.log(JSON.stringify(summary));
await database.close();
