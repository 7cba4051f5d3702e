import { parentPort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { asTask } from '../runtime/threads/task.ts';

export type PgliteTask =
  | { kind: 'open'; folder: string }
  | { kind: 'query'; sql: string; parameters: readonly unknown[] }
  | { kind: 'script'; sql: string }
  | { kind: 'close' };

/** What of an error of the engine its callers look at; an Error would lose it on the way between threads. */
export interface PgliteFailure {
  message: string;
  /** SQLSTATE. */
  code?: string;
  constraint?: string;
  /** Whether the engine is at its end: it answers nothing any more. */
  isFatal: boolean;
}

export type PgliteAnswer = { rows: unknown[] } | { failure: PgliteFailure };

/** Said beside the answers, by an engine that is at its end and may never answer. */
export interface PglitePanic {
  panic: string;
}

/** The engine fills them all as it opens: its own measure, 128 MB, held 100 MB more of what the system's cache holds as well. */
const BUFFERS = '32MB';

let pglite: PGlite;

/** After a PANIC in a commit, as of a log that cannot be written, the WebAssembly goes round in circles for ever. */
function onStderr(text: string): boolean {
  const panic = /\bPANIC:\s+(.+)/.exec(text)?.[1];
  if (panic !== undefined) parentPort?.postMessage({ panic } satisfies PglitePanic);
  return false;
}

export default asTask(async (task: PgliteTask): Promise<PgliteAnswer> => {
  try {
    return { rows: await run(task) };
  } catch (error) {
    const { message, code, constraint, severity } = error as Omit<PgliteFailure, 'isFatal'> & {
      severity?: string;
    };
    // After a PANIC, such as a log that cannot be written, the next statement would wait for ever. What has no code is
    // no answer of the engine's: its WebAssembly broke down.
    const isFatal = code === undefined || severity === 'PANIC' || severity === 'FATAL';
    return { failure: { message, code, constraint, isFatal } };
  }
});

async function run(task: PgliteTask): Promise<unknown[]> {
  if (task.kind === 'query') return (await pglite.query(task.sql, [...task.parameters])).rows;
  if (task.kind === 'open') pglite = await openFiles(task.folder);
  else if (task.kind === 'script') await pglite.exec(task.sql);
  else await pglite.close();
  return [];
}

function openFiles(folder: string): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${BUFFERS}`];
  return PGlite.create(folder, { onStderr, startParams });
}
