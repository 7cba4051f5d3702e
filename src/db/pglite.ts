import { existsSync } from 'node:fs';
import { insideTransaction, type Database, type Session } from './database.ts';
import { timeLimitsFor, within, type Purpose } from './time-limits.ts';
import { makePglite, removeUnfinished } from './make-pglite.ts';
import { preparedName } from './prepared.ts';
import { cannotOpen, startEngine, type PgliteEngine } from './pglite-engine.ts';

/** A statement is let run for so many times as long as its asker waits, since it may still end; then the engine goes. */
const STUCK = 2;

/** @param expectWaiting throws once nobody waits for it any more */
type Work<T> = (session: Session, expectWaiting: () => void) => Promise<T>;

/**
 * Opens the embedded PostgreSQL in `folder`, and makes it there at first (about 1 s). It runs in a thread of its
 * own: its statements are synchronous WebAssembly, and eight checks at once held up the event loop for 200 ms.
 * One that broke down or answers nothing any more is ended, and opened anew for the next question.
 * The folder's parent must exist and be claimed: two processes that open one folder destroy it.
 * @throws TrainspotError `database-unavailable` when its files cannot be read.
 */
export async function openPglite(folder: string, timeLimits = timeLimitsFor()): Promise<Database> {
  await removeUnfinished(folder);
  if (!existsSync(folder)) {
    await makePglite(folder).catch((error: Error) => {
      throw cannotOpen(error);
    });
  }
  let engine = await startEngine(folder);
  let last: Promise<unknown> = Promise.resolve();

  async function current(): Promise<PgliteEngine> {
    if (engine.brokenBy() !== null) {
      await engine.end();
      engine = await startEngine(folder);
    }
    return engine;
  }

  /** There is one connection, so whoever holds a transaction holds it alone. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  function inTime<T>(purpose: Purpose, signal: AbortSignal | undefined, work: Work<T>): Promise<T> {
    let gaveUp: { why: unknown } | null = null;
    const expectWaiting = (): void => {
      if (gaveUp) throw gaveUp.why;
    };
    const answer = inTurn(async () => {
      // Given up in the queue.
      expectWaiting();
      const stuckMs = STUCK * Math.max(timeLimits[purpose], timeLimits.answer);
      return work(sessionOn(await current(), stuckMs), expectWaiting);
    });
    return within(answer, { mostMs: timeLimits[purpose], signal }, (why) => (gaveUp = { why }));
  }

  const databaseFor = (purpose: Purpose, signal?: AbortSignal): Database => ({
    engine: 'pglite',
    query: <Row>(sql: string, parameters?: readonly unknown[]) =>
      inTime(purpose, signal, (session) => session.query<Row>(sql, parameters)),
    runScript: (sql) => inTime(purpose, signal, (session) => session.runScript(sql)),
    transaction: (work) =>
      inTime(purpose, signal, (session, expectWaiting) => inTransaction(session, expectWaiting, work)),
    for: databaseFor,
    close: () => inTurn(() => engine.close()),
  });
  return databaseFor('work');
}

/** @param expectWaiting asked before each statement: where nobody waits any more, all is undone */
async function inTransaction<T>(
  session: Session,
  expectWaiting: () => void,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const waitedFor: Session = {
    ...session,
    async query(sql, parameters) {
      expectWaiting();
      return session.query(sql, parameters);
    },
  };
  await session.runScript('begin');
  try {
    const result = await work(insideTransaction(waitedFor));
    // After a failed statement this fails too, while `commit` would roll back and call that success.
    await waitedFor.query('select 1');
    await session.runScript('commit');
    return result;
  } catch (error) {
    // The first error tells what happened; an engine that broke down has nothing to roll back.
    await session.runScript('rollback').catch(() => undefined);
    throw error;
  }
}

function sessionOn(engine: PgliteEngine, stuckMs: number): Session {
  return {
    engine: 'pglite',
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const name = preparedName(sql);
      return (await engine.ask({ kind: 'query', sql, parameters, name }, stuckMs)) as Row[];
    },
    async runScript(sql) {
      await engine.ask({ kind: 'script', sql }, stuckMs);
    },
  };
}
