// Loaded before a process's own file, or alone: tells its parent by how much its event loop lags, and what it holds.
import { readFileSync } from 'node:fs';
import { createHistogram } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 5;
const NS_A_MS = 1e6;

/** In milliseconds, how long the main thread ran, and how long it was ready to and no core was free for it (Linux). */
function timesOfThread() {
  const [ran, waited] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
  return { ran: Number(ran) / NS_A_MS, waited: Number(waited) / NS_A_MS };
}

const whole = createHistogram();
/** Without what other processes took of the cores meanwhile: others of its threads may still have held it up, by a lock. */
const own = createHistogram();
/** What this thread itself ran for between two looks. */
const ran = createHistogram();

function watch() {
  const [armedAt, before] = [performance.now(), timesOfThread()];
  setTimeout(() => {
    const lagMs = performance.now() - armedAt - EVERY_MS;
    note(whole, lagMs);
    const now = timesOfThread();
    note(own, lagMs - (now.waited - before.waited));
    note(ran, now.ran - before.ran);
    watch();
  }, EVERY_MS).unref();
}

/** A histogram takes numbers from 1 on. */
const note = (histogram, ms) => histogram.record(Math.max(1, Math.round(ms * 1000)));

const inMs = (histogram) => ({
  p50: histogram.percentile(50) / 1000,
  p99: histogram.percentile(99) / 1000,
  most: histogram.max / 1000,
});

if (isMainThread && process.channel) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('message', (wish) => {
    if (wish === 'reset') [whole, own, ran].forEach((histogram) => histogram.reset());
    if (wish !== 'read') return;
    const delay = { whole: inMs(whole), own: inMs(own), ran: inMs(ran) };
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    const sockets = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    process.send({ delay, heapUsed, external, rss, sockets });
  });
  // An idle process of its own lasts as long as its parent; another one as long as it will.
  if (process.argv[1] !== import.meta.filename) process.channel.unref();
  watch();
}
