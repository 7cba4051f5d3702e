import { TrainspotError } from '../core/errors.ts';
import { startPool } from '../runtime/threads/pool.ts';
import { noAnswer } from './time-limits.ts';
import type { PgliteAnswer, PglitePanic, PgliteTask } from './pglite-worker.ts';

/** The embedded PostgreSQL in its thread. */
export interface PgliteEngine {
  /**
   * The rows of one statement. Where it has no answer after `stuckMs`, the engine is at its end.
   * @throws TrainspotError `database-unavailable` of an engine that broke down @throws Error of the statement, with
   * its SQLSTATE as `code`
   */
  ask(task: PgliteTask, stuckMs: number): Promise<unknown[]>;
  /** Why nothing can be asked any more; null while it serves. */
  brokenBy(): TrainspotError | null;
  /** Closes its files, unless it broke down, and ends. */
  close(): Promise<void>;
  /** Ends it as it is; what was committed is on the disk. */
  end(): Promise<void>;
}

/** SQLSTATE classes of a machine that gives no more room (53), of files that cannot be read or written (58), and XX. */
const OF_THE_MACHINE = /^(53|58|XX)/;

/** To go through the log of a large database that was not closed takes minutes. */
const OPEN_MS = 60 * 60_000;
const CLOSE_MS = 5 * 60_000;

/**
 * Opens the database in `folder`, in a new thread.
 * @throws TrainspotError `database-unavailable` when its files cannot be read
 */
export async function startEngine(folder: string): Promise<PgliteEngine> {
  let brokenBy: TrainspotError | null = null;
  /** Those who wait for an answer, which an engine that breaks down may never give. */
  const waiting = new Set<(error: TrainspotError) => void>();
  const worker = new URL('./pglite-worker', import.meta.url);
  const pool = startPool<PgliteTask, PgliteAnswer>(worker, 1, null, (message) =>
    breakDown(cannotWrite(new Error((message as PglitePanic).panic))),
  );

  function breakDown(error: TrainspotError): void {
    brokenBy ??= error;
    for (const reject of waiting) reject(brokenBy);
  }

  function answerTo(task: PgliteTask, stuckMs: number): Promise<PgliteAnswer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => breakDown(noAnswer(stuckMs)), stuckMs);
      waiting.add(reject);
      pool
        .run(task)
        .finally(() => {
          clearTimeout(timer);
          waiting.delete(reject);
        })
        .then(resolve, reject);
    });
  }

  async function ask(task: PgliteTask, stuckMs: number): Promise<unknown[]> {
    if (brokenBy) throw brokenBy;
    const answer = await answerTo(task, stuckMs);
    if ('rows' in answer) return answer.rows;
    const { message, isFatal, ...details } = answer.failure;
    const error = Object.assign(new Error(message), details);
    if (task.kind === 'open' || !(isFatal || OF_THE_MACHINE.test(details.code ?? ''))) throw error;
    const unavailable = cannotWrite(error);
    if (isFatal) breakDown(unavailable);
    throw unavailable;
  }

  try {
    await ask({ kind: 'open', folder }, OPEN_MS);
  } catch (error) {
    await pool.close();
    throw cannotOpen(error as Error);
  }
  return {
    ask,
    brokenBy: () => brokenBy,
    async close() {
      try {
        if (brokenBy === null) await ask({ kind: 'close' }, CLOSE_MS);
      } finally {
        await pool.close();
      }
    },
    end: () => pool.close(),
  };
}

/** Why the files of a database cannot be opened, or made. */
export function cannotOpen(error: Error): TrainspotError {
  return new TrainspotError(
    'database-unavailable',
    `The embedded database cannot be opened (${error.message.split('\n')[0]}). Free some space, put back a copy of the ` +
      'data folder, or choose another one with --data.',
    { cause: error },
  );
}

function cannotWrite(error: Error): TrainspotError {
  return new TrainspotError(
    'database-unavailable',
    `The embedded database cannot go on: ${error.message.split('\n')[0]}. Is the disk full? What was saved before is ` +
      'not lost.',
    { cause: error },
  );
}
