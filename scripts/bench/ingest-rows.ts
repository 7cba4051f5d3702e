// How fast rows alone are taken in, by rows of a batch, and how much memory that takes:
//
//   npx tsx scripts/bench/ingest-rows.ts --manifest DIR --database postgres://… [--batches 512,4096] [--rows 50000]
//
// Each batch size takes the same first rows into a dataset of its own, in turns, into an empty database. Make the
// manifest with scripts/synthetic/published-embeddings.ts --metadata-only.
import { parseArgs } from 'node:util';
import type { ManifestRow } from '../../src/core/dataset.ts';
import { openDatabase } from '../../src/db/open.ts';
import { takeRowsAlone } from '../../src/ingest/row-processor.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { startRowList } from '../../src/ingest/publish/row-list.ts';
import { unmarkedRows, type RowSource } from '../../src/ingest/manifest/row-source.ts';
import { runIngest } from '../../src/ingest/run.ts';

const { values: options } = parseArgs({
  options: {
    manifest: { type: 'string', default: '' },
    database: { type: 'string' },
    batches: { type: 'string', default: '512,2048,4096,8192' },
    rows: { type: 'string', default: '50000' },
  },
});
const { database } = await openDatabase({ databaseUrl: options.database, dataDir: 'data' });
const manifest = firstRows(await openManifest(options.manifest), Number(options.rows));
for (const batchRows of options.batches.split(',').map(Number)) {
  const dataset = { dataset: `batches-of-${batchRows}`, release: 'bench', rowsPublished: null };
  const list = await startRowList(database, dataset);
  const startedAt = Date.now();
  const { listed } = await runIngest(manifest, { ...takeRowsAlone, batchRows }, list);
  const seconds = (Date.now() - startedAt) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    `${batchRows} a batch: ${Math.round(listed / seconds)} rows/s (${listed} in ${seconds.toFixed(1)} s), ` +
      `at most ${Math.round(megabytes)} MB so far\n`,
  );
}
await database.close();

function firstRows(source: RowSource<ManifestRow>, most: number): RowSource<ManifestRow> {
  return unmarkedRows(source.rowCount, async function* () {
    let count = 0;
    for await (const row of source.rows()) {
      if (count++ === most) return;
      yield row;
    }
  });
}
