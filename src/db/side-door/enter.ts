import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TrainspotError, type ErrorCode } from '../../core/errors.ts';
import { insideTransaction, type Database, type Session } from '../database.ts';
import { timeLimitsFor, within, type Purpose } from '../time-limits.ts';
import { type Answer, type Failure, LANGUAGE, messagesFrom, type Question, send } from './messages.ts';

/** The running server ended before it had answered; whether it did what it was asked nobody knows. */
export class ServerGone extends TrainspotError {
  constructor() {
    super('database-unavailable', 'The running server, which holds the embedded database, has ended.');
  }
}

/** The embedded database of a running server. */
export interface Entered {
  database: Database;
  /**
   * Aborted when the server says that it ends: within seconds nothing can be asked any more; or, with ServerGone as its
   * reason, when it has gone.
   */
  serverEnds: AbortSignal;
}

type AskedPurpose = Exclude<Purpose, 'migration'>;
/** A question that is to get its number. */
type Unnumbered<Each = Question> = Each extends Question ? Omit<Each, 'id'> : never;

/**
 * Enters the side door at `path`.
 * @throws ServerGone; TrainspotError `data-folder-in-use` with why one is not let in; Error of the system where no door
 * is open, or none for this user
 */
export async function enterSideDoor(path: string): Promise<Entered> {
  const socket = connect(path);
  await once(socket, 'connect');
  const conversation = converse(socket);
  try {
    await conversation.ask({ kind: 'hello', language: LANGUAGE });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return { database: databaseOver(conversation), serverEnds: conversation.serverEnds };
}

function databaseOver({ begin, ask, leave }: Conversation): Database {
  const timeLimits = timeLimitsFor();

  const sessionOf = (purpose: AskedPurpose, transaction?: number): Session => ({
    engine: 'pglite',
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const asked = { purpose, sql, parameters: [...parameters], within: transaction };
      return (await ask({ kind: 'query', ...asked })) as Row[];
    },
    async runScript(sql) {
      await ask({ kind: 'script', purpose, sql, within: transaction });
    },
  });

  async function inTransaction<T>(
    purpose: AskedPurpose,
    signal: AbortSignal | undefined,
    work: (database: Database) => Promise<T>,
  ): Promise<T> {
    const transaction = await begin(purpose);
    const session = sessionOf(purpose, transaction);
    const waitedFor: Session = {
      ...session,
      async query(sql, parameters) {
        signal?.throwIfAborted();
        return session.query(sql, parameters);
      },
    };
    try {
      const result = await work(insideTransaction(waitedFor));
      await ask({ kind: 'commit', within: transaction });
      return result;
    } catch (error) {
      // The first error tells what happened.
      await ask({ kind: 'rollback', within: transaction }).catch(() => undefined);
      throw error;
    }
  }

  const databaseFor = (purpose: Purpose, signal?: AbortSignal): Database => {
    if (purpose === 'migration') throw new Error("A command changes no table of a running server's.");
    const session = sessionOf(purpose);
    const wait = { mostMs: timeLimits[purpose], signal };
    return {
      engine: 'pglite',
      query: <Row>(sql: string, parameters?: readonly unknown[]) =>
        within(session.query<Row>(sql, parameters), wait),
      runScript: (sql) => within(session.runScript(sql), wait),
      transaction: (work) => inTransaction(purpose, signal, work),
      for: databaseFor,
      close: leave,
    };
  };
  return databaseFor('work');
}

interface Conversation {
  ask: (question: Unnumbered) => Promise<unknown[]>;
  /** @returns by what the transaction is named that has begun */
  begin: (purpose: AskedPurpose) => Promise<number>;
  serverEnds: AbortSignal;
  /** Waits for what is under way, of a server no longer than for an answer. */
  leave: () => Promise<void>;
}

function converse(socket: Socket): Conversation {
  const ending = new AbortController();
  const waiting = new Map<number, { resolve: (rows: unknown[]) => void; reject: (why: Error) => void }>();
  const answers = new Set<Promise<unknown>>();
  let last = 0;
  let over: Error | null = null;

  function end(why: Error): void {
    if (over === null) ending.abort(why);
    over ??= why;
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  }
  function hear(answer: Answer): void {
    if ('serverEnds' in answer) ending.abort();
    else if ('refused' in answer) end(notLetIn(answer.refused));
    else {
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('rows' in answer) asker?.resolve(answer.rows);
      else asker?.reject(asError(answer.failure));
    }
  }
  async function listen(): Promise<void> {
    for await (const answer of messagesFrom(socket)) hear(answer as Answer);
  }
  socket.on('error', () => {}).once('close', () => end(new ServerGone()));
  listen().catch(() => socket.destroy());

  function put(question: Unnumbered): { id: number; answer: Promise<unknown[]> } {
    const id = last++;
    const answer = new Promise<unknown[]>((resolve, reject) => {
      if (over) throw over;
      send(socket, { ...question, id } as Question);
      waiting.set(id, { resolve, reject });
    });
    answers.add(answer);
    const forget = (): void => void answers.delete(answer);
    answer.then(forget, forget);
    return { id, answer };
  }
  return {
    ask: (question) => put(question).answer,
    async begin(purpose) {
      const { id, answer } = put({ kind: 'begin', purpose });
      await answer;
      return id;
    },
    serverEnds: ending.signal,
    async leave() {
      const timer = setTimeout(() => socket.destroy(), timeLimitsFor().answer);
      await Promise.allSettled(answers);
      // Afterwards nothing can be asked.
      over ??= new Error('The database is closed.');
      if (!socket.closed) {
        const closed = new Promise((resolve) => socket.once('close', resolve));
        socket.end();
        await closed;
      }
      clearTimeout(timer);
    },
  };
}

function notLetIn(why: string): TrainspotError {
  return new TrainspotError(
    'data-folder-in-use',
    `The running server, which holds the embedded database, does not answer this command: ${why}`,
  );
}

function asError({ isTrainspotError, message, code, constraint }: Failure): Error {
  if (isTrainspotError) return new TrainspotError(code as ErrorCode, message);
  return Object.assign(new Error(message), { code, constraint });
}
