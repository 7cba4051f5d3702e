import type { Duplex, Readable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { SIDE_DOOR_BYTES } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';

/*
 * What goes through the side door: messages of V8's structured clone, which knows the dates, bytes and large integers
 * that a database gives and takes, each after its length in four bytes. Whoever enters says first which language it is.
 */

/** Goes up with every change that the other side would misunderstand. */
export const LANGUAGE = 1;

const LENGTH_BYTES = 4;

const Id = Type.Integer({ minimum: 0 });
const Purpose = Type.Enum(['probe', 'answer', 'upkeep', 'work']);
/** Of the `begin` whose transaction this is asked in. */
const Within = Id;

const QuestionSchema = Type.Union([
  Type.Object({ kind: Type.Literal('hello'), id: Id, language: Type.Integer() }),
  Type.Object({
    kind: Type.Literal('query'),
    id: Id,
    purpose: Purpose,
    sql: Type.String(),
    parameters: Type.Array(Type.Unknown()),
    within: Type.Optional(Within),
  }),
  Type.Object({
    kind: Type.Literal('script'),
    id: Id,
    purpose: Purpose,
    sql: Type.String(),
    within: Type.Optional(Within),
  }),
  Type.Object({ kind: Type.Literal('begin'), id: Id, purpose: Purpose }),
  Type.Object({ kind: Type.Literal('commit'), id: Id, within: Within }),
  Type.Object({ kind: Type.Literal('rollback'), id: Id, within: Within }),
]);

export type Question = Static<typeof QuestionSchema>;
export type Begin = Extract<Question, { kind: 'begin' }>;
export type Statement = Extract<Question, { kind: 'query' | 'script' }>;
export type TransactionEnd = Extract<Question, { kind: 'commit' | 'rollback' }>;

/** An error as it goes through the door: of the engine, with its SQLSTATE as `code`, or a TrainspotError. */
export interface Failure {
  isTrainspotError: boolean;
  message: string;
  code?: string;
  constraint?: string;
}

/** To the question of that id; or, of nobody's asking, that the server ends, or ends the conversation. */
export type Answer =
  | { id: number; rows: unknown[] }
  | { id: number; failure: Failure }
  | { serverEnds: true }
  | { refused: string };

/** What a question is, if it is one. @throws Error that says so, and can be shown */
export function asQuestion(message: unknown): Question {
  if (Value.Check(QuestionSchema, message)) return message;
  const { kind } = (message ?? {}) as { kind?: unknown };
  throw new Error(`that is no question, its kind is ${JSON.stringify(String(kind).slice(0, 40))}.`);
}

/** Sends one message. @param onSent called once it has left this process, or never will */
export function send(to: Duplex, message: Question | Answer, onSent?: () => void): void {
  const body = serialize(message);
  if (body.length > SIDE_DOOR_BYTES) throw tooLong(body.length);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(body.length);
  to.cork();
  to.write(length);
  to.write(body, onSent);
  to.uncork();
}

/**
 * The messages of a stream, to its end; whoever stops before it leaves the stream open.
 * @throws Error that says what is wrong with a message, and can be shown
 */
export async function* messagesFrom(stream: Readable): AsyncGenerator<unknown> {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Of the message that is arriving, with its length. */
  let bytes: number | null = null;
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= (bytes ?? LENGTH_BYTES)) {
      const all: Buffer = Buffer.concat(chunks);
      if (bytes === null) {
        bytes = LENGTH_BYTES + all.readUInt32BE();
        if (bytes - LENGTH_BYTES > SIDE_DOOR_BYTES) throw tooLong(bytes - LENGTH_BYTES);
        chunks = [all];
      } else {
        yield read(all.subarray(LENGTH_BYTES, bytes));
        chunks = [all.subarray(bytes)];
        held -= bytes;
        bytes = null;
      }
    }
  }
}

function read(body: Buffer): unknown {
  try {
    return deserialize(body);
  } catch (cause) {
    throw new Error(`a message of ${body.length} bytes cannot be read.`, { cause });
  }
}

function tooLong(bytes: number): TrainspotError {
  return new TrainspotError(
    'data-folder-in-use',
    `A message has ${bytes} bytes, and ${SIDE_DOOR_BYTES} are the most beside a running server. Stop it first.`,
  );
}
