import pg from 'pg';
import { TrainspotError } from '../core/errors.ts';
import { parseUrl } from '../core/parse-url.ts';
import { insideTransaction, type Database, type Session } from './database.ts';
import { reasonUnavailable, withoutSecrets } from './unavailable.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** `bit_count` came with PostgreSQL 14. */
const OLDEST_VERSION = 14;

const INT8 = 20;
const INT8_ARRAY = 1016;

/**
 * Connects to a PostgreSQL server, with up to 10 connections.
 * @param databaseUrl postgres://USER:PASSWORD@HOST:PORT/NAME
 * @throws TrainspotError `database-unavailable`, without the password, when it cannot be reached, is older
 * than 14, or keeps texts in another encoding than UTF-8.
 */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  // A connection that breaks says so here and at its next use; without a listener the process would end.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await refuseOldServer(pool);
  } catch (error) {
    await pool.end();
    throw error instanceof TrainspotError ? error : cannotOpen(databaseUrl, error);
  }

  return {
    ...session(pool),
    async transaction(work) {
      const client = await pool.connect().catch((error) => Promise.reject(withoutSecrets(error)));
      let broken = false;
      try {
        await client.query('begin');
        const result = await work(insideTransaction(session(client)));
        const { command } = await client.query('commit');
        // The server answers a commit after a failed statement with a rollback, and calls that success.
        if (command !== 'COMMIT')
          throw new Error('A statement of the transaction failed: nothing was saved.');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => (broken = true));
        throw withoutSecrets(error);
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function session(connection: pg.Pool | pg.PoolClient): Session {
  return {
    engine: 'postgres',
    async query(sql, parameters = []) {
      try {
        return (await connection.query(sql, [...parameters])).rows;
      } catch (error) {
        throw withoutSecrets(error);
      }
    },
    async runScript(sql) {
      await connection.query(sql).catch((error) => Promise.reject(withoutSecrets(error)));
    },
  };
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; encoding: string }>(
    `select current_setting('server_version') as version, current_setting('server_encoding') as encoding`,
  );
  if (rows[0].encoding !== 'UTF8') {
    throw new TrainspotError(
      'database-unavailable',
      `The database keeps texts as ${rows[0].encoding}, which has no room for captions in every script: make one ` +
        `with create database NAME encoding 'UTF8' template template0.`,
    );
  }
  if (Number.parseInt(rows[0].version, 10) >= OLDEST_VERSION) return;
  throw new TrainspotError(
    'database-unavailable',
    `The server is PostgreSQL ${rows[0].version}; ${OLDEST_VERSION} is the oldest that serves.`,
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
