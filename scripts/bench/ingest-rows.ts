// How fast rows alone are taken in, by rows of a batch, and how much memory that takes:
//
//   npx tsx scripts/bench/ingest-rows.ts --manifest DIR --database postgres://… [--batches 512,4096] [--rows 50000]
//     [--rounds 3]
//
// Each batch size takes the same first rows into datasets of its own, in turns, into an empty database (without --database
// the embedded one in ./data): as an ingest does, which reads the next rows while these are saved, and one after the
// other. Make the manifest with scripts/synthetic/published-embeddings.ts --metadata-only.
import { parseArgs } from 'node:util';
import { inBatches } from '../../src/core/concurrency.ts';
import type { ManifestRow } from '../../src/core/dataset.ts';
import { openDatabase } from '../../src/db/open.ts';
import { isRefused } from '../../src/ingest/manifest/format.ts';
import { takeRowsAlone } from '../../src/ingest/row-processor.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { startRowList } from '../../src/ingest/publish/row-list.ts';
import { unmarkedRows, type RowSource } from '../../src/ingest/manifest/row-source.ts';
import { runIngest } from '../../src/ingest/run.ts';
import { spread } from './addons.ts';

type RowList = Awaited<ReturnType<typeof startRowList>>;

const { values: options } = parseArgs({
  options: {
    manifest: { type: 'string', default: '' },
    database: { type: 'string' },
    batches: { type: 'string', default: '512,2048,4096,8192' },
    rows: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
  },
});
const { database } = await openDatabase({ databaseUrl: options.database, dataDir: 'data' });
const manifest = firstRows(await openManifest(options.manifest), Number(options.rows));
const WAYS = { 'one after the other': inTurn, 'as an ingest does': asShipped };
for (const batchRows of options.batches.split(',').map(Number)) {
  const figures = Object.keys(WAYS).map((way) => ({ way, rates: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const { way, rates, cpu } of round % 2 ? figures.toReversed() : figures) {
      const dataset = { dataset: `${batchRows}, ${way}, ${round}`, release: 'bench', rowsPublished: null };
      const list = await startRowList(database, dataset);
      const [startedAt, before] = [performance.now(), process.cpuUsage()];
      const listed = await WAYS[way as keyof typeof WAYS](list, batchRows);
      const { user, system } = process.cpuUsage(before);
      rates.push((1000 * listed) / (performance.now() - startedAt));
      cpu.push((user + system) / listed);
    }
  }
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  for (const { way, rates, cpu } of figures) {
    process.stdout.write(
      `${batchRows} a batch, ${way}: ${spread(rates, 0)} rows/s, ${spread(cpu, 1)} µs of this process a row, ` +
        `at most ${megabytes} MB so far\n`,
    );
  }
}
await database.close();

async function asShipped(list: RowList, batchRows: number): Promise<number> {
  return (await runIngest(manifest, { ...takeRowsAlone, batchRows }, list)).listed;
}

async function inTurn(list: RowList, batchRows: number): Promise<number> {
  let listed = 0;
  for await (const batch of inBatches(manifest.rows(), batchRows)) {
    listed += (await list.add(batch.filter((row): row is ManifestRow => !isRefused(row)))).length;
  }
  return listed;
}

function firstRows(source: RowSource<ManifestRow>, most: number): RowSource<ManifestRow> {
  return unmarkedRows(source.rowCount, async function* () {
    let count = 0;
    for await (const row of source.rows()) {
      if (count++ === most) return;
      yield row;
    }
  });
}
