import type { Purpose } from './time-limits.ts';

/** PostgreSQL, whether a server or the embedded one: the same SQL runs on both. */
export interface Database {
  readonly engine: 'postgres' | 'pglite';

  /**
   * The rows of one statement. `bigint` arrives as a number while that is exact (else as a BigInt),
   * `timestamptz` as a Date, `bytea` as bytes, arrays as arrays.
   * @throws TrainspotError `database-unavailable` when the server cannot be reached or takes longer than its purpose
   * allows; else the engine's own error, whose `code` is the SQLSTATE.
   */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /** Runs several statements that have no parameters. */
  runScript(sql: string): Promise<void>;

  /**
   * Commits when `work` is done, rolls everything back when it throws. `work` must use the database it is
   * given, one statement at a time. A transaction within a transaction is a savepoint: its failure undoes its
   * own part, and the outer one may go on.
   */
  transaction<T>(work: (database: Database) => Promise<T>): Promise<T>;

  /**
   * The same database, asked for this purpose: `work` unless it is said.
   * @param signal a question whose asker has gone away fails at once with its reason; a transaction at its next one
   */
  for(purpose: Purpose, signal?: AbortSignal): Database;

  /**
   * Waits for what is under way, of a server no longer than for an answer; what is left is undone. Afterwards nothing
   * can be asked.
   */
  close(): Promise<void>;
}

/** One connection that a transaction holds for itself. */
export type Session = Pick<Database, 'engine' | 'query' | 'runScript'>;

/** The database as the work of a transaction sees it, `depth` savepoints deep. */
export function insideTransaction(session: Session, depth = 0): Database {
  const savepoint = `savepoint_${depth}`;
  const database: Database = {
    ...session,
    // Its statements are one piece of work.
    for: () => database,
    async transaction(work) {
      await session.runScript(`savepoint ${savepoint}`);
      try {
        const result = await work(insideTransaction(session, depth + 1));
        await session.runScript(`release savepoint ${savepoint}`);
        return result;
      } catch (error) {
        await session.runScript(`rollback to savepoint ${savepoint}; release savepoint ${savepoint}`);
        throw error;
      }
    },
    close: () => Promise.reject(new Error('A database cannot be closed from within its transaction.')),
  };
  return database;
}

/** SQLSTATE of a row that a unique constraint refuses. */
const UNIQUE_VIOLATION = '23505';

/** The name of the unique constraint that refused a row, or null when the error is of another kind. */
export function violatedUniqueConstraint(error: unknown): string | null {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION ? (constraint ?? '') : null;
}
