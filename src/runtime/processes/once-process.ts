import type { OneTask } from './run-once.ts';
import type { Reply } from '../threads/task.ts';

// Whoever asked for it is gone, and nobody would stop it. (At once: an orderly exit waits for threads in native code.)
const endWithParent = (): void => void process.kill(process.pid, 'SIGKILL');
process.once('disconnect', endWithParent);

process.once('message', async ({ module, task }: OneTask) => {
  const { default: run } = (await import(module)) as { default: (task: unknown) => Promise<Reply<unknown>> };
  const reply = await run(task);
  process.off('disconnect', endWithParent);
  process.send!(reply, () => process.disconnect());
});
