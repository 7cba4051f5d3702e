import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`a ${engine.name} database`, () => {
    let home: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      home = await engine.createBare();
      database = await home.openBare();
      await database.runScript('create table words (word text primary key); create table empty (x int)');
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    const words = async (): Promise<string[]> =>
      (await database.query<{ word: string }>('select word from words order by word')).map(
        ({ word }) => word,
      );
    const add = (to: Database, word: string): Promise<unknown[]> =>
      to.query('insert into words values ($1)', [word]);

    it('says which it is', () => {
      expect(database.engine).toBe(engine.name);
    });

    it('gives values the same types', async () => {
      const [row] = await database.query<Record<string, unknown>>(
        `select 9007199254740991::bigint as safe, 9007199254740992::bigint as unsafe, null::bigint as missing,
           array[1, null, 9007199254740992]::bigint[] as many, array['a', null, '']::text[] as texts,
           '2026-11-23T10:00:00.123Z'::timestamptz as moment, true as yes, 1.5::real as real,
           '\\x00ff'::bytea as bytes, count(*) as count from words`,
      );
      expect({ ...row, bytes: [...(row['bytes'] as Uint8Array)] }).toEqual({
        safe: Number.MAX_SAFE_INTEGER,
        unsafe: 9007199254740992n,
        missing: null,
        many: [1, null, 9007199254740992n],
        texts: ['a', null, ''],
        moment: new Date('2026-11-23T10:00:00.123Z'),
        yes: true,
        real: 1.5,
        bytes: [0, 255],
        count: 0,
      });
    });

    it('takes parameters as they are, whatever they hold', async () => {
      const nasty = [`'; drop table words; --`, '{"a",\\b}', 'NULL', '', '🎨 Ünïcode', null];
      const [row] = await database.query<{ texts: unknown; flags: unknown }>(
        'select $1::text[] as texts, $2::boolean[] as flags',
        [nasty, [true, null, false]],
      );
      expect(row).toEqual({ texts: nasty, flags: [true, null, false] });
    });

    it('commits a transaction whole, or not at all', async () => {
      expect(await database.transaction(async (inner) => (await add(inner, 'kept'), 'answer'))).toBe(
        'answer',
      );
      const failure = new Error('of the work');
      const failing = database.transaction(async (inner) => {
        await add(inner, 'lost');
        throw failure;
      });
      await expect(failing).rejects.toBe(failure);
      expect(await words()).toEqual(['kept']);
    });

    it('undoes only its own part when a transaction within a transaction fails', async () => {
      await database.transaction(async (outer) => {
        await add(outer, 'outer');
        const inner = outer.transaction(async (nested) => {
          await add(nested, 'inner');
          await nested.transaction((deeper) => add(deeper, 'deeper'));
          await add(nested, 'outer');
        });
        await expect(inner).rejects.toMatchObject({ code: '23505' });
        await outer.transaction((nested) => add(nested, 'second'));
      });
      expect(await words()).toEqual(['kept', 'outer', 'second']);
    });

    it('does not pretend to have committed after a failed statement', async () => {
      const swallowing = database.transaction(async (inner) => {
        await add(inner, 'unsaved');
        await add(inner, 'kept').catch(() => {});
      });
      await expect(swallowing).rejects.toThrow();
      expect(await words()).not.toContain('unsaved');
      await add(database, 'usable afterwards');
      expect(await words()).toContain('usable afterwards');
    });

    it('is not closed from within a transaction', async () => {
      await expect(database.transaction((inner) => inner.close())).rejects.toThrow(/cannot be closed/);
    });
  });
}

const server = databaseEngines.find(({ name }) => name === 'postgres')!;

describe('a PostgreSQL server that cannot be used', () => {
  const SECRET = 'hunter2';

  async function refusal(databaseUrl: string): Promise<TrainspotError> {
    const error = await openDatabase({ databaseUrl, dataDir: 'unused' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TrainspotError);
    return error as TrainspotError;
  }

  /** Everything a logger could print of an error. */
  function everythingOf(error: Error): string {
    const own = Object.getOwnPropertyNames(error).map((name) => String(error[name as keyof Error]));
    return [...own, error.cause instanceof Error ? everythingOf(error.cause) : ''].join('\n');
  }

  it.each([
    ['nobody listens', `postgres://me:${SECRET}@127.0.0.1:1/art`, 'at 127.0.0.1'],
    ['there is no such host', `postgres://me:${SECRET}@no-such-host.invalid/art`, 'at no-such-host.invalid'],
    ['the address is not one', `postgres://me:${SECRET}@[broken/art`, 'DATABASE_URL'],
    ['a slash stands in the password', `postgres://me:12/${SECRET}@127.0.0.1:1/art`, 'DATABASE_URL'],
  ])('says so without the password where %s', async (_, databaseUrl, words) => {
    const error = await refusal(databaseUrl);
    expect(error.code).toBe('database-unavailable');
    expect(error.message).toContain(words);
    expect(everythingOf(error)).not.toContain(SECRET);
  });

  describe.skipIf(!server.available)('but answers', () => {
    let home: TestDatabase;
    beforeAll(async () => void (home = await server.create()));
    afterAll(() => home.remove());

    it.each([
      ['a wrong password', (address: URL) => (address.password = SECRET), 'refuses the user name'],
      [
        'no such database',
        (address: URL) => (address.pathname = '/trainspot_absent'),
        'no database of that name',
      ],
    ])('names %s', async (_, spoil, words) => {
      const address = new URL(home.settings.databaseUrl!);
      spoil(address);
      const error = await refusal(address.href);
      expect(error).toMatchObject({ code: 'database-unavailable', message: expect.stringContaining(words) });
      expect(everythingOf(error)).not.toContain(address.password);
    });

    it('says so where its database has no room for every script', async () => {
      const address = new URL(home.settings.databaseUrl!);
      const plain = `${address.pathname.slice(1)}_latin1`;
      const database = await home.openBare();
      await database.query(
        `create database ${plain} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
      );
      address.pathname = `/${plain}`;
      const error = await refusal(address.href).finally(() => database.query(`drop database ${plain}`));
      await database.close();
      expect(error.message).toContain('keeps texts as LATIN1');
    });

    it('is reported when it drops the connection in a transaction, and used again afterwards', async () => {
      const database = await home.open();
      const dropped = database.transaction(async (inner) => {
        const [{ pid }] = await inner.query<{ pid: number }>('select pg_backend_pid() as pid');
        await database.query('select pg_terminate_backend($1)', [pid]);
        await inner.query('select 1');
      });
      await expect(dropped).rejects.toMatchObject({ name: 'TrainspotError', code: 'database-unavailable' });
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
      await database.close();
    });
  });
});
