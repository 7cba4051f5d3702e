import { Piscina } from 'piscina';
import { TrainspotError } from '../core/errors.ts';
import type { Reply } from './task.ts';

/** Of the module at `file`, which a thread loads: from the sources (tests, scripts) it is the built one. */
function builtModule(file: URL): string {
  if (!import.meta.url.endsWith('.ts')) return `${file.href}.js`;
  const inRoom = file.href.slice(new URL('../', import.meta.url).href.length);
  // A loader for TypeScript in each thread took more time than all that the tests do in them.
  return new URL(`../../dist/${inRoom}.js`, import.meta.url).href;
}

/** A set of worker threads that all run one file's default function (made by `asTask`). */
export interface WorkerPool<Task, Answer> {
  /**
   * Runs one task on the next free thread. A TrainspotError thrown there is thrown here.
   * @param transfer buffers to hand over instead of copying them
   */
  run(task: Task, transfer?: ArrayBuffer[]): Promise<Answer>;
  /** Waits for nothing: tasks under way are ended. */
  close(): Promise<void>;
}

/**
 * Starts `threads` worker threads, each loading the built module of `file` (a URL without its suffix, so that the
 * same line works from the sources and from the build). The threads stay up until `close`.
 * @param settings cloned into each thread, where `piscina.workerData` holds it
 * @param onMessage told of what a thread says beside its answers, by `parentPort.postMessage`
 */
export function startPool<Task, Answer>(
  file: URL,
  threads: number,
  settings: unknown,
  onMessage?: (message: unknown) => void,
): WorkerPool<Task, Answer> {
  const pool = new Piscina<Task, Reply<Answer>>({
    filename: builtModule(file),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: settings,
  });
  if (onMessage) pool.on('message', onMessage);
  return {
    async run(task, transfer) {
      const reply = await pool.run(task, transfer ? { transferList: transfer } : {});
      if (reply.ok) return reply.answer;
      throw reply.code ? new TrainspotError(reply.code, reply.message) : new Error(reply.message);
    },
    close: () => pool.destroy(),
  };
}
