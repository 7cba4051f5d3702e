import { workerData } from 'piscina';
import { asTask } from '../../../src/runtime/threads/task.ts';

/** Of the threads of one pool, those that began to load this file and those that have: shared with the test. */
const counts = workerData as Int32Array;
Atomics.add(counts, 0, 1);
// Long enough for whoever ends it meanwhile.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
Atomics.add(counts, 1, 1);

export default asTask(async (task: string): Promise<string> => {
  if (task === 'die') process.exit(1);
  if (task === 'never') await new Promise(() => {});
  return 'an answer';
});
