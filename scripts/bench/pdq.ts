// Lookup of near PDQ hashes, by tables beside a look at every row:
//
//   npx tsx scripts/bench/pdq.ts [--rows 100000,1000000,10000000] [--lookups 40] [--layouts 16x16,12x21]
//
// Each lookup is one check's: 8 hashes at once (a picture's orientations), within 31 bits. Both sides do the same
// lookups turn by turn in one thread, so that whatever else the machine does falls on both, and must agree.
import { deepStrictEqual } from 'node:assert';
import { parseArgs } from 'node:util';
import { PDQ_COPY_DISTANCE } from '../../src/core/evidence.ts';
import { createPdqIndex, type PdqIndex } from '../../src/index/pdq-index.ts';
import type { KeyLayout } from '../../src/index/pdq-tables.ts';
import { skewedHashes, type SkewedHashes } from './skewed-hashes.ts';

const COUNT = 1000;
const HASHES = 8;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000,10000000' },
    lookups: { type: 'string', default: '40' },
    layouts: { type: 'string', default: '16x16,12x21' },
  },
});
const layouts = options.layouts.split(',').map((name): KeyLayout => {
  const [keys, bits] = name.split('x').map(Number);
  return { keys, bits };
});

for (const rows of options.rows.split(',').map(Number)) {
  const hashes = skewedHashes(rows);
  const scan = createPdqIndex(hashes.words, null);
  console.log(`${rows.toLocaleString('en')} rows`);
  for (const layout of layouts) compare(hashes, scan, layout);
}

function compare(hashes: SkewedHashes, scan: PdqIndex, layout: KeyLayout): void {
  const before = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  const index = createPdqIndex(hashes.words, layout);
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (process.memoryUsage().arrayBuffers - before) / 1e6;
  console.log(
    `  ${layout.keys} keys of ${layout.bits} bits: built in ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB of tables`,
  );
  const count = Number(options.lookups);
  // A copy's other orientations have nothing to do with any row.
  const copies = hashes.copies(count).map((copy) => [copy, ...hashes.unrelated(HASHES - 1)]);
  const absent = copies.map(() => hashes.unrelated(HASHES));
  for (const lookup of [...copies, ...absent]) index.near(lookup, PDQ_COPY_DISTANCE, COUNT);
  measure('copies', index, scan, copies);
  measure('absent', index, scan, absent);
}

function measure(label: string, index: PdqIndex, scan: PdqIndex, lookups: string[][]): void {
  const times = { tables: [] as number[], scan: [] as number[] };
  let found = 0;
  for (const [i, hashes] of lookups.entries()) {
    const timed = (kind: keyof typeof times, from: PdqIndex): number[] => {
      const started = performance.now();
      const near = from.near(hashes, PDQ_COPY_DISTANCE, COUNT);
      times[kind].push(performance.now() - started);
      found += near.length;
      return near.map(({ distance }) => distance);
    };
    if (i % 2) deepStrictEqual(timed('tables', index), timed('scan', scan));
    else deepStrictEqual(timed('scan', scan), timed('tables', index));
  }
  const ratio = percentile(times.scan, 0.5) / percentile(times.tables, 0.5);
  const told = (kind: keyof typeof times): string =>
    [0.5, 0.95].map((part) => percentile(times[kind], part).toFixed(2)).join(' / ');
  console.log(
    `    ${label}: ${told('tables')} ms (p50 / p95); every row: ${told('scan')} ms; ${ratio.toFixed(1)} times as fast; ` +
      `${(found / 2 / lookups.length).toFixed(1)} rows found`,
  );
}

function percentile(times: readonly number[], part: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(part * times.length) - 1];
}
