// What verification by keypoints adds to a check, side by side in one run, and how free it leaves the event loop:
//
//   npx tsx scripts/bench/verification.ts [--rows 20000] [--rounds 3] [--pictures DIR]
//
// The rows' vectors are synthetic, their keypoints those of drawings; the queries are real pictures (the demo set's,
// or DIR's), so that every check compares some 50 rows and hardly any agrees. A check "without" takes no keypoints
// and compares none.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keepRecentChecks } from '../../src/check/recent-checks.ts';
import { runCheck } from '../../src/check/run.ts';
import { followIndexes } from '../../src/check/search/open-indexes.ts';
import { startComparer, type UnseenComparer } from '../../src/check/verify/comparer.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { openDatabase } from '../../src/db/open.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { startSearchPool } from '../../src/index/search/pool.ts';
import { spread } from './addons.ts';
import { fillDataFolder } from './fill-data-folder.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    pictures: {
      type: 'string',
      default: fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url)),
    },
  },
});
const AT_ONCE = 8;
const HOUR_MS = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'trainspot-bench-'));
await fillDataFolder(folder, Number(options.rows));
const config = { ...loadConfig({}), DATA_DIR: folder };
const { segmentsDir, modelsDir } = dataPaths(folder);
const { database } = await openDatabase({ dataDir: folder });
const fingerprinter = configuredFingerprinter(config);
const pool = startSearchPool(config.WORKER_THREADS, segmentsDir);
const live = await followIndexes(database, pool, modelsDir, HOUR_MS, (problem) =>
  console.error(problem.message),
);
const comparer = startComparer(config.WORKER_THREADS);
const recent = keepRecentChecks();
const pictures = readdirSync(options.pictures)
  .filter((name) => /\.(jpe?g|png)$/i.test(name))
  .slice(0, 24)
  .map((name) => readFileSync(join(options.pictures, name)));

const withoutKeypoints: Fingerprinter = {
  ...fingerprinter,
  fingerprint: (bytes, models, look) =>
    fingerprinter.fingerprint(bytes, models, { ...look, keypoints: 'none' }),
};
const comparesNothing: UnseenComparer = { ...comparer, compare: async (_, rows) => rows.map(() => null) };
let compared = 0;
const counting: UnseenComparer = {
  ...comparer,
  compare: (query, rows) => ((compared += rows.length), comparer.compare(query, rows)),
};
// The synthetic set alone: a demo picture would find itself in the demo set.
const only = { datasets: ['synthetic'] };
const parts = { indexes: live, fingerprinter, comparer, recent };
const withVerification = (picture: Uint8Array) =>
  runCheck(picture, only, database, { ...parts, comparer: counting });
const without = (picture: Uint8Array) =>
  runCheck(picture, only, database, {
    ...parts,
    fingerprinter: withoutKeypoints,
    comparer: comparesNothing,
  });

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** What all threads needed of the processor meanwhile. */
async function cpuMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

try {
  for (const picture of pictures.slice(0, 6))
    await Promise.all([withVerification(picture), without(picture)]);
  compared = 0;
  const [plain, verified, plainCpu, verifiedCpu]: number[][] = [[], [], [], []];
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const picture of pictures) {
      plainCpu.push(
        await cpuMilliseconds(async () => plain.push(await milliseconds(() => without(picture)))),
      );
      verifiedCpu.push(
        await cpuMilliseconds(async () => verified.push(await milliseconds(() => withVerification(picture)))),
      );
    }
  }
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
  console.log(`${options.rows} rows; ${(compared / verified.length).toFixed(1)} rows compared a check`);
  console.log(`check without verification, ms   ${spread(plain, 1)}`);
  console.log(`check with verification, ms      ${spread(verified, 1)}`);
  console.log(`ratio of the medians             ${(median(verified) / median(plain)).toFixed(2)}`);
  console.log(`CPU of a check without, ms       ${spread(plainCpu, 1)}`);
  console.log(`CPU of a check with, ms          ${spread(verifiedCpu, 1)}`);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  const waiting = Array.from({ length: Number(options.rounds) }, () => pictures).flat();
  delay.enable();
  const seconds =
    (await milliseconds(() =>
      Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let picture = waiting.pop(); picture; picture = waiting.pop()) await withVerification(picture);
        }),
      ),
    )) / 1000;
  delay.disable();
  console.log(
    `checks/s, ${AT_ONCE} at once              ${((pictures.length * Number(options.rounds)) / seconds).toFixed(1)}`,
  );
  console.log(
    `event-loop delay meanwhile, ms   p50 ${(delay.percentile(50) / 1e6).toFixed(1)}, p99 ${(delay.percentile(99) / 1e6).toFixed(1)}`,
  );
} finally {
  await live.stop();
  recent.close();
  await Promise.all([pool.close(), fingerprinter.close(), comparer.close()]);
  await database.close();
  rmSync(folder, { recursive: true });
}
