// Lookups of rows by address, hash, domain and words, in a PostgreSQL server:
//
//   npx tsx scripts/bench/lookups.ts --database postgres://… [--rows 200000] [--lookups 50] [--keep]
//
// The database must be empty, or hold the rows of an earlier run with --keep, which are then added to. Each kind of
// lookup is asked for other things each time, as the service asks. Times are those of the CPU, of the server's
// processes and this one together, so that whatever else the machine does counts for little; for a server on another
// machine, and beside them, those of the wall clock. On Linux.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { LookupQuery } from '../../src/api/lookup.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { openDatabase } from '../../src/db/open.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import {
  LARGE_SITE,
  lookupRow,
  nameOf,
  PLACEHOLDER,
  registrableDomain,
  unspacedCaption,
  unspacedWordOf,
  wordOf,
} from './lookup-rows.ts';

const BATCH_ROWS = 5_000;

const { values: options } = parseArgs({
  options: {
    database: { type: 'string' },
    rows: { type: 'string', default: '200000' },
    lookups: { type: 'string', default: '50' },
    keep: { type: 'boolean', default: false },
  },
});
if (!options.database) throw new Error('Say --database postgres://USER:PASSWORD@HOST:PORT/NAME');
const rows = Number(options.rows);
const lookups = Number(options.lookups);

const { database } = await openDatabase({ databaseUrl: options.database, dataDir: 'unused' });
try {
  await fill(database);
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(`\n${rows.toLocaleString('en')} rows; load of the machine ${load.join(', ')}\n`);
  console.log(`${''.padEnd(51)} CPU, ms                   | wall clock, ms`);
  console.log(`${'lookup'.padEnd(46)} rows${'     p50     p95     p99  |     p50     p95     p99'}`);
  for (const [name, question] of Object.entries(questions())) await measure(name, question);
} finally {
  if (!options.keep) await database.runScript('truncate datasets cascade');
  await database.close();
}

/** Each kind of lookup, as the question that is asked the nth time. */
function questions(): Record<string, (n: number) => LookupQuery> {
  const row = (n: number) => lookupRow((n * 7_919 + 13) % rows);
  return {
    url: (n) => ({ url: row(n).url }),
    'url that is nowhere': (n) => ({ url: `https://nowhere.example/${n}.jpg` }),
    sha256: (n) => ({ sha256: row(n).sha256 ?? row(n).picture!.sha256 }),
    'sha256 of a placeholder, 1 % of all rows': () => ({ sha256: PLACEHOLDER }),
    md5: (n) => ({ md5: row(n).md5 ?? row(n + 1).picture?.md5 ?? 'a'.repeat(32) }),
    'domain, with counts': (n) => ({ domain: registrableDomain(n * 31) }),
    'domain with 10 % of all rows, with counts': () => ({ domain: LARGE_SITE }),
    'one host of it': (n) => ({ domain: `i${n % 4}.${LARGE_SITE}`, subdomains: false }),
    'domain with 10 %, in one dataset': () => ({ domain: LARGE_SITE, dataset: 'bench-b' }),
    'caption: a rare word': (n) => ({ caption: wordOf(2_000 + n * 37) }),
    'caption: a word in about 1 %': (n) => ({ caption: wordOf(8 + (n % 10)) }),
    'caption: a word in 30 %': (n) => ({ caption: ['photo', 'of', 'the', 'red'][n % 4] }),
    'caption: two words, each in 30 %': (n) => ({ caption: ['photo of', 'the red', 'with the'][n % 3] }),
    'caption: two words in 30 % that never meet': () => ({ caption: 'red blue' }),
    'caption: a common and a rare word': (n) => ({ caption: `photo ${wordOf(2_000 + n * 37)}` }),
    'caption: an artist’s name': (n) => ({ caption: nameOf(n * 7) }),
    'caption: a name as a phrase': (n) => ({ caption: `"${nameOf(n * 7)}"` }),
    'caption: a phrase of common words': (n) => ({ caption: ['"of the"', '"photo with"'][n % 2] }),
    'caption: common words never side by side': () => ({ caption: '"of red of"' }),
    'caption: a beginning of a rare word': (n) => ({ caption: `${wordOf(2_000 + n * 37).slice(0, 5)}*` }),
    'caption: two letters of a beginning': (n) => ({ caption: `${['ka', 'lo', 'gr', 'zu'][n % 4]}*` }),
    'caption: beginning and words, in one dataset': (n) => ({
      caption: `${wordOf(500 + n).slice(0, 4)}* the`,
      dataset: 'bench-b',
    }),
    'caption: no row has it': (n) => ({ caption: `nowhere${n}` }),
    'unspaced: one of the commonest signs': (n) => ({ caption: unspacedWordOf(n % 10) }),
    'unspaced: a sign of 3,000': (n) => ({ caption: Array.from(unspacedWordOf(3_000 + n * 37))[0] }),
    'unspaced: a word in about 1 % of them': (n) => ({ caption: unspacedWordOf(20 + (n % 10)) }),
    'unspaced: a rare word': (n) => ({ caption: unspacedWordOf(3_000 + n * 37) }),
    'unspaced: eight signs of a caption': (n) => ({ caption: unspacedRun(n).slice(1, 9) }),
    'unspaced: the whole of a long run': (n) => ({ caption: unspacedRun(n) }),
    'unspaced: common signs never side by side': (n) => ({
      caption: [0, 1, 2, 3, 4].map((i) => unspacedWordOf((n + i) % 20)).join(''),
    }),
    'unspaced: two common words': (n) => ({
      caption: `${unspacedWordOf(20 + (n % 10))} ${unspacedWordOf(1)}`,
    }),
    'unspaced: a sign and a word in quotes': (n) => ({ caption: `"${unspacedWordOf(n % 5)} ${wordOf(n)}"` }),
    'unspaced: a common sign and a common word': (n) => ({ caption: `${unspacedWordOf(n % 10)} photo` }),
    'unspaced: a common word, in one dataset': (n) => ({
      caption: unspacedWordOf(20 + (n % 10)),
      dataset: 'bench-b',
    }),
    'unspaced: no row has it': (n) => ({ caption: `龘龘${unspacedWordOf(n)}` }),
  };
}

