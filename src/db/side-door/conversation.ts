import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import { within } from '../time-limits.ts';
import {
  type Answer,
  asQuestion,
  type Begin,
  type Failure,
  LANGUAGE,
  messagesFrom,
  type Question,
  send,
  type Statement,
  type TransactionEnd,
} from './messages.ts';

/** Questions that one process may have under way: an ingest has some ten. */
const MAX_QUESTIONS = 64;

/** Undoes a transaction because its owner wishes so. */
const UNDONE = new Error('It is undone.');

/**
 * Answers whoever came in at the side door, until they leave or say what cannot be understood.
 * @param silenceMs after which a transaction is undone whose owner asks nothing
 */
export async function converse(socket: Socket, database: Database, silenceMs: number): Promise<void> {
  const gone = new AbortController();
  setMaxListeners(MAX_QUESTIONS + 1, gone.signal);
  socket.once('close', () => gone.abort(new Error('Whoever asked has gone.')));
  let underWay = 0;
  const answer = (message: Answer): void => {
    if (!socket.destroyed) send(socket, message, () => underWay--);
  };
  const take = createTaker(database, gone.signal, silenceMs, answer);
  try {
    for await (const message of messagesFrom(socket)) {
      if (++underWay > MAX_QUESTIONS) {
        throw new Error(`${underWay} questions are under way, and ${MAX_QUESTIONS} are the most.`);
      }
      take(asQuestion(message));
    }
  } catch (error) {
    answer({ refused: (error as Error).message });
  }
  // Whoever does not leave by themselves is seen off.
  socket.destroySoon();
}

/** @returns takes the questions of one process in their order; throws an Error that can be shown where one is out of place */
function createTaker(
  database: Database,
  gone: AbortSignal,
  silenceMs: number,
  answer: (message: Answer) => void,
): (question: Question) => void {
  const transactions = new Map<number, Inbox>();
  let isKnown = false;

  const fail = (id: number, error: unknown): void => answer({ id, failure: asFailure(error) });

  async function run(statement: Statement, on: Database): Promise<void> {
    const { id, kind, sql } = statement;
    try {
      if (kind === 'query') answer({ id, rows: await on.query(sql, statement.parameters) });
      else {
        await on.runScript(sql);
        answer({ id, rows: [] });
      }
    } catch (error) {
      fail(id, error);
    }
  }

  async function hold({ id, purpose }: Begin): Promise<void> {
    const inbox = createInbox();
    transactions.set(id, inbox);
    let unanswered: number | null = id;
    try {
      await database.for(purpose, gone).transaction(async (transaction) => {
        answer({ id, rows: [] });
        for (;;) {
          unanswered = null;
          const next = await within(inbox.next(), { mostMs: silenceMs, signal: gone });
          unanswered = next.id;
          if (next.kind === 'commit') return;
          if (next.kind === 'rollback') throw UNDONE;
          await run(next, transaction);
        }
      });
      if (unanswered !== null) answer({ id: unanswered, rows: [] });
    } catch (error) {
      if (unanswered === null) return;
      if (error === UNDONE) answer({ id: unanswered, rows: [] });
      else fail(unanswered, error);
    } finally {
      transactions.delete(id);
      for (const late of inbox.rest()) fail(late.id, wasUndone(silenceMs));
    }
  }

  function put(transaction: number, question: Statement | TransactionEnd): void {
    const inbox = transactions.get(transaction);
    if (inbox) inbox.put(question);
    else fail(question.id, wasUndone(silenceMs));
  }

  return (question) => {
    if (question.kind === 'hello') {
      if (question.language !== LANGUAGE) {
        throw new Error(
          `it speaks language ${LANGUAGE}, and not ${question.language}. Start it again with the command's own version.`,
        );
      }
      isKnown = true;
      answer({ id: question.id, rows: [] });
    } else if (!isKnown) throw new Error('the first question has to be hello.');
    else if (question.kind === 'begin') void hold(question);
    else if (question.kind === 'commit' || question.kind === 'rollback') put(question.within, question);
    else if (question.within !== undefined) put(question.within, question);
    else void run(question, database.for(question.purpose, gone));
  };
}

/** What is asked in one transaction. */
interface Inbox {
  put: (question: Statement | TransactionEnd) => void;
  next: () => Promise<Statement | TransactionEnd>;
  /** What nobody took. */
  rest: () => (Statement | TransactionEnd)[];
}

function createInbox(): Inbox {
  const waiting: (Statement | TransactionEnd)[] = [];
  let wake = (): void => {};
  return {
    put(question) {
      waiting.push(question);
      wake();
    },
    async next() {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift()!;
    },
    rest: () => waiting.splice(0),
  };
}

function wasUndone(silenceMs: number): TrainspotError {
  return new TrainspotError(
    'database-unavailable',
    `The database has undone what was begun, because nothing more was asked of it for ${silenceMs / 1000} s.`,
  );
}

function asFailure(error: unknown): Failure {
  const { message, code, constraint } = error as Error & { code?: string; constraint?: string };
  return { isTrainspotError: error instanceof TrainspotError, message, code, constraint };
}
