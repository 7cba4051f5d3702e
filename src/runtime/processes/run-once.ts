import { fork } from 'node:child_process';
import { once } from 'node:events';
import { builtFile, loaderFor } from '../built-file.ts';
import { answerOf, type Reply } from '../threads/task.ts';

/** What such a process is told first. */
export interface OneTask {
  /** URL of the module whose default export, made by `asTask`, does it. */
  module: string;
  task: unknown;
}

/**
 * Runs one task in a process of its own, that ends with it: what it held is given back, where threads leave their
 * memory in pieces. It writes to the same stderr, and ends by itself where this process is gone.
 * @param file as `startPool` takes it
 * @throws TrainspotError of the task; Error where the process ended without an answer
 */
export async function runOnce<Task, Answer>(file: URL, task: Task): Promise<Answer> {
  const child = fork(new URL(builtFile(new URL('./once-process', import.meta.url))), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    execArgv: loaderFor(file),
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  let reply: Reply<Answer> | null = null;
  child.once('message', (message) => (reply = message as Reply<Answer>));
  child.send({ module: builtFile(file), task } satisfies OneTask);
  const [code, signal] = await ended;
  if (reply === null) {
    throw new Error(`The process for ${file.pathname.split('/').at(-1)} ended with ${signal ?? code}.`);
  }
  return answerOf(reply);
}
