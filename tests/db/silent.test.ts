import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchAnswers } from '../../src/db/answers.ts';
import type { Database } from '../../src/db/database.ts';
import { timeLimitsFor } from '../../src/db/time-limits.ts';
import { openPglite } from '../../src/db/pglite.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { startBreakableProxy, type BreakableProxy } from '../helpers/breakable-proxy.ts';
import { databaseEngines, embeddedEngine, type TestDatabase } from '../helpers/databases.ts';

const SILENT = { name: 'TrainspotError', code: 'database-unavailable' };
const SHORT_MS = 200;
/** Longer than a test may take. */
const LONG_MS = 600_000;
const CONNECTIONS = 10;

let home: TestDatabase;
let database: Database;

const words = async (): Promise<string[]> =>
  (await database.query<{ word: string }>('select word from words order by word')).map(({ word }) => word);
const add = (to: Database, word: string): Promise<unknown[]> =>
  to.query('insert into words values ($1)', [word]);

/** A question that has been sent, and whoever waits for it. */
function asked(purpose: 'answer' | 'work', sql: string): { answer: Promise<unknown>; leave: () => void } {
  const controller = new AbortController();
  const answer = database.for(purpose, controller.signal).query(sql);
  answer.catch(() => {});
  return { answer, leave: () => controller.abort(new Error('nobody waits')) };
}

const postgres = databaseEngines.find(({ name }) => name === 'postgres')!;

