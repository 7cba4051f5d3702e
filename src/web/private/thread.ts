import type { PrivateFiles } from './files.ts';
import type { FromThread, PrivateAnswers, PrivateTask } from './messages.ts';

/** The thread in which pictures are looked at, so that the page goes on. */
export interface PrivateThread {
  /**
   * @param loaded told how many bytes have come, where the task loads some
   * @throws Error with words for the artist
   */
  ask<Kind extends PrivateTask['kind']>(
    task: Extract<PrivateTask, { kind: Kind }>,
    loaded?: (bytes: number) => void,
  ): Promise<PrivateAnswers[Kind]>;
}

interface Waiting {
  resolve: (answer: PrivateAnswers[keyof PrivateAnswers]) => void;
  reject: (error: Error) => void;
  loaded?: (bytes: number) => void;
}

/** Starts the thread. Nothing is loaded but its script. */
export function startThread({ worker: url }: PrivateFiles): PrivateThread {
  const worker = new Worker(url, { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  worker.onmessage = ({ data }: MessageEvent<FromThread>) => {
    const one = waiting.get(data.id);
    if (one === undefined) return;
    if ('loaded' in data) {
      one.loaded?.(data.loaded);
      return;
    }
    waiting.delete(data.id);
    if ('failure' in data) one.reject(new Error(data.failure));
    else one.resolve(data.answer);
  };
  // It could not be loaded, or ran out of memory.
  worker.onerror = () => {
    for (const { reject } of waiting.values()) {
      reject(new Error('This browser could not look at the picture by itself. Upload it instead.'));
    }
    waiting.clear();
  };
  return {
    ask(task, loaded) {
      const id = asked++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, loaded });
        worker.postMessage({ id, task });
      });
    },
  };
}
