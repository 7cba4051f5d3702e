// Loaded before a process's own file, or alone: tells its parent by how much its event loop lags, and what it holds.
import { readFileSync } from 'node:fs';
import { createHistogram } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 5;
const NS_A_MS = 1e6;

/** In milliseconds, how long this thread was ready to run and no core was free for it (Linux). */
const waitedMs = () => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / NS_A_MS;

const whole = createHistogram();
/** Without what other processes took of the cores meanwhile. */
const own = createHistogram();

function watch() {
  const [armedAt, waited] = [performance.now(), waitedMs()];
  setTimeout(() => {
    const lagMs = performance.now() - armedAt - EVERY_MS;
    note(whole, lagMs);
    note(own, lagMs - (waitedMs() - waited));
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
    if (wish === 'reset') [whole, own].forEach((histogram) => histogram.reset());
    if (wish !== 'read') return;
    const delay = { whole: inMs(whole), own: inMs(own) };
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    const sockets = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    process.send({ delay, heapUsed, external, rss, sockets });
  });
  // An idle process of its own lasts as long as its parent; another one as long as it will.
  if (process.argv[1] !== import.meta.filename) process.channel.unref();
  watch();
}
