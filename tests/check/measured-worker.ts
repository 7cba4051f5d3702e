import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CompareTask } from '../../src/check/verify/comparer.ts';
import compare from '../../src/check/verify/geometry/worker.ts';
import { asTask } from '../../src/runtime/threads/task.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A comparing thread that answers what it holds outside of its heap once it has compared, in bytes. */
export default asTask(async (task: CompareTask): Promise<number> => {
  const reply = await compare(task);
  if (!reply.ok) throw new Error(reply.message);
  collect();
  return process.memoryUsage().arrayBuffers;
});
