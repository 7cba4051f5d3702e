import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a painter is asked; the answer is a picture file. */
export type PaintTask =
  /** The file as a row of an index has it: at most 400 pixels on the long side. */
  | { kind: 'row'; picture: Uint8Array }
  /** An edit of a picture; its random numbers belong to the seed, the picture's name and the edit's. */
  | { kind: 'edit'; edit: string; picture: Uint8Array; name: string; seed: number }
  | { kind: 'distractor' | 'illustration'; seed: number; number: number };

export interface PaintRequest {
  id: number;
  task: PaintTask;
}

export type PaintReply = { id: number; bytes: Uint8Array } | { id: number; error: string };

/** Draws and edits pictures in processes of their own. */
export interface Painters {
  /** @throws Error with the painter's own words, such as a damaged file's */
  paint(task: PaintTask): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (bytes: Uint8Array) => void;
  reject: (error: Error) => void;
}

const PROCESS = fileURLToPath(new URL('./painter-process.ts', import.meta.url));

/** Starts `count` processes; a task goes to the one with the fewest. */
export function startPainters(count: number): Painters {
  const painters = Array.from({ length: count }, startPainter);
  return {
    paint(task) {
      const idlest = painters.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
      return idlest.paint(task);
    },
    async close() {
      await Promise.all(painters.map((painter) => painter.close()));
    },
  };
}

function startPainter() {
  const child: ChildProcess = fork(PROCESS, {
    execArgv: ['--import', 'tsx'],
    // Pictures cross as bytes, not as JSON.
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  child.on('message', (message) => {
    const reply = message as PaintReply;
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('bytes' in reply) asked?.resolve(reply.bytes);
    else asked?.reject(new Error(reply.error));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`A painter's process ended with ${code}.`));
    waiting.clear();
  });
  return {
    waiting,
    paint(task: PaintTask): Promise<Uint8Array> {
      return new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        child.send({ id, task } satisfies PaintRequest, (error) => {
          if (!error) return;
          waiting.delete(id);
          reject(error);
        });
      });
    },
    async close(): Promise<void> {
      if (child.exitCode !== null || !child.connected) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
