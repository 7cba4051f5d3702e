import { TrainspotError } from '../../../src/core/errors.ts';
import { asTask } from '../../../src/runtime/threads/task.ts';

/** Does what `once.test.ts` asks for. */
export default asTask((task: string): { pid: number; task: Uint8Array } => {
  if (task === 'refuse') throw new TrainspotError('picture-unreadable', 'It is 17.');
  if (task === 'fail') throw new Error('unforeseen');
  if (task === 'end') process.exit(7);
  return { pid: process.pid, task: new TextEncoder().encode(task) };
});
