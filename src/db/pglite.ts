import { TrainspotError } from '../core/errors.ts';
import { startPool, type WorkerPool } from '../workers/pool.ts';
import { insideTransaction, type Database, type Session } from './database.ts';
import type { PgliteAnswer, PglitePanic, PgliteTask } from './pglite-worker.ts';

interface Connection {
  pool: WorkerPool<PgliteTask, PgliteAnswer>;
  /** Why nothing can be asked any more; null while it serves. */
  brokenBy: TrainspotError | null;
  /** Fails when the engine breaks down, which may leave a question without an answer. */
  broken: Promise<never>;
}

/** SQLSTATE classes of a machine that gives no more room (53), of files that cannot be read or written (58), and XX. */
const OF_THE_MACHINE = /^(53|58|XX)/;

/**
 * Opens the embedded PostgreSQL in `folder`, and makes it there at first (about 4 s). It runs in a thread of its
 * own: its statements are synchronous WebAssembly, and eight checks at once held up the event loop for 200 ms.
 * The folder's parent must exist and be claimed: two processes that open one folder destroy it.
 * @throws TrainspotError `database-unavailable` when its files cannot be read.
 */
export async function openPglite(folder: string): Promise<Database> {
  let onPanic: (error: TrainspotError) => void = () => {};
  const broken = new Promise<never>((_, reject) => (onPanic = reject));
  // It is thrown to whoever asks; nobody may be asking.
  broken.catch(() => {});
  const worker = new URL('./pglite-worker', import.meta.url);
  const pool = startPool<PgliteTask, PgliteAnswer>(worker, 1, null, (message) => {
    connection.brokenBy ??= cannotWrite(new Error((message as PglitePanic).panic));
    onPanic(connection.brokenBy);
  });
  const connection: Connection = { pool, brokenBy: null, broken };
  try {
    await ask(connection, { kind: 'open', folder });
  } catch (error) {
    await pool.close();
    throw new TrainspotError(
      'database-unavailable',
      `The embedded database cannot be opened (${(error as Error).message.split('\n')[0]}). Free some space, put ` +
        'back a copy of the data folder, or choose another one with --data.',
      { cause: error },
    );
  }
  const session = sessionOn(connection);
  const inTurn = turns();
  return {
    engine: 'pglite',
    query: (sql, parameters) => inTurn(() => session.query(sql, parameters)),
    runScript: (sql) => inTurn(() => session.runScript(sql)),
    transaction: (work) => inTurn(() => inTransaction(session, work)),
    close: () =>
      inTurn(async () => {
        if (connection.brokenBy === null) await ask(connection, { kind: 'close' });
      }).finally(() => pool.close()),
  };
}

/** There is one connection, so whoever holds a transaction holds it alone. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function inTransaction<T>(session: Session, work: (database: Database) => Promise<T>): Promise<T> {
  await session.runScript('begin');
  try {
    const result = await work(insideTransaction(session));
    // After a failed statement this fails too, while `commit` would roll back and call that success.
    await session.query('select 1');
    await session.runScript('commit');
    return result;
  } catch (error) {
    // The first error tells what happened; an engine that broke down has nothing to roll back.
    await session.runScript('rollback').catch(() => undefined);
    throw error;
  }
}

function sessionOn(connection: Connection): Session {
  return {
    engine: 'pglite',
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      return (await ask(connection, { kind: 'query', sql, parameters })) as Row[];
    },
    async runScript(sql) {
      await ask(connection, { kind: 'script', sql });
    },
  };
}

async function ask(connection: Connection, task: PgliteTask): Promise<unknown[]> {
  if (connection.brokenBy) throw connection.brokenBy;
  const answer = await Promise.race([connection.pool.run(task), connection.broken]);
  if ('rows' in answer) return answer.rows;
  const { message, isFatal, ...details } = answer.failure;
  const error = Object.assign(new Error(message), details);
  if (task.kind === 'open' || !(isFatal || OF_THE_MACHINE.test(details.code ?? ''))) throw error;
  const unavailable = cannotWrite(error);
  if (isFatal) connection.brokenBy = unavailable;
  throw unavailable;
}

function cannotWrite(error: Error): TrainspotError {
  return new TrainspotError(
    'database-unavailable',
    `The embedded database cannot go on: ${error.message.split('\n')[0]}. Is the disk full? What was saved before is ` +
      'not lost.',
    { cause: error },
  );
}
