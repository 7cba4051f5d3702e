import { getHeapStatistics } from 'node:v8';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { TrainspotError, type ErrorCode } from '../../core/errors.ts';

/** What crosses from a thread: an error's `code` would be lost in the structured clone. */
export type Reply<Answer> =
  { ok: true; answer: Answer } | { ok: false; code: ErrorCode | null; message: string };

/** The answer of a reply, or its error thrown as it was thrown there. */
export function answerOf<Answer>(reply: Reply<Answer>): Answer {
  if (reply.ok) return reply.answer;
  throw reply.code ? new TrainspotError(reply.code, reply.message) : new Error(reply.message);
}

/** Makes a worker file's default export of `work`: its TrainspotErrors arrive whole on the other side. */
export function asTask<Task, Answer>(work: (task: Task) => Promise<Answer> | Answer) {
  return async (task: Task): Promise<Reply<Answer>> => {
    try {
      return { ok: true, answer: await work(task) };
    } catch (error) {
      const code = error instanceof TrainspotError ? error.code : null;
      return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** The same for a thread of a bounded pool, which is asked by null how large its heap is, in bytes. */
export function asBoundedTask<Task, Answer>(work: (task: Task) => Promise<Answer> | Answer) {
  return asTask((task: Task | null) => (task === null ? getHeapStatistics().total_heap_size : work(task)));
}

/** The same, whose answers hand over the memory of `memoryOf`, which would be copied where they arrive. */
export function asMovingBoundedTask<Task, Answer>(
  work: (task: Task) => Promise<Answer> | Answer,
  memoryOf: (answer: Answer) => ArrayBuffer[],
) {
  const run = asBoundedTask(work);
  return async (task: Task | null) => {
    const reply = await run(task);
    const memory = reply.ok && task !== null ? memoryOf(reply.answer as Answer) : [];
    return move({ [transferableSymbol]: memory, [valueSymbol]: reply });
  };
}
