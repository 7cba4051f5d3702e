import { parentPort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { asTask } from '../runtime/threads/task.ts';

export type PgliteTask =
  | { kind: 'open'; folder: string }
  /** @param name of a statement that is to be planned once */
  | { kind: 'query'; sql: string; parameters: readonly unknown[]; name?: string }
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
  if (task.kind === 'query') return query(task);
  if (task.kind === 'open') pglite = await openFiles(task.folder);
  else if (task.kind === 'script') await pglite.exec(task.sql);
  else await pglite.close();
  return [];
}

/** Names of the statements that this engine has planned. */
const planned = new Set<string>();

async function query({ sql, parameters, name }: PgliteTask & { kind: 'query' }): Promise<unknown[]> {
  if (name === undefined) return (await pglite.query(sql, [...parameters])).rows;
  if (!planned.has(name)) await pglite.exec(`prepare ${name} as ${sql}`);
  planned.add(name);
  return (await pglite.query(`execute ${name} (${parameters.map(literal).join(', ')})`)).rows;
}

/** A parameter as SQL writes it, of those kinds that planned statements have: numbers, texts, and lists of either. */
function literal(value: unknown): string {
  const text = Array.isArray(value) ? `{${value.map(element).join(',')}}` : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function element(value: unknown): string {
  return typeof value === 'number' ? String(value) : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`;
}

function openFiles(folder: string): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${BUFFERS}`];
  return PGlite.create(folder, { onStderr, startParams });
}
