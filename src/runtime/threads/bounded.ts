import { PARSE_HEAP_MB, PARSE_SECONDS, PARSE_THREADS } from '../../core/bounds.ts';
import { startPool, type WorkerPool } from './pool.ts';

/** A piece of work that was ended. Its message says by what, and can be shown to anybody. */
export class OutOfBounds extends Error {
  override name = 'OutOfBounds';
}

/** Threads for what came from outside, each piece of work within bounds of time and memory. */
export interface BoundedPool<Task, Answer> {
  /**
   * Runs one task on the next free thread. A TrainspotError thrown there is thrown here.
   * @param transfer buffers to hand over instead of copying them
   * @throws OutOfBounds for a task that takes too long or too much memory: its thread is ended and replaced
   */
  run(task: Task, transfer?: ArrayBuffer[]): Promise<Answer>;
  /** Tasks under way are rejected. */
  close(): Promise<void>;
}

interface Bounds {
  threads: number;
  /** Of one task, from when its thread is up and free. */
  seconds: number;
  heapMb: number;
}

const BOUNDS: Bounds = { threads: PARSE_THREADS, seconds: PARSE_SECONDS, heapMb: PARSE_HEAP_MB };

/** What a thread is asked first, since only then is it known to be up, and last: see `asBoundedTask`. */
const HOW_LARGE = null;

/** Heap that a thread may be left with: a new one has 20 MB, and one that met a bomb keeps 100 for ever. */
const KEPT_HEAP_MB = 40;

/**
 * Threads that each load the module at `file` (as `startPool` says; its default export is made by `asBoundedTask`).
 * A thread starts when it is needed first, so that an unused pool costs nothing.
 */
export function startBoundedPool<Task, Answer>(file: URL, bounds = BOUNDS): BoundedPool<Task, Answer> {
  // One thread each, so that it is known whose turn it is.
  const seats = Array.from({ length: bounds.threads }, () => createSeat<Task, Answer>(file, bounds));
  return {
    run(task, transfer) {
      const [freest] = seats.toSorted((a, b) => a.waiting() - b.waiting());
      return freest.run(task, transfer);
    },
    async close() {
      await Promise.all(seats.map((seat) => seat.close()));
    },
  };
}

function createSeat<Task, Answer>(file: URL, { seconds, heapMb }: Bounds) {
  let pool: WorkerPool<Task | typeof HOW_LARGE, Answer | number> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isClosed = false;

  async function runNow(task: Task, transfer: ArrayBuffer[] | undefined): Promise<Answer> {
    if (isClosed) throw new Error('The threads are closed.');
    pool ??= startPool(file, 1, null, undefined, heapMb);
    await pool.run(HOW_LARGE);
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), seconds * 1000);
    try {
      return (await pool.run(task, transfer, ending.signal)) as Answer;
    } catch (error) {
      if (ending.signal.aborted) throw new OutOfBounds(`It took longer than ${seconds} s, and was given up.`);
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      throw new OutOfBounds(`It needed more than ${heapMb} MB of memory, and was given up.`, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Another takes the place of one that a task left large. */
  async function endLarge(): Promise<void> {
    if (isClosed || pool === null || ((await pool.run(HOW_LARGE)) as number) <= KEPT_HEAP_MB * 2 ** 20)
      return;
    const large = pool;
    pool = null;
    await large.close();
  }

  return {
    waiting: () => waiting,
    run(task: Task, transfer?: ArrayBuffer[]): Promise<Answer> {
      waiting++;
      const answer = last.then(() => runNow(task, transfer));
      last = answer
        .then(endLarge, endLarge)
        // Of a thread that fails the next task tells.
        .catch(() => {})
        .finally(() => waiting--);
      return answer;
    },
    async close() {
      isClosed = true;
      await pool?.close();
    },
  };
}
