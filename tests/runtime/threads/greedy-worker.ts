import { TrainspotError } from '../../../src/core/errors.ts';
import { asBoundedTask } from '../../../src/runtime/threads/task.ts';

/** A thread that does what it should not. */
export default asBoundedTask((task: string) => {
  const hoard: unknown[] = [];
  switch (task) {
    case 'answer':
      return 'answered';
    case 'spin':
      for (;;) hoard.length = 0;
    case 'hoard':
      for (;;) hoard.push({ more: `${hoard.length}` });
    case 'one large array':
      for (;;) hoard.push(Array.from({ length: 3_000_000 }, (_, i) => [i]));
    case 'refuse':
      throw new TrainspotError('picture-unreadable', 'It is 17.');
    default:
      throw new TypeError('unforeseen');
  }
});
