// Lookup of near PDQ hashes, by tables beside a look at every row:
//
//   npx tsx scripts/bench/pdq.ts [--rows 100000,1000000,10000000] [--layouts 16x16,12x21] [--segment 100000]
//     [--lookups 40]
//
// Each lookup is one check's: 8 hashes at once (a picture's orientations), within 31 bits, the 1,000 nearest. For
// each number of rows: the layouts over all of them, and the index's own choice over segments of the size that an
// ingest writes. All do the same lookups turn by turn in one thread, and must agree. Times are those of the CPU, so
// that whatever else the machine does counts for little, and falls on all of them.
import { deepStrictEqual } from 'node:assert';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { COPY } from '../../src/core/calibration.ts';
import { MAX_NEAR_HASHES } from '../../src/index/search/nearest.ts';
import { createPdqIndex } from '../../src/index/pdq/hash-index.ts';
import { HASH_WORDS } from '../../src/index/pdq/hash-words.ts';
import { skewedHashes } from './skewed-hashes.ts';

const HASHES = 8;
const BASE = 'every row';

/** The distances of the rows near any of the hashes, nearest first. */
type LookUp = (hashes: readonly string[]) => number[];

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000,10000000' },
    layouts: { type: 'string', default: '16x16,12x21' },
    segment: { type: 'string', default: '100000' },
    lookups: { type: 'string', default: '40' },
  },
});
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

for (const rows of options.rows.split(',').map(Number)) await compare(rows);

async function compare(rows: number): Promise<void> {
  const hashes = skewedHashes(rows);
  console.log(`${rows.toLocaleString('en')} rows, ${((rows * 32) / 1e6).toFixed(0)} MB of hashes`);
  const sides = new Map<string, LookUp>([[BASE, lookUpIn(createPdqIndex(hashes.words, null))]]);
  for (const name of options.layouts.split(',')) {
    const [keys, bits] = name.split('x').map(Number);
    sides.set(
      `${keys} keys of ${bits} bits`,
      await built(name, () => lookUpIn(createPdqIndex(hashes.words, { keys, bits }))),
    );
  }
  const size = Number(options.segment);
  if (size < rows) {
    const name = `segments of ${size.toLocaleString('en')}`;
    sides.set(name, await built(name, () => lookUpInSegments(hashes.words, size)));
  }

  const count = Number(options.lookups);
  // A copy's other orientations have nothing to do with any row.
  const copies = hashes.copies(count).map((copy) => [copy, ...hashes.unrelated(HASHES - 1)]);
  const absent = copies.map(() => hashes.unrelated(HASHES));
  measure('pictures that are in it', sides, copies);
  measure('pictures that are not', sides, absent);
}

/** Tells how long it takes and how much memory it leaves taken. */
async function built(name: string, build: () => LookUp): Promise<LookUp> {
  const before = await bytesHeld();
  const started = process.cpuUsage();
  const lookUp = build();
  const seconds = cpuMs(started) / 1000;
  const megabytes = ((await bytesHeld()) - before) / 1e6;
  console.log(`  ${name}: built in ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB more`);
  return lookUp;
}

async function bytesHeld(): Promise<number> {
  collectGarbage();
  // What was collected is freed by a thread of its own, after a while.
  await setTimeout(500);
  return process.memoryUsage().arrayBuffers;
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function lookUpIn(index: ReturnType<typeof createPdqIndex>): LookUp {
  return (hashes) => index.near(hashes, COPY.mostDistance, MAX_NEAR_HASHES).map(({ distance }) => distance);
}

function lookUpInSegments(words: Uint32Array, size: number): LookUp {
  const lookUps: LookUp[] = [];
  for (let first = 0; first < words.length; first += size * HASH_WORDS) {
    lookUps.push(lookUpIn(createPdqIndex(words.subarray(first, first + size * HASH_WORDS))));
  }
  return (hashes) =>
    lookUps
      .flatMap((lookUp) => lookUp(hashes))
      .sort((a, b) => a - b)
      .slice(0, MAX_NEAR_HASHES);
}

function measure(label: string, sides: ReadonlyMap<string, LookUp>, lookups: string[][]): void {
  const times = new Map([...sides.keys()].map((name) => [name, [] as number[]]));
  let found = 0;
  // The first one warms caches and the compiler, and is not counted.
  for (const [i, hashes] of [lookups[0], ...lookups].entries()) {
    const answers = [...(i % 2 ? sides : [...sides].toReversed())].map(([name, lookUp]) => {
      const started = process.cpuUsage();
      const answer = lookUp(hashes);
      if (i > 0) times.get(name)!.push(cpuMs(started));
      return answer;
    });
    for (const answer of answers) deepStrictEqual(answer, answers[0]);
    found += i > 0 ? answers[0].length : 0;
  }
  console.log(`  ${label}: ${(found / lookups.length).toFixed(1)} rows found`);
  for (const [name, own] of times) {
    const ratios = own.map((ms, i) => times.get(BASE)![i] / ms);
    console.log(
      `    ${name.padEnd(22)} ${percentile(own, 0.5).toFixed(2)} ms (p50), ${percentile(own, 0.95).toFixed(2)} ms (p95), ` +
        `${percentile(ratios, 0.5).toFixed(1)} times as fast`,
    );
  }
}

function percentile(figures: readonly number[], part: number): number {
  return figures.toSorted((a, b) => a - b)[Math.ceil(part * figures.length) - 1];
}
