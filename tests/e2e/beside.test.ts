import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { IndexSummary } from '../../src/service/indexing/index-request.ts';
import { dataFolderHolder } from '../../src/db/data-folder.ts';
import { enterSideDoor } from '../../src/db/side-door/enter.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { startServerOn, type DemoServer } from '../helpers/demo-server.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';
import { runCli, type Ran } from '../helpers/run-cli.ts';
import { startCli, type Running } from '../helpers/start-cli.ts';
import { datasetsOf, giveTo, drawn } from './numbered-pictures.ts';

const TIMEOUT_MS = 120_000;

/** Rights do not bind root, so there a server and its commands are run by nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let folder: string;

let pictures: Uint8Array[];

let host: PictureHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-beside-'));
  await mkdir(join(folder, 'pictures'));
  pictures = await Promise.all([0, 1, 2, 3, 4].map(drawn));
  for (const [i, picture] of pictures.entries()) {
    await writeFile(join(folder, 'pictures', `${i}.png`), picture);
  }
  const urls = [...pictures.keys()].map((i) => `https://pictures.example/${i}.png`);
  await writeFile(join(folder, 'rows.csv'), ['id,url', ...urls.map((url, i) => `r${i},${url}`)].join('\n'));
  await writeFile(join(folder, 'absent.csv'), 'url\nhttps://pictures.example/absent.png\n');
  await writeFile(join(folder, 'gone.txt'), 'r0\nr1\n');
  host = await startPictureHost();
  const silent = [1, 2, 3].map((n) => host.url(`silent?${n}`));
  await writeFile(join(folder, 'silent.csv'), ['url', ...silent].join('\n'));
});

afterAll(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

const ROWS = ['--manifest', 'rows.csv', '--columns', 'url=url,id=id', '--pictures', 'pictures'];

/** In the folder of the manifests; the server is somewhere else. */
function start(words: readonly string[], dataDir: string): Running {
  const environment = { FETCH_PRIVATE_HOSTS: host.host };
  return startCli([...words, '--data', dataDir], { cwd: folder, environment });
}

const run = (words: readonly string[], dataDir: string) => start(words, dataDir).ended;

const indexSilent = (dataDir: string): Running =>
  start(['index', '--dataset', 'silent', '--manifest', 'silent.csv'], dataDir);

const summaryOf = ({ stdout }: Pick<Ran, 'stdout'>): IndexSummary => JSON.parse(stdout) as IndexSummary;

