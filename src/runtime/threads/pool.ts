import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { builtFile, loaderFor } from '../built-file.ts';
import { answerOf, type Reply } from './task.ts';

/** Of a thread, for what is young: V8 would take three times as much. */
const YOUNG_HEAP_MB = 16;

/** A set of worker threads that all run one file's default function (made by `asTask`). */
export interface WorkerPool<Task, Answer> {
  /**
   * Runs one task on the next free thread. A TrainspotError thrown there is thrown here.
   * @param transfer buffers to hand over instead of copying them
   * @param signal ends the thread that the task runs on, whatever it does; another takes its place
   */
  run(task: Task, transfer?: ArrayBuffer[], signal?: AbortSignal): Promise<Answer>;
  /** Starts the threads now, so that the first task does not wait for them. */
  start(): void;
  /**
   * Ends the threads; tasks under way fail. Waits for no task, but for threads that are starting: one that is ended
   * while it loads native code takes the whole process down. Afterwards nothing can be run.
   */
  close(): Promise<void>;
}

/**
 * Worker threads, each of which loads the built module of `file` (a URL without its suffix, so that the same line works
 * from the sources and from the build). All `threads` of them start with the first task, and stay up until `close`.
 * @param settings cloned into each thread, where `piscina.workerData` holds it
 * @param onMessage told of what a thread says beside its answers, by `parentPort.postMessage`
 * @param heapMb of each thread; one that needs more is ended, and another takes its place
 */
export function startPool<Task, Answer>(
  file: URL,
  threads: number,
  settings: unknown,
  onMessage?: (message: unknown) => void,
  heapMb?: number,
): WorkerPool<Task, Answer> {
  let started: StartedPool<Task, Answer> | null = null;
  let isClosed = false;

  function start(): StartedPool<Task, Answer> {
    if (isClosed) throw new Error('These threads were ended; nothing can be run.');
    if (started) return started;
    const pool = new Piscina<Task, Reply<Answer>>({
      filename: builtFile(file),
      execArgv: loaderFor(file),
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    if (onMessage) pool.on('message', onMessage);
    // A thread that was given up may reach its heap's end before it is gone: its task has failed already.
    if (heapMb !== undefined) pool.on('error', () => {});
    started = { pool, allUp: watchStarts(pool) };
    return started;
  }

  return {
    async run(task, transfer, signal) {
      return answerOf(await start().pool.run(task, { transferList: transfer, signal }));
    },
    start: () => void start(),
    async close() {
      isClosed = true;
      await started?.allUp();
      await started?.pool.destroy();
    },
  };
}

interface StartedPool<Task, Answer> {
  pool: Piscina<Task, Reply<Answer>>;
  /** Waits until no thread is starting any more. */
  allUp: () => Promise<void>;
}

/** @param pool made just now, so that none of its threads has said anything yet */
function watchStarts(pool: Piscina): () => Promise<void> {
  const up = new WeakSet<Worker>();
  const firstThreads = new WeakSet(pool.threads);
  // The first thing that a thread says is that it has loaded its file.
  for (const thread of pool.threads) thread.once('message', () => up.add(thread));
  // Of those it began with, the pool says so before they are; of one that replaces another, once it is.
  pool.on('workerCreate', ({ id }: { id: number }) => {
    const thread = pool.threads.find(({ threadId }) => threadId === id);
    if (thread && !firstThreads.has(thread)) up.add(thread);
  });
  return async () => {
    const starting = pool.threads.filter((thread) => !up.has(thread));
    await Promise.all(starting.map(saysOrEnds));
  };
}

function saysOrEnds(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['message', 'error', 'exit']) thread.once(event, () => resolve());
    // The pool lets the process end while a thread has nothing to do.
    thread.ref();
  });
}
