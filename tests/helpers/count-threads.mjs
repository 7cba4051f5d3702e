// Loaded into a command by `--import`: says at its end how many worker threads it has started.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  let threads = 0;
  process.on('worker', () => threads++);
  process.once('exit', () => process.stderr.write(`threads: ${threads}\n`));
}