/** The first run of 10 signs or more after the row. */
function unspacedRun(n: number): string {
  for (let number = (n * 7_919 + 13) % rows; ; number++) {
    const run = unspacedCaption(number)
      ?.split(/[、 ]/)
      .find(({ length }) => length >= 10);
    if (run !== undefined) return run;
  }
}

async function measure(name: string, question: (n: number) => LookupQuery): Promise<void> {
  // Connections that nobody uses for a while are closed.
  const backends = await backendPids();
  const wall: number[] = [];
  const cpu: number[] = [];
  let found = 0;
  for (let n = -5; n < lookups; n++) {
    const asked = question(n + 5);
    const [wallBefore, cpuBefore] = [performance.now(), cpuMs(backends)];
    const { items } = await lookUp(asked, database);
    const [wallAfter, cpuAfter] = [performance.now(), cpuMs(backends)];
    found += items.length;
    // The first ones find cold caches.
    if (n < 0) continue;
    wall.push(wallAfter - wallBefore);
    if (cpuBefore !== null && cpuAfter !== null) cpu.push(cpuAfter - cpuBefore);
  }
  const columns = [cpu, wall].map((times) =>
    [0.5, 0.95, 0.99].map((share) => quantile(times, share)).join(''),
  );
  console.log(`${name.padEnd(46)} ${(found / (lookups + 5)).toFixed(1).padStart(4)} ${columns.join('  |')}`);
}

function quantile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return (
    sorted.at(Math.min(sorted.length - 1, Math.floor(share * sorted.length)))?.toFixed(1) ?? '-'
  ).padStart(8);
}

/** The time that these processes and this one have been on a CPU; null where /proc does not tell. */
function cpuMs(pids: readonly number[]): number | null {
  try {
    // The first number is of nanoseconds. Threads of ours other than this one do nothing here.
    const nanoseconds = [...pids.map(String), 'self'].map((pid) =>
      Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
  } catch {
    return null;
  }
}

/** The server's processes that answer us, after as many questions at once as a lookup asks. */
async function backendPids(): Promise<number[]> {
  await Promise.all([1, 2, 3].map(() => database.query('select pg_sleep(0.1)')));
  const answering = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and usename = current_user`,
  );
  return answering.map(({ pid }) => pid);
}

/**
 * Adds what is missing of the rows. All indexes but those by which rows are saved are made afterwards: kept up to date
 * row by row they take five times as long.
 */
async function fill(into: Database): Promise<void> {
  const [{ there }] = await into.query<{ there: number }>('select count(*) as there from images');
  if (there < rows) {
    const [a, b] = [await datasetId(into, 'bench-a'), await datasetId(into, 'bench-b')];
    const indexes = await into.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes
       where tablename = 'images' and schemaname = current_schema() and indexname not in ('images_pkey', 'images_row')`,
    );
    const start = performance.now();
    await into.runScript(`drop index ${indexes.map(({ name }) => name).join(', ')}`);
    for (let first = there; first < rows; first += BATCH_ROWS) {
      const batch = Array.from({ length: Math.min(BATCH_ROWS, rows - first) }, (_, i) =>
        lookupRow(first + i),
      );
      // A quarter in the second dataset, batch by batch, as two ingests side by side would.
      await saveImages(into, (first / BATCH_ROWS) % 4 === 3 ? b : a, batch);
    }
    for (const { definition } of indexes) await into.runScript(definition);
    console.log(`filled in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
  await into.runScript('vacuum analyze images');
}

function datasetId(into: Database, dataset: string): Promise<number> {
  return ensureDataset(into, { dataset, release: '1', rowsPublished: null });
}
