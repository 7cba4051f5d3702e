// One build's side of `checks.ts`: a process with the addon it was started with, over a data folder of its own,
// which measures one round for each message. Its threads are the built ones, without a loader that would give them
// another addon.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { QUERY_OPTIONS, ROW_OPTIONS, type FingerprintOptions } from '../../src/core/fingerprint-options.ts';
import { listPublishedIndexes } from '../../src/db/indexes.ts';
import { openDatabase } from '../../src/db/open.ts';
import { startSearchPool } from '../../src/index/search/pool.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';

/** What one round measured; rates over wall-clock time. */
export interface Figures {
  fingerprintsPerSecond: number;
  viewFingerprintsPerSecond: number;
  searchesPerSecond: number;
  checksPerSecond: number;
  checkMs: number;
  eventLoopDelayMs: number;
}

const CHECKS = 24;
const SEARCHES = 100;

const [dataDir, picturesDir] = process.argv.slice(2);
const config = { ...loadConfig({}), DATA_DIR: dataDir };
const { database } = await openDatabase({ dataDir });
const fingerprinter = configuredFingerprinter(config);
const pool = startSearchPool(config.WORKER_THREADS, dataPaths(dataDir).segmentsDir);
const indexes = await listPublishedIndexes(database);
await pool.open(indexes);
const largest = indexes.reduce((a, b) => (b.rowsIndexed > a.rowsIndexed ? b : a));
const service = openTrainspot(config, database, { report: (problem) => console.error(problem.message) });
const pictures = readdirSync(picturesDir)
  .slice(0, CHECKS)
  .map((name) => readFileSync(join(picturesDir, name)));

process.on('message', () => void report());
await report();

async function report(): Promise<void> {
  process.send?.(await measure());
}

async function measure(): Promise<Figures> {
  const { embeddings } = await fingerprinter.fingerprint(pictures[0], ['pocket'], QUERY_OPTIONS);
  const queries = embeddings.map(({ vector }) => vector);
  const fingerprintAll = (look: FingerprintOptions) => () =>
    Promise.all(pictures.map((picture) => fingerprinter.fingerprint(picture, ['pocket'], look)));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const figures = {
    fingerprintsPerSecond: pictures.length / (await seconds(fingerprintAll(ROW_OPTIONS))),
    viewFingerprintsPerSecond: pictures.length / (await seconds(fingerprintAll(QUERY_OPTIONS))),
    searchesPerSecond: SEARCHES / (await seconds(() => searchInTurn(queries))),
    checkMs: await medianCheckMs(),
  };
  delay.enable();
  const checksPerSecond = pictures.length / (await seconds(checkEightAtOnce));
  delay.disable();
  return { ...figures, checksPerSecond, eventLoopDelayMs: delay.percentile(99) / 1e6 };
}

async function searchInTurn(queries: Float32Array[]): Promise<void> {
  for (let i = 0; i < SEARCHES; i++) await pool.search(largest.indexId, queries, 50);
}

async function medianCheckMs(): Promise<number> {
  const times: number[] = [];
  for (const picture of pictures)
    times.push((await seconds(() => service.checkPicture(new Uint8Array(picture), {}))) * 1000);
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}

async function checkEightAtOnce(): Promise<void> {
  const waiting = [...pictures];
  const one = async (): Promise<void> => {
    for (let picture = waiting.pop(); picture; picture = waiting.pop())
      await service.checkPicture(new Uint8Array(picture), {});
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
