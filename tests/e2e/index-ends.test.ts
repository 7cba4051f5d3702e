import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndexSummary } from '../../src/service/indexing/index-request.ts';
import { layDatabase } from '../helpers/databases.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';
import { startCli, type Running } from '../helpers/start-cli.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEMO = join(ROOT, 'assets/demo/');
const TIMEOUT_MS = 120_000;
/** Rights do not bind root, so there the command is run by nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe('index', () => {
  let folder: string;
  let dataDir: string;
  let host: PictureHost;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-ends-'));
    await chmod(folder, 0o777);
    dataDir = join(folder, 'data');
    await layDatabase(dataDir);
    host = await startPictureHost();
  });
  afterAll(async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  });

  function start(words: readonly string[], as: { uid?: number; gid?: number } = {}): Running {
    return startCli(['index', ...words], {
      environment: { FETCH_PRIVATE_HOSTS: host.host, HOME: folder },
      as,
    });
  }
  async function manifest(name: string, ...urls: string[]): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, ['url', ...urls, ''].join('\n'));
    return file;
  }
  const named = (file: string, ...more: string[]): string[] => [
    '--dataset',
    'set',
    '--manifest',
    file,
    '--data',
    dataDir,
    ...more,
  ];
  const summaryOf = (stdout: string): IndexSummary => JSON.parse(stdout) as IndexSummary;

  describe('that indexes nothing ends with 1, and says why', () => {
    it.each([
      ['every row is refused', ['no address', 'nor this'], /of 2 rows: bad-url 2\. .*--columns/],
      ['there is no row', [], /there is no row in it/],
      [
        'no picture is in the folder',
        ['https://a.example/1.jpg'],
        /of 1 row: not-in-folder 1\. .*named like/,
      ],
      [
        'some are refused and the rest fails',
        ['no address', 'https://a.example/1.jpg', 'https://a.example/2.jpg'],
        /of 3 rows: not-in-folder 2, bad-url 1\./,
      ],
    ])(
      '%s',
      async (name, urls, why) => {
        const file = await manifest(`${name.replaceAll(' ', '-')}.csv`, ...urls);
        const { code, stdout, stderr } = await start(
          named(file, '--columns', 'url=url', '--pictures', folder),
        ).ended;
        expect(stderr).toMatch(why);
        expect(code).toBe(1);
        expect(summaryOf(stdout)).toMatchObject({ rows: urls.length, indexed: 0 });
      },
      TIMEOUT_MS,
    );
  });

  describe('that may not read or write', () => {
    let own: string;
    let file: string;
    const asNobody = (...words: string[]) =>
      start(['--dataset', 'set', '--metadata-only', ...words], NOBODY).ended;
    beforeAll(async () => {
      own = join(folder, 'own');
      await mkdir(own);
      file = await manifest('allowed.csv', 'https://a.example/1.jpg');
    });

    it(
      'a manifest names it, and why',
      async () => {
        const secret = await manifest('secret.csv', 'https://a.example/1.jpg');
        await chmod(secret, 0);
        const data = ['--data', join(folder, 'data-of-nobody')];
        const { code, stderr } = await asNobody('--manifest', secret, ...data);
        expect(stderr).toContain(`${secret}: this is not allowed to the user who runs the command (EACCES).`);
        expect(stderr).not.toMatch(/^\s+at /m);
        expect(code).toBe(1);
      },
      TIMEOUT_MS,
    );

    it(
      'a folder of pictures names it, and why',
      async () => {
        await chmod(own, 0);
        const data = ['--data', join(folder, 'data-of-nobody')];
        const words = ['--dataset', 'set', '--manifest', file, '--pictures', own, ...data];
        const { code, stderr } = await start(words, NOBODY).ended;
        expect(stderr).toContain(`${own}: this is not allowed to the user who runs the command (EACCES).`);
        expect(stderr).not.toMatch(/^\s+at /m);
        expect(code).toBe(2);
      },
      TIMEOUT_MS,
    );

    it(
      'a data folder names it, and why',
      async () => {
        const [below, ofRoot] = [join(own, 'data'), join(folder, 'data-of-another')];
        await mkdir(ofRoot, { mode: 0o555 });
        await chmod(own, 0o555);
        for (const data of [below, ofRoot]) {
          const { code, stderr } = await asNobody('--manifest', file, '--data', data);
          expect(stderr).toContain(data);
          expect(stderr).toContain('this is not allowed to the user who runs the command (EACCES).');
          expect(stderr).not.toMatch(/^\s+at /m);
          expect(code).toBe(1);
        }
      },
      TIMEOUT_MS,
    );
  });

  describe('at Ctrl-C', () => {
    it(
      'says that it stops, and does, though a host never answers',
      async () => {
        const file = await manifest('silent.csv', ...[1, 2, 3].map((n) => host.url(`silent?${n}`)));
        const running = start(named(file));
        await running.said(/Indexing set .* 0 of 3|Indexing set 0 /);
        running.press();
        await running.said(/Stopping: .*Ctrl-C once more ends at once\./);
        const { code, stdout, stderr } = await running.ended;
        expect(summaryOf(stdout)).toMatchObject({ indexed: 0, stopped: true });
        expect(stderr).toContain('run the same command again to go on');
        expect(code).toBe(1);
      },
      TIMEOUT_MS,
    );

    it(
      'ends with 0 where the last row was taken already',
      async () => {
        const demo = join(DEMO, 'manifest.parquet');
        const running = start(named(demo, '--pictures', join(DEMO, 'pictures')));
        await running.said(/50 of 50/);
        running.press();
        const { code, stdout } = await running.ended;
        expect(summaryOf(stdout)).toMatchObject({ rows: 50, indexed: 50 });
        expect(summaryOf(stdout)).not.toHaveProperty('stopped');
        expect(code).toBe(0);
      },
      TIMEOUT_MS,
    );
  });
});
