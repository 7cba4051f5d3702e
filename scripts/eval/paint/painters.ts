import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a painter is asked; the answer is a picture file. */
export type PaintTask =
  /** The file as a row of an index has it: at most 400 pixels on the long side. */
  | { kind: 'row'; picture: Uint8Array }
  /** The same at 1024 pixels at most. */
  | { kind: 'large-row'; picture: Uint8Array }
  /** An edit of a picture; its random numbers belong to the seed, the picture's name and the edit's. */
  | { kind: 'edit'; edit: string; picture: Uint8Array; name: string; seed: number }
  | { kind: 'distractor' | 'illustration'; seed: number; number: number }
  /** A picture of one of the sets in `drawn/registry.ts`. */
  | { kind: 'of-set'; set: string; seed: number; number: number };

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

/** At most `count` processes, each started when it is first needed; a task goes to the one with the fewest. */
export function startPainters(count: number): Painters {
  const painters: Painter[] = [];
  return {
    paint(task) {
      if (painters.length < count && painters.every(({ waiting }) => waiting.size > 0)) {
        painters.push(startPainter());
      }
      const idlest = painters.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
      return send(idlest, task);
    },
    async close() {
      await Promise.all(painters.map(({ child }) => end(child)));
    },
  };
}

interface Painter {
  child: ChildProcess;
  /** Tasks under way, by their number. */
  waiting: Map<number, Waiting>;
}

let lastTask = 0;

function startPainter(): Painter {
  const child = fork(PROCESS, {
    execArgv: ['--import', 'tsx'],
    // Pictures cross as bytes, not as JSON.
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
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
  return { child, waiting };
}

function send({ child, waiting }: Painter, task: PaintTask): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const id = ++lastTask;
    waiting.set(id, { resolve, reject });
    child.send({ id, task } satisfies PaintRequest, (error) => {
      if (!error) return;
      waiting.delete(id);
      reject(error);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  await ended;
}
