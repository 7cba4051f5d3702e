import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { serialize } from 'node:v8';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { enterSideDoor, ServerGone, type Entered } from '../../src/db/side-door/enter.ts';
import { messagesFrom } from '../../src/db/side-door/messages.ts';
import { openSideDoor, type SideDoor } from '../../src/db/side-door/serve.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';

const SILENCE_MS = 100;
/** Longer than a test may take. */
const LONG_MS = 600_000;

let home: TestDatabase;
let own: Database;
let door: SideDoor;
let inside: Entered[];
beforeAll(async () => {
  home = await embeddedEngine.create();
  own = await home.openBare();
  await own.runScript('create table words (word text primary key)');
});
afterAll(async () => {
  await own.close();
  await home.remove();
});
beforeEach(async () => {
  inside = [];
  await own.query('delete from words');
});
afterEach(async () => {
  for (const { database } of inside) await database.close();
  await door.close();
});

async function open(silenceMs = LONG_MS, leaveMs = LONG_MS): Promise<void> {
  door = await openSideDoor(own, { silenceMs, leaveMs });
}
async function enter(): Promise<Database> {
  const entered = await enterSideDoor(door.path);
  inside.push(entered);
  return entered.database;
}
const words = async (): Promise<string[]> =>
  (await own.query<{ word: string }>('select word from words order by word')).map(({ word }) => word);
const add = (to: Database, word: string): Promise<unknown[]> =>
  to.query('insert into words values ($1)', [word]);

