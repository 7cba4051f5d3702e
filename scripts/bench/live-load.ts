// How a server fares whose checks look at hosts of which every second one hangs:
//
//   npm run build && npx tsx scripts/bench/live-load.ts --model DIR --embeddings DIR --pictures DIR [--hosts 1000] [--checks 40]
//
// The folders are those of live.ts. Hosts, server and this process, which asks, are three; a fourth one does nothing, and says
// how long a process waits for a core meanwhile. The same checks are asked of a server that looks at no host, so
// that what looking leaves behind is told from what is remembered of every check.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CheckResult } from '../../src/api/check-result.ts';
import { mapConcurrently } from '../../src/core/concurrency.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    embeddings: { type: 'string' },
    pictures: { type: 'string' },
    hosts: { type: 'string', default: '1000' },
    checks: { type: 'string', default: '40' },
  },
});
const { model, embeddings, pictures } = options;
if (model === undefined || embeddings === undefined || pictures === undefined) {
  throw new Error('--model, --embeddings and --pictures are needed.');
}
const AT_ONCE = 2;
/** Asked before anything is counted: threads start, and the model is opened. */
const WARM_UP = 4;
/** Connections that are kept for a next request are let go within so long. */
const SETTLED_MS = 10_000;
const CARD = findModelCard('laion-400m/clip-vit-base-patch32');
const WATCH = fileURLToPath(new URL('loop-watch.mjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'trainspot-bench-'));

interface Delay {
  p50: number;
  p99: number;
  most: number;
}
/** What `loop-watch.mjs` tells of the process that it watches. */
interface Watched {
  delay: { whole: Delay; own: Delay; ran: Delay };
  heapUsed: number;
  external: number;
  rss: number;
  sockets: number;
}

async function told<T>(child: ChildProcess, wish?: string): Promise<T> {
  const answer = once(child, 'message');
  if (wish !== undefined) child.send(wish);
  return (await answer)[0] as T;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** A server over the data folder, once it is ready, with its address. */
async function startServer(dataDir: string, environment: Record<string, string>) {
  const child = fork(
    fileURLToPath(new URL('../trainspot.mjs', import.meta.url)),
    ['serve', '--data', dataDir],
    {
      env: {
        ...process.env,
        PORT: '0',
        LOG_LEVEL: 'error',
        // As the command sets it for a server; here it is one process, which can be asked.
        MALLOC_TRIM_THRESHOLD_: '131072',
        RATE_LIMIT_PER_MINUTE: '1000000',
        // However long the machine keeps it waiting.
        EVENT_LOOP_DELAY_MAX_MS: '600000',
        ...environment,
      },
      execArgv: ['--import', WATCH],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /Trainspot is ready: (\S+)\//.exec(output);
      if (ready) resolve(ready[1]);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { child, address };
}

interface Answered {
  answer: CheckResult;
  /** Until the first answer, and from there to the end of comparing, in seconds. */
  first: number;
  after: number;
}

async function answerOf(response: Response): Promise<CheckResult> {
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as CheckResult;
}

async function ask(address: string, name: string): Promise<Answered> {
  const form = new FormData();
  form.append('picture', new Blob([new Uint8Array(readFileSync(join(pictures!, name)))]));
  const startedAt = performance.now();
  const { id } = await answerOf(await fetch(`${address}/v1/checks`, { method: 'POST', body: form }));
  const answeredAt = performance.now();
  const answer = await answerOf(await fetch(`${address}/v1/checks/${id}?wait=live`));
  const after = (performance.now() - answeredAt) / 1000;
  return { answer, first: (answeredAt - startedAt) / 1000, after };
}

interface Measured {
  answered: Answered[];
  before: Watched;
  after: Watched;
  idle: Watched;
}

async function measured(
  title: string,
  names: readonly string[],
  environment: Record<string, string>,
): Promise<Measured> {
  const dataDir = join(scratch, title);
  const config = loadConfig({ ...environment, DATA_DIR: dataDir });
  const { database } = await openDatabase({ dataDir });
  await pullModel(CARD, dataPaths(dataDir).modelsDir, { folder: model! });
  await indexDataset({ dataset: 'laion-400m', embeddings: join(scratch, 'set') }, config, database);
  await database.close();
  const [{ child, address }, idle] = [await startServer(dataDir, environment), fork(WATCH)];
  try {
    await mapConcurrently(names.slice(0, WARM_UP), AT_ONCE, (name) => ask(address, name));
    const before = await told<Watched>(child, 'read');
    child.send('reset');
    idle.send('reset');
    const answered = await mapConcurrently(names.slice(WARM_UP), AT_ONCE, (name) => ask(address, name));
    const [{ delay }, idleMeanwhile] = [
      await told<Watched>(child, 'read'),
      await told<Watched>(idle, 'read'),
    ];
    await setTimeout(SETTLED_MS);
    const after = { ...(await told<Watched>(child, 'read')), delay };
    return { answered, before, after, idle: idleMeanwhile };
  } finally {
    await Promise.all([ended(child), ended(idle)]);
  }
}

function report(title: string, { answered, before, after, idle }: Measured): void {
  const quantiles = (of: (each: Answered) => number): string => {
    const sorted = answered.map(of).toSorted((a, b) => a - b);
    const at = (share: number): string => sorted[Math.ceil(sorted.length * share) - 1].toFixed(2);
    return `p50 ${at(0.5)} s, p95 ${at(0.95)} s, slowest ${at(1)} s`;
  };
  const ms = ({ p50, p99, most }: Delay): string =>
    `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, most ${most.toFixed(1)} ms`;
  const delays = ({ delay: { whole, own, ran } }: Watched): string =>
    `${ms(whole)}; without waiting for a core ${ms(own)}; it ran itself for ${ms(ran)}`;
  const found = answered.filter(({ answer }) => answer.verdict.answer === 'found').length;
  const rows = answered.flatMap(({ answer }) => [...answer.matches, ...answer.parts, ...answer.lookAlikes]);
  const compared = rows.filter(({ live }) => live?.state === 'compared').length;
  const told = rows.filter(({ live }) => live?.why != null).length;
  const kib = (bytes: number): string => (bytes / 1024 / answered.length).toFixed(1);
  console.log(
    [
      `${title}: ${answered.length} checks, ${AT_ONCE} at once; ${found} found, ${compared} rows compared, ${told} told why not`,
      `  first answer: ${quantiles(({ first }) => first)}`,
      `  end of comparing after it: ${quantiles(({ after: seconds }) => seconds)}`,
      `  event loop's delay: ${delays(after)}`,
      `  an idle process's:  ${delays(idle)}`,
      `  kept of a check: ${kib(after.heapUsed - before.heapUsed)} KiB of heap, ${kib(after.external - before.external)} KiB beside it; ` +
        `sockets of the server: ${before.sockets}, then ${after.sockets}`,
    ].join('\n'),
  );
}

const hosts = fork(
  fileURLToPath(new URL('live-hosts-process.ts', import.meta.url)),
  [options.hosts, pictures, join(scratch, 'set'), embeddings],
  { execArgv: ['--import', 'tsx'] },
);
try {
  const { names, list } = await told<{ names: string[]; list: string }>(hosts);
  const asked = names.slice(0, WARM_UP + Number(options.checks));
  const environment = { FETCH_PRIVATE_HOSTS: list };
  report('no host asked', await measured('off', asked, { ...environment, LIVE_COMPARE: 'off' }));
  report(
    `${options.hosts} hosts, every second one hanging`,
    await measured('auto', asked, { ...environment, LIVE_COMPARE: 'auto' }),
  );
  const { open } = await told<{ open: number }>(hosts, 'open');
  console.log(`left behind: ${open} connections`);
} finally {
  await ended(hosts);
  rmSync(scratch, { recursive: true });
}