describe('beside a running server on the embedded database', { timeout: TIMEOUT_MS }, () => {
  let home: TestDatabase;
  let alone: TestDatabase;
  let dataDir: string;
  let server: DemoServer;
  beforeAll(async () => {
    [home, alone] = [await embeddedEngine.create(), await embeddedEngine.create()];
    ({ dataDir } = home.settings);
    server = await startServerOn(dataDir);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await server?.stop();
    await alone?.remove();
  });

  it('index says what it says without one, wherever it is run, and the server finds the rows', async () => {
    const words = ['index', '--dataset', 'first', ...ROWS];
    const [beside, without] = [await run(words, dataDir), await run(words, alone.settings.dataDir)];
    expect(beside.code, beside.stderr).toBe(0);
    const { seconds: _, stages, ...summary } = summaryOf(beside);
    const { seconds: _without, stages: stagesWithout, ...expected } = summaryOf(without);
    expect(summary).toEqual(expected);
    expect(Object.keys(stages).toSorted()).toEqual(Object.keys(stagesWithout).toSorted());
    expect(summary).toMatchObject({ rows: 5, indexed: 5 });
    const withoutTimes = (said: string): string => said.replaceAll(/\d+\/s · \d+ s|[\d.]+ s$/gm, '');
    expect(withoutTimes(beside.stderr)).toBe(withoutTimes(without.stderr));
    expect(beside.stderr).toMatch(/^Indexing first 0 .*\n(.*\n)*Indexing first 5 .* 5 indexed$/m);
    await vi.waitFor(async () => expect(await datasetsOf(server, pictures[0])).toEqual(['first']), {
      timeout: 20_000,
      interval: 250,
    });
  });

  it('a second index skips what is there, and one that has nothing ends with 1, as without a server', async () => {
    const again = await run(['index', '--dataset', 'first', ...ROWS, '--json'], dataDir);
    expect(summaryOf(again)).toMatchObject({ rows: 5, indexed: 0, skipped: 5 });
    expect([again.code, again.stderr]).toEqual([0, '']);
    const words = ['index', '--dataset', 'none', '--manifest', 'absent.csv', '--pictures', 'pictures'];
    const none = await run(words, dataDir);
    expect(none.stderr).toContain('Nothing was indexed of 1 row: not-in-folder 1.');
    expect(none.code).toBe(1);
    const missing = await run(['index', '--dataset', 'x', '--manifest', 'nowhere.csv'], dataDir);
    expect(missing.stderr).toContain('nowhere.csv');
    expect(missing.code).toBe(
      (await run(['index', '--dataset', 'x', '--manifest', 'nowhere.csv'], alone.settings.dataDir)).code,
    );
  });

  it('two of them at once take each row once, of one dataset and of two', async () => {
    const words = (dataset: string): string[] => ['index', '--dataset', dataset, ...ROWS, '--json'];
    const ran = await Promise.all(['both', 'both', 'other'].map((dataset) => run(words(dataset), dataDir)));
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(Array(3).fill([0, '']));
    const again = await Promise.all(['both', 'other'].map((dataset) => run(words(dataset), dataDir)));
    for (const each of again) expect(summaryOf(each)).toMatchObject({ rows: 5, indexed: 0, skipped: 5 });
    await vi.waitFor(
      async () => expect(await datasetsOf(server, pictures[4])).toEqual(['both', 'first', 'other']),
      { timeout: 20_000, interval: 250 },
    );
  });

  it('remove takes rows out of every answer', async () => {
    const removed = await run(['remove', '--dataset', 'first', '--rows', 'gone.txt'], dataDir);
    expect(JSON.parse(removed.stdout)).toMatchObject({ dataset: 'first', removed: 2 });
    expect(removed.code).toBe(0);
    expect(await datasetsOf(server, pictures[0])).not.toContain('first');
    expect(await datasetsOf(server, pictures[2])).toContain('first');
    const wrong = await run(['remove', '--dataset', 'unknown', '--all'], dataDir);
    expect(wrong.stderr).toMatch(/0 releases here are called so.*first/);
    expect(wrong.code).toBe(2);
  });

  it('keys makes one that works at once, and ends it', async () => {
    const added = await run(['keys', 'add', 'A gallery'], dataDir);
    const key = added.stdout.trimEnd();
    const status = async (): Promise<number> =>
      (await fetch(`${server.address}/v1/cases`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status()).toBe(200);
    expect((await run(['keys', 'list'], dataDir)).stdout).toMatch(/^1 {2}A gallery: 0 cases/);
    expect((await run(['keys', 'revoke', '1'], dataDir)).code).toBe(0);
    expect(await status()).toBe(401);
    expect((await run(['keys', 'revoke', '999'], dataDir)).code).toBe(2);
  });

  it('Ctrl-C stops it as without one', async () => {
    const running = indexSilent(dataDir);
    await running.said(/Indexing silent /);
    running.press();
    await running.said(/Stopping: .*Ctrl-C once more ends at once\./);
    const ran = await running.ended;
    expect(summaryOf(ran)).toMatchObject({ indexed: 0, stopped: true });
    expect(ran.stderr).toContain('run the same command again to go on');
    expect(ran.code).toBe(1);
  });

  it('one that is killed leaves the server as it was, and goes on the next time', async () => {
    const running = indexSilent(dataDir);
    await running.said(/Indexing silent /);
    running.kill();
    expect((await running.ended).code).toBeNull();
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    expect(await datasetsOf(server, pictures[3])).toContain('first');
    const next = await run(['index', '--dataset', 'next', ...ROWS, '--json'], dataDir);
    expect(summaryOf(next)).toMatchObject({ indexed: 5 });
  });

  it('everything is refused by a server of another version, whose tables are left alone', async () => {
    const { database } = await enterSideDoor((await dataFolderHolder(dataDir))!.sideDoor!);
    await database.query(`insert into schema_migrations (name, sha256) values ('000000-of-another.sql', '')`);
    const { code, stderr } = await run(['keys', 'list'], dataDir);
    expect(stderr).toMatch(
      /is of another version: its database has \d+ migrations, and this version \d+\. Stop it/,
    );
    expect(code).toBe(1);
    await database.query(`delete from schema_migrations where name = '000000-of-another.sql'`);
    await database.close();
    expect((await run(['keys', 'list'], dataDir)).code).toBe(0);
  });

  it('another server is refused, and everything is where no side door is announced', async () => {
    const other = await runCli(['serve', '--data', dataDir], { PORT: '0' });
    expect(other.stderr).toContain(`a server at ${server.address}. Stop it first, or ask that server`);
    expect(other.code).toBe(1);
    const claims = join(dataDir, 'database.lock');
    const file = join(claims, (await readdir(claims))[0]);
    const claim = await readFile(file, 'utf8');
    const { sideDoor: _, ...earlier } = JSON.parse(claim) as { sideDoor: string };
    await writeFile(file, JSON.stringify(earlier));
    for (const words of [
      ['index', '--dataset', 'x', ...ROWS],
      ['remove', '--dataset', 'x', '--all'],
      ['keys', 'list'],
    ]) {
      const { code, stderr } = await run(words, dataDir);
      expect(stderr).toContain(`a server at ${server.address}. Stop it first, or ask that server`);
      expect(code).toBe(1);
    }
    await writeFile(file, claim);
    expect((await run(['keys', 'list'], dataDir)).code).toBe(0);
  });

  it('says nothing of it in the log', () => {
    expect(server.output()).not.toMatch(/error|warning/i);
  });
});

describe('a server that ends beside an ingest', { timeout: TIMEOUT_MS }, () => {
  let server: DemoServer;
  let dataDir: string;
  afterEach(() => server?.stop());
  async function startBoth(): Promise<Running> {
    ({ dataDir } = (await embeddedEngine.create()).settings);
    server = await startServerOn(dataDir);
    const running = indexSilent(dataDir);
    await running.said(/Indexing silent /);
    return running;
  }
  /** Alone now, it goes on with what was left. */
  async function expectToGoOn(): Promise<void> {
    const next = await run(['index', '--dataset', 'first', ...ROWS, '--json'], dataDir);
    expect(next.stderr).toBe('');
    expect(summaryOf(next)).toMatchObject({ indexed: 5 });
  }

  it('in order lets it publish what was seen, and tells it', async () => {
    const running = await startBoth();
    const { sideDoor } = (await dataFolderHolder(dataDir))!;
    expect(await server.end()).toBe(0);
    const ran = await running.ended;
    expect(ran.stderr).toContain(
      'The running server ends, and this with it: what was seen is being published.',
    );
    expect(ran.stderr).toContain('run the same command again to go on');
    expect(summaryOf(ran)).toMatchObject({ stopped: true });
    expect(ran.code).toBe(1);
    await expect(readFile(sideDoor!)).rejects.toMatchObject({ code: 'ENOENT' });
    await expectToGoOn();
  });

  it('at once ends it with what to do, and nothing is lost', async () => {
    const running = await startBoth();
    server.process.kill('SIGKILL');
    const { code, stdout, stderr } = await running.ended;
    expect(stderr).toMatch(
      /running server, which holds the embedded database, has ended\..* run the same command/,
    );
    expect(stderr).not.toMatch(/^\s+at |Free some space/m);
    expect([code, stdout]).toEqual([1, '']);
    await expectToGoOn();
  });
});

describe.runIf(process.getuid?.() === 0)(
  'rights beside a server of another user',
  { timeout: TIMEOUT_MS },
  () => {
    let server: DemoServer;
    let dataDir: string;
    beforeAll(async () => {
      ({ dataDir } = (await embeddedEngine.create()).settings);
      await giveTo(dataDir, 65534);
      await chmod(folder, 0o755);
      server = await startServerOn(dataDir, NOBODY);
    }, TIMEOUT_MS);
    afterAll(() => server?.stop());

    it('that may not be used are told in words, with the file', async () => {
      const secret = join(folder, 'secret.csv');
      await writeFile(secret, 'url\nhttps://a.example/1.jpg\n', { mode: 0o600 });
      const words = [
        'index',
        '--dataset',
        'x',
        '--manifest',
        'secret.csv',
        '--metadata-only',
        '--data',
        dataDir,
      ];
      const { code, stderr } = await startCli(words, { cwd: folder, as: NOBODY }).ended;
      expect(stderr).toMatch(
        /secret\.csv: this is not allowed to the user who runs the command \(EACCES\)\./,
      );
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(code).toBe(1);
    });

    it('of a third one do not open it', async () => {
      const third = { uid: 65533, gid: 65533 };
      const { code, stderr } = await startCli(['keys', 'list', '--data', dataDir], { cwd: folder, as: third })
        .ended;
      expect(stderr).toContain(`a server at ${server.address} that another user runs. Run this as that user`);
      expect(code).toBe(1);
    });
  },
);