describe.skipIf(!postgres.available)('a PostgreSQL server that does not answer', () => {
  let proxy: BreakableProxy;
  beforeEach(async () => {
    home = await postgres.create();
    proxy = await startBreakableProxy(home.settings.databaseUrl!, 'nothing of this');
    const direct = await home.openBare();
    await direct.runScript('create table words (word text primary key)');
    await direct.close();
  });
  afterEach(async () => {
    await database.close();
    proxy.goAway();
    await home.remove();
  });
  async function open(answerMs: number): Promise<void> {
    database = await openPostgres(proxy.databaseUrl, { ...timeLimitsFor(answerMs), work: LONG_MS });
  }

  it('is given up after the time for an answer, and asked again as before once it is there', async () => {
    await open(SHORT_MS);
    await add(database.for('answer'), 'before');
    proxy.freeze();
    const all = Array.from({ length: 2 * CONNECTIONS }, () => asked('answer', 'select 1').answer);
    for (const answer of all) {
      await expect(answer).rejects.toMatchObject(SILENT);
      await expect(answer).rejects.toThrow(/does not answer/);
    }
    proxy.thaw();
    await add(database.for('answer'), 'after');
    expect(await words()).toEqual(['after', 'before']);
  });

  it('holds nobody who has left', async () => {
    await open(LONG_MS);
    proxy.freeze();
    for (const purpose of ['answer', 'work'] as const) {
      const { answer, leave } = asked(purpose, 'select 1');
      leave();
      await expect(answer).rejects.toThrow('nobody waits');
    }
    proxy.thaw();
    expect(await words()).toEqual([]);
  });

  it('in the middle of a transaction undoes it', async () => {
    await open(SHORT_MS);
    const transaction = database.for('answer').transaction(async (inner) => {
      await add(inner, 'lost');
      proxy.freeze();
      await add(inner, 'never');
    });
    await expect(transaction).rejects.toMatchObject(SILENT);
    proxy.thaw();
    expect(await words()).toEqual([]);
  });

  it('for a lock that somebody else holds is given up, but not by long work', async () => {
    await open(SHORT_MS);
    const other = await home.openBare();
    let work: Promise<unknown> | undefined;
    await other.transaction(async (inner) => {
      await inner.runScript('lock table words in access exclusive mode');
      work = add(database, 'waited');
      await expect(add(database.for('answer'), 'given up')).rejects.toMatchObject({
        ...SILENT,
        message: expect.stringContaining('57014') as string,
      });
    });
    await work;
    await other.close();
    expect(await words()).toEqual(['waited']);
  });

  it('for want of a connection is given up, while long work has its own', async () => {
    await open(SHORT_MS);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const holders = Array.from({ length: CONNECTIONS }, () =>
      database.for('answer').transaction(async (inner) => {
        await inner.query('select 1');
        await held;
      }),
    );
    await expect(asked('answer', 'select 1').answer).rejects.toMatchObject(SILENT);
    expect(await words()).toEqual([]);
    letGo();
    await Promise.all(holders);
    expect(await database.for('answer').query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is found out by one question, however many want to know', async () => {
    await open(SHORT_MS);
    let questions = 0;
    const counted: Database = {
      ...database,
      for: (...purpose) => ({
        ...database.for(...purpose),
        query: (...question) => (questions++, database.for(...purpose).query(...question)),
      }),
    };
    const whyNot = watchAnswers(counted);
    expect(await whyNot()).toBeNull();
    proxy.freeze();
    // The answer before holds for a moment.
    let why: string | null = null;
    while (why === null) why = await setImmediate().then(whyNot);
    expect(why).toMatch(/does not answer/);
    const before = questions;
    await Promise.all(Array.from({ length: 50 }, whyNot));
    expect(questions - before).toBeLessThanOrEqual(1);
    proxy.thaw();
    while (why !== null) why = await setImmediate().then(whyNot);
  });

  it('is left all the same', async () => {
    await open(SHORT_MS);
    await database.query('select 1');
    proxy.freeze();
    // Otherwise afterEach would wait for ever.
    await database.close();
    proxy.thaw();
    await open(SHORT_MS);
  });
});

describe('an embedded database that does not answer', () => {
  const ENDLESS = 'select count(*) from generate_series(1, 1000000000000)';
  beforeEach(async () => {
    home = await embeddedEngine.create();
  });
  afterEach(async () => {
    await database.close();
    await home.remove();
  });
  async function open(answerMs: number): Promise<void> {
    const folder = join(home.settings.dataDir, 'database');
    database = await openPglite(folder, { ...timeLimitsFor(answerMs), work: LONG_MS });
    await database.runScript('create table words (word text primary key)');
  }

  it('is given up, ended, and opened anew with all that was saved', async () => {
    await open(SHORT_MS);
    await add(database, 'before');
    await expect(asked('answer', ENDLESS).answer).rejects.toMatchObject(SILENT);
    await add(database, 'after');
    expect(await words()).toEqual(['after', 'before']);
  });

  it('in the middle of a transaction undoes it', async () => {
    await open(SHORT_MS);
    const transaction = database.for('answer').transaction(async (inner) => {
      await add(inner, 'lost');
      await inner.query(ENDLESS);
    });
    await expect(transaction).rejects.toMatchObject(SILENT);
    expect(await words()).toEqual([]);
  });

  it('does nothing that was given up before its turn', async () => {
    await open(SHORT_MS);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const work = database.transaction(() => held);
    await expect(add(database.for('answer'), 'given up')).rejects.toMatchObject(SILENT);
    const controller = new AbortController();
    const left = add(database.for('work', controller.signal), 'left');
    controller.abort(new Error('nobody waits'));
    await expect(left).rejects.toThrow('nobody waits');
    letGo();
    await work;
    expect(await words()).toEqual([]);
  });

  it('goes no further in a transaction that nobody waits for', async () => {
    await open(LONG_MS);
    const controller = new AbortController();
    const seen: unknown[] = [];
    const transaction = database.for('answer', controller.signal).transaction(async (inner) => {
      await add(inner, 'first');
      controller.abort(new Error('nobody waits'));
      await add(inner, 'second').catch((error: unknown) => seen.push(error));
    });
    await expect(transaction).rejects.toThrow('nobody waits');
    expect(await words()).toEqual([]);
    expect(seen).toEqual([expect.objectContaining({ message: 'nobody waits' })]);
  });
});
