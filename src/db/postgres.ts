import { Socket } from 'node:net';
import pg from 'pg';
import { TrainspotError } from '../core/errors.ts';
import { parseUrl } from '../core/parse-url.ts';
import { insideTransaction, type Database, type Session } from './database.ts';
import { timeLimitsFor, within, type Purpose, type Wait } from './time-limits.ts';
import { preparedName } from './prepared.ts';
import { isUnavailable, reasonUnavailable, withoutSecrets } from './unavailable.ts';

/** Of each of the two kinds of connections. */
const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** So much later than the server itself gives a statement up, its silence is noticed. */
const GRACE_MS = 1_000;
/** After so long without a word, the operating system asks whether the other machine is still there. */
const KEEP_ALIVE_MS = 10_000;
/** `bit_count` came with PostgreSQL 14. */
const OLDEST_VERSION = 14;

const INT8 = 20;
const INT8_ARRAY = 1016;

/**
 * Connects to a PostgreSQL server, with up to 10 connections for short questions and as many for long work, which so
 * keeps nobody waiting.
 * @param databaseUrl postgres://USER:PASSWORD@HOST:PORT/NAME
 * @throws TrainspotError `database-unavailable`, without the password, when it cannot be reached, is older
 * than 14, or keeps texts in another encoding than UTF-8.
 */
export async function openPostgres(databaseUrl: string, timeLimits = timeLimitsFor()): Promise<Database> {
  const sockets = new Set<Socket>();
  const connections = (statementMs?: number): pg.Pool =>
    openPool(databaseUrl, sockets, statementMs === undefined ? {} : { statement_timeout: statementMs });
  const pools = { short: connections(timeLimits.answer), long: connections() };
  const close = async (): Promise<void> => {
    // A server that is silent takes no good-bye either.
    const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), timeLimits.answer);
    await Promise.all([pools.short.end(), pools.long.end()]);
    // Of those that were idle the pools do not wait for the end, and one that stays open keeps the process up.
    await Promise.all(
      [...sockets].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))),
    );
    clearTimeout(timer);
  };
  const databaseFor = (purpose: Purpose, signal?: AbortSignal): Database => ({
    ...asking(purpose === 'probe' || purpose === 'answer' ? pools.short : pools.long, {
      mostMs: timeLimits[purpose] + GRACE_MS,
      signal,
    }),
    for: databaseFor,
    close,
  });
  try {
    await refuseOldServer(pools.short, timeLimits.answer + GRACE_MS);
  } catch (error) {
    // One that is refused in the middle of its log-in would be waited for.
    sockets.forEach((socket) => socket.destroy());
    await close();
    throw error instanceof TrainspotError ? error : cannotOpen(databaseUrl, error);
  }
  return databaseFor('work');
}

function openPool(databaseUrl: string, sockets: Set<Socket>, settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
    ...settings,
  });
  // A connection that breaks says so here and at its next use; without a listener the process would end.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function asking(pool: pg.Pool, wait: Wait): Omit<Database, 'for' | 'close'> {
  const { query, runScript, ...rest } = session(pool, wait.mostMs);
  return {
    ...rest,
    // Whoever gives up leaves the connection to the question, which has its own end.
    query: <Row>(sql: string, parameters?: readonly unknown[]) => within(query<Row>(sql, parameters), wait),
    runScript: (sql) => within(runScript(sql), wait),
    async transaction(work) {
      const client = await pool.connect().catch((error) => Promise.reject(withoutSecrets(error)));
      let broken = false;
      try {
        const inside = session(client, wait.mostMs, wait.signal);
        await inside.runScript('begin');
        const result = await work(insideTransaction(inside));
        const { command } = await send(client, 'commit', [], wait.mostMs);
        // The server answers a commit after a failed statement with a rollback, and calls that success.
        if (command !== 'COMMIT')
          throw new Error('A statement of the transaction failed: nothing was saved.');
        return result;
      } catch (thrown) {
        const error = withoutSecrets(thrown);
        // A connection that does not answer would not answer this either, and its end undoes all the same.
        broken = isUnavailable(error);
        if (!broken) await send(client, 'rollback', [], wait.mostMs).catch(() => (broken = true));
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

/** @param signal heard between two statements: one that is under way has the connection to itself */
function session(connection: pg.Pool | pg.PoolClient, mostMs: number, signal?: AbortSignal): Session {
  return {
    engine: 'postgres',
    async query(sql, parameters = []) {
      signal?.throwIfAborted();
      try {
        return (await send(connection, sql, parameters, mostMs)).rows;
      } catch (error) {
        throw withoutSecrets(error);
      }
    },
    async runScript(sql) {
      signal?.throwIfAborted();
      await send(connection, sql, [], mostMs).catch((error) => Promise.reject(withoutSecrets(error)));
    },
  };
}

/** Sends one statement; where the server is silent for so long, its connection is of no use any more. */
function send(
  connection: pg.Pool | pg.PoolClient,
  text: string,
  parameters: readonly unknown[],
  mostMs: number,
): Promise<pg.QueryResult> {
  const question: pg.QueryConfig & { query_timeout: number } = {
    text,
    name: preparedName(text),
    values: [...parameters],
    query_timeout: mostMs,
  };
  return connection.query(question);
}

async function refuseOldServer(pool: pg.Pool, mostMs: number): Promise<void> {
  const sql = `select current_setting('server_version') as version, current_setting('server_encoding') as encoding`;
  const [{ version, encoding }] = (await send(pool, sql, [], mostMs)).rows as { [name: string]: string }[];
  if (encoding !== 'UTF8') {
    throw new TrainspotError(
      'database-unavailable',
      `The database keeps texts as ${encoding}, which has no room for captions in every script: make one ` +
        `with create database NAME encoding 'UTF8' template template0.`,
    );
  }
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return;
  throw new TrainspotError(
    'database-unavailable',
    `The server is PostgreSQL ${version}; ${OLDEST_VERSION} is the oldest that serves.`,
  );
}

function cannotOpen(databaseUrl: string, error: unknown): TrainspotError {
  const reason = reasonUnavailable(error) ?? 'the address is not one, or the server answers strangely';
  // The host name and no more: in an address with a stray slash, the password can stand where the port belongs.
  const host = parseUrl(databaseUrl)?.hostname ?? '';
  return new TrainspotError(
    'database-unavailable',
    `PostgreSQL${host ? ` at ${host}` : ''} cannot be used: ${reason}. Check DATABASE_URL, and that the server runs.`,
  );
}

function typeParser(type: number, format?: 'text' | 'binary'): unknown {
  if (type === INT8) return exactNumber;
  const parse = pg.types.getTypeParser(type, format as 'text');
  if (type !== INT8_ARRAY) return parse;
  return (text: string) => (parse(text) as (string | null)[]).map((item) => item && exactNumber(item));
}

function exactNumber(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
