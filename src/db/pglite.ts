import { TrainspotError } from '../core/errors.ts';
import { startPool, type WorkerPool } from '../workers/pool.ts';
import { insideTransaction, type Database, type Session } from './database.ts';
import type { PgliteAnswer, PgliteTask } from './pglite-worker.ts';

type Connection = WorkerPool<PgliteTask, PgliteAnswer>;

/**
 * Opens the embedded PostgreSQL in `folder`, and makes it there at first (about 4 s). It runs in a thread of its
 * own: its statements are synchronous WebAssembly, and eight checks at once held up the event loop for 200 ms.
 * The folder's parent must exist and be claimed: two processes that open one folder destroy it.
 * @throws TrainspotError `database-unavailable` when its files cannot be read.
 */
export async function openPglite(folder: string): Promise<Database> {
  const connection: Connection = startPool(new URL('./pglite-worker', import.meta.url), 1, null);
  try {
    await ask(connection, { kind: 'open', folder });
  } catch (error) {
    await connection.close();
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
      inTurn(() => ask(connection, { kind: 'close' }).then(() => undefined)).finally(() =>
        connection.close(),
      ),
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
    await session.runScript('rollback');
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
  const answer = await connection.run(task);
  if ('rows' in answer) return answer.rows;
  const { message, ...details } = answer.failure;
  throw Object.assign(new Error(message), details);
}