describe('the database through the side door', () => {
  beforeEach(() => open());

  it('answers as the database itself does, whatever the kind of a value', async () => {
    const database = await enter();
    const sql = `select $1::timestamptz as at, $2::bytea as bytes, $3::bigint as large, 7::bigint as small,
      $4::text[] as list, $5::text as none, $6::boolean as yes, $7::text as text`;
    const parameters = [
      new Date('2026-02-03T04:05:06.789Z'),
      new Uint8Array([0, 255, 7]),
      2n ** 60n,
      ['a', null, '"}'],
      null,
      true,
      'żółć 🐟',
    ];
    const expected = await own.query(sql, parameters);
    expect(await database.query(sql, parameters)).toEqual(expected);
    expect(await database.for('answer').query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.runScript(`insert into words values ('one'); insert into words values ('two')`);
    expect(await words()).toEqual(['one', 'two']);
  });

  it('fails as the database itself does', async () => {
    const database = await enter();
    await add(database, 'twice');
    const own_ = await add(own, 'twice').catch((error: unknown) => error as Error);
    await expect(add(database, 'twice')).rejects.toMatchObject({
      message: (own_ as Error).message,
      code: '23505',
      constraint: 'words_pkey',
    });
    await expect(database.query('select nonsense')).rejects.toMatchObject({ code: '42703' });
    await expect(database.query('select 1', [1, 2])).rejects.toThrow();
  });

  it('commits a transaction, and undoes one that fails, and its savepoints', async () => {
    const database = await enter();
    await database.transaction(async (transaction) => {
      await add(transaction, 'outer');
      const inner = transaction.transaction(async (savepoint) => {
        await add(savepoint, 'inner');
        throw new Error('on purpose');
      });
      await expect(inner).rejects.toThrow('on purpose');
    });
    const failed = database.transaction(async (transaction) => {
      await add(transaction, 'never');
      await add(transaction, 'outer');
    });
    await expect(failed).rejects.toMatchObject({ code: '23505' });
    // A failure that the work overlooks is none of a success.
    const overlooked = database.transaction(async (transaction) => {
      await add(transaction, 'overlooked');
      await transaction.query('select nonsense').catch(() => undefined);
    });
    await expect(overlooked).rejects.toMatchObject({ code: '25P02' });
    expect(await words()).toEqual(['outer']);
  });

  it('lets nobody between the statements of a transaction, from here or there', async () => {
    const [one, other] = [await enter(), await enter()];
    let seen: Promise<string[]> | undefined;
    await one.transaction(async (transaction) => {
      await add(transaction, 'first');
      seen = Promise.all([add(other, 'second'), add(own, 'third')]).then(words);
      await add(transaction, 'fourth');
    });
    expect(await seen).toEqual(['first', 'fourth', 'second', 'third']);
  });

  it('tells a question whose asker has gone at once', async () => {
    const leaving = new AbortController();
    const database = (await enter()).for('answer', leaving.signal);
    const asked = own.transaction(async () => {
      const answer = database.query('select 1');
      leaving.abort(new Error('nobody waits'));
      await expect(answer).rejects.toThrow('nobody waits');
    });
    await asked;
    await expect(database.transaction((transaction) => add(transaction, 'x'))).rejects.toThrow(
      'nobody waits',
    );
    expect(await words()).toEqual([]);
  });

  it('changes no tables', async () => {
    const database = await enter();
    expect(() => database.for('migration')).toThrow(/changes no table/);
  });

  it.runIf(process.platform !== 'win32')('is this user’s alone', async () => {
    expect((await stat(dirname(door.path))).mode & 0o777).toBe(0o700);
  });
});

describe('a transaction whose owner', () => {
  it('dies is undone, and holds nobody up', async () => {
    await open();
    const socket = await rawly([
      { kind: 'hello', id: 0, language: 1 },
      { kind: 'begin', id: 1, purpose: 'work' },
      { kind: 'script', id: 2, purpose: 'work', sql: `insert into words values ('half')`, within: 1 },
    ]);
    for await (const answer of messagesFrom(socket)) if ((answer as { id: number }).id === 2) break;
    socket.destroy();
    expect(await words()).toEqual([]);
  });

  it('is stopped in the middle is undone after a time, and told so when it goes on', async () => {
    await open(SILENCE_MS);
    const database = await enter();
    const failed = database.transaction(async (transaction) => {
      await add(transaction, 'half');
      // Answered once the transaction has given the database free.
      expect(await words()).toEqual([]);
      await add(transaction, 'and half');
    });
    await expect(failed).rejects.toMatchObject({
      code: 'database-unavailable',
      message: expect.stringMatching(/undone.*for 0\.1 s/) as string,
    });
    await add(database, 'afterwards');
    expect(await words()).toEqual(['afterwards']);
  });
});

describe('whoever says at the side door what is not understood', () => {
  const hello = { kind: 'hello', id: 0, language: 1 };
  const query = { kind: 'query', id: 1, purpose: 'work', sql: 'select 1', parameters: [] };

  it.each<[string, (Uint8Array | object)[], RegExp]>([
    ['a request of the web', [Buffer.from('GET / HTTP/1.1\r\n\r\n')], /has 1195725856 bytes, and 268435456/],
    ['no clone', [Buffer.from([0, 0, 0, 3, 1, 2, 3])], /message of 3 bytes cannot be read/],
    ['nothing', [Buffer.from([0, 0, 0, 0])], /message of 0 bytes cannot be read/],
    ['no question', [hello, { kind: 'drop', id: 1 }], /its kind is "drop"/],
    ['a question without its words', [hello, { ...query, sql: undefined }], /its kind is "query"/],
    ['a migration', [hello, { ...query, purpose: 'migration' }], /its kind is "query"/],
    ['a text', [hello, Buffer.from([0, 0, 0, 1, 48])], /message of 1 bytes cannot be read/],
    ['a question before hello', [query], /first question has to be hello/],
    ['another language', [{ ...hello, language: 2 }], /speaks language 1, and not 2\. Start it again/],
    [
      'too much at once',
      [hello, ...Array.from({ length: 65 }, (_, id) => ({ ...query, id }))],
      /65 questions/,
    ],
  ])('%s is told why, and seen off; others are served', async (_, messages, why) => {
    await open();
    const socket = await rawly(messages);
    let refused = '';
    for await (const answer of messagesFrom(socket)) {
      if ('refused' in (answer as object)) ({ refused } = answer as { refused: string });
    }
    expect(refused).toMatch(why);
    expect(await (await enter()).query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('a question within a transaction that never began fails alone', async () => {
    await open();
    const socket = await rawly([hello, { ...query, within: 7 }, { ...query, id: 2 }]);
    const answers: object[] = [];
    for await (const answer of messagesFrom(socket)) if (answers.push(answer as object) === 3) break;
    expect(answers).toContainEqual({ id: 2, rows: [{ '?column?': 1 }] });
    expect(answers).toContainEqual(
      expect.objectContaining({ id: 1, failure: expect.objectContaining({ code: 'database-unavailable' }) }),
    );
    socket.destroy();
  });
});

describe('a server that ends', () => {
  it('tells those inside, lets them finish, and leaves no folder', async () => {
    await open();
    const { database, serverEnds } = await enterSideDoor(door.path);
    const told = new Promise((resolve) => serverEnds.addEventListener('abort', resolve));
    const closed = door.close();
    await told;
    expect(serverEnds.reason).not.toBeInstanceOf(ServerGone);
    await add(database, 'last');
    await database.close();
    await closed;
    expect(await words()).toEqual(['last']);
    await expect(stat(dirname(door.path))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(enterSideDoor(door.path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('waits for nobody for ever, and those who are left know that it has gone', async () => {
    await open(LONG_MS, SILENCE_MS);
    const { database, serverEnds } = await enterSideDoor(door.path);
    await own.transaction(async () => {
      const unanswered = database.query('select 1');
      const gone = expect(unanswered).rejects.toBeInstanceOf(ServerGone);
      await door.close();
      await gone;
    });
    await expect(database.query('select 1')).rejects.toMatchObject({ code: 'database-unavailable' });
    expect(serverEnds.aborted).toBe(true);
    await database.close();
  });
});

/** What is given as bytes is sent as it is. */
async function rawly(messages: readonly (Uint8Array | object)[]): Promise<Socket> {
  const socket = connect(door.path);
  await once(socket, 'connect');
  for (const message of messages) {
    if (message instanceof Uint8Array) socket.write(message);
    else {
      const body = serialize(message);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length);
      socket.write(Buffer.concat([length, body]));
    }
  }
  return socket;
}
