import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';

const SECRET = 'not-the-password';
const server = databaseEngines.find(({ name }) => name === 'postgres')!;

/** What opening says; it never tells the password. */
async function saidOf(databaseUrl: string): Promise<string> {
  const settings = { databaseUrl, dataDir: join(tmpdir(), randomUUID()) };
  const error: unknown = await openDatabase(settings).then(
    ({ database }) => database.close(),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'TrainspotError', code: 'database-unavailable' });
  const { message } = error as Error;
  expect(message).not.toContain(SECRET);
  return message;
}

describe.skipIf(!server.available)('a PostgreSQL server that cannot be used', () => {
  const role = `newcomer_${randomUUID().slice(0, 8)}`;
  let home: TestDatabase;
  let address: URL;
  async function asAdmin(...statements: string[]): Promise<void> {
    const database = await openPostgres(address.href);
    for (const statement of statements) await database.runScript(statement);
    await database.close();
  }
  beforeAll(async () => {
    home = await server.createBare();
    address = new URL(home.settings.databaseUrl!);
    await asAdmin(`create role ${role} login password '${SECRET}'`);
  });
  afterAll(async () => {
    await asAdmin(`drop owned by ${role}`, `drop role ${role}`);
    await home.remove();
  });
  function changed(change: (url: URL) => void): string {
    const url = new URL(address);
    change(url);
    return url.href;
  }
  function asRole(url: URL): void {
    url.username = role;
    url.password = SECRET;
  }

  it.each<[string, (url: URL) => void, RegExp]>([
    ['the password is wrong', (url) => (url.password = SECRET), /refuses the user name or the password/],
    ['there is no such user', (url) => (url.username = 'nobody-here'), /user/],
    ['there is no such database', (url) => (url.pathname = '/none'), /no database of that name.*createdb/],
    ['there is no such host', (url) => (url.hostname = 'no-such-host.invalid'), /host/],
    ['nothing listens there', (url) => (url.port = '9'), /nothing listens there/],
    ['it takes no encryption', (url) => (url.search = '?sslmode=verify-full'), /encrypted|certificate/],
  ])('says that %s', async (_, change, words) => {
    expect(await saidOf(changed(change))).toMatch(words);
  });

  it('says that a password is missing', async () => {
    expect(await saidOf(changed((url) => (url.password = '')))).toMatch(/password/);
  });

  it('says that the user may make no tables', async () => {
    const said = await saidOf(changed(asRole));
    expect(said).toMatch(/cannot be used: that user is not permitted .*permission denied for schema public/);
  });

  it.each([
    ['alter role ROLE connection limit 0', /no connection left/],
    ['alter role ROLE connection limit -1 nologin', /may not log in/],
    [
      'alter role ROLE login; alter role ROLE set default_transaction_read_only = on; grant create on schema public to ROLE',
      /takes no changes/,
    ],
  ])('says what became of the user: %s', async (statements, words) => {
    await asAdmin(statements.replaceAll('ROLE', role));
    expect(await saidOf(changed(asRole))).toMatch(words);
  });
});

describe('an answer of PostgreSQL', () => {
  let answers: Server;
  let answer: { code: string; message: string };
  let databaseUrl: string;
  beforeAll(async () => {
    answers = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        const { code, message } = answer;
        const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
        const head = Buffer.alloc(5);
        head.write('E');
        head.writeInt32BE(fields.length + 4, 1);
        socket.end(Buffer.concat([head, fields]));
      });
    });
    await new Promise<void>((resolve) => answers.listen(0, '127.0.0.1', resolve));
    const { port } = answers.address() as AddressInfo;
    databaseUrl = `postgres://someone:${SECRET}@127.0.0.1:${port}/pictures`;
  });
  afterAll(() => void answers.close());

  it.each([
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "a", database "b", no encryption',
      /sslmode=verify-full/,
    ],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "a", database "b", SSL off',
      /sslmode=verify-full/,
    ],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "a", database "b", SSL encryption',
      /pg_hba\.conf/,
    ],
    ['28000', 'role "someone" does not exist', /no user of that name/],
    ['53300', 'sorry, too many clients already', /no connection left.*max_connections/],
    ['53100', 'could not extend file: No space left on device', /disk is full/],
    ['53200', 'out of memory', /out of memory/],
    ['57P03', 'the database system is starting up', /starting up or shutting down/],
    ['55000', 'database "b" is not currently accepting connections', /takes no connections/],
    ['08P01', 'unsupported startup parameter: statement_timeout', /ignore_startup_parameters/],
    ['42501', 'permission denied for database "b"', /not permitted .*permission denied for database/],
  ])('%s (%s) is told in words', async (code, message, words) => {
    answer = { code, message };
    const said = await saidOf(databaseUrl);
    expect(said).toMatch(words);
    expect(said).toContain(code);
    expect(said).toMatch(/^PostgreSQL at 127\.0\.0\.1 cannot be used: /);
  });

  it('that is an address which is none is told so, without it', async () => {
    const said = await saidOf(`postgres://someone:${SECRET}#1@[host:5432/pictures`);
    expect(said).toMatch(/that is no address; it should be postgres:\/\/USER:PASSWORD@HOST/);
  });
});
