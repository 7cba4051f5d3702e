import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EnrichSummary } from '../../src/service/indexing/enrich-dataset.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { startServerOn, type DemoServer } from '../helpers/demo-server.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';
import type { Ran } from '../helpers/run-cli.ts';
import { startCli, type Running } from '../helpers/start-cli.ts';
import { datasetsOf, drawn } from './numbered-pictures.ts';

const TIMEOUT_MS = 180_000;

describe(
  'trainspot enrich, beside a running server on the embedded database',
  { timeout: TIMEOUT_MS },
  () => {
    let folder: string;
    let pictures: Uint8Array[];
    let host: PictureHost;
    let home: TestDatabase;
    let server: DemoServer;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'trainspot-enrich-'));
      pictures = await Promise.all([0, 1, 2, 3].map(drawn));
      host = await startPictureHost(Object.fromEntries(pictures.map((picture, i) => [`${i}.png`, picture])));
      const lists = {
        seen: [...pictures.keys()].map((i) => host.url(`${i}.png`)),
        dead: [host.url('404?1'), host.url('404?2')],
        silent: [1, 2, 3].map((n) => host.url(`silent?${n}`)),
      };
      for (const [name, urls] of Object.entries(lists)) {
        await writeFile(
          join(folder, `${name}.csv`),
          ['id,url', ...urls.map((url, i) => `r${i},${url}`)].join('\n'),
        );
      }
      await writeFile(join(folder, 'one.txt'), 'r1\n');
      home = await embeddedEngine.create();
      server = await startServerOn(home.settings.dataDir!);
      for (const name of Object.keys(lists)) {
        const list = ['--manifest', `${name}.csv`, '--columns', 'url=url,id=id', '--metadata-only', '--json'];
        expect((await run('index', '--dataset', name, ...list)).code).toBe(0);
      }
    }, TIMEOUT_MS);
    afterAll(async () => {
      await server?.stop();
      await host?.close();
      await rm(folder, { recursive: true, force: true });
    });

    function start(...words: string[]): Running {
      const environment = { FETCH_PRIVATE_HOSTS: host.host, FETCH_ATTEMPTS: '1' };
      return startCli([...words, '--data', home.settings.dataDir!], { cwd: folder, environment });
    }
    const run = (...words: string[]) => start(...words).ended;
    const summaryOf = ({ stdout }: Pick<Ran, 'stdout'>): EnrichSummary => JSON.parse(stdout) as EnrichSummary;

    it('shows how far it is, and the server finds by hash what was seen', async () => {
      const named = await run('enrich', '--dataset', 'seen', '--rows', 'one.txt', '--json');
      expect([named.code, named.stderr]).toEqual([0, '']);
      expect(summaryOf(named)).toMatchObject({ dataset: 'seen', rows: 1, kept: 1, rowsFingerprinted: 1 });
      const two = await Promise.all([run('enrich', '--dataset', 'seen'), run('enrich', '--dataset', 'seen')]);
      expect(two.map(({ code }) => code)).toEqual([0, 0]);
      expect(two.reduce((sum, ran) => sum + summaryOf(ran).kept, 0)).toBe(3);
      expect(two[0].stderr).toMatch(/^Enriching seen \[/m);
      expect(host.requests.filter(({ path }) => path.endsWith('.png'))).toHaveLength(4);
      await vi.waitFor(async () => expect(await datasetsOf(server, pictures[2])).toEqual(['seen']), {
        timeout: 20_000,
        interval: 250,
      });
      const told = await run('datasets');
      expect(told.stdout).toContain('4 with fingerprints');
    });

    it('ends with 1 where nothing was seen, and with 0 once nobody is left to be asked', async () => {
      const none = await run('enrich', '--dataset', 'dead');
      expect(none.stderr).toContain('Nothing was seen of 2 rows: http-404 2.');
      expect(none.code).toBe(1);
      const again = await run('enrich', '--dataset', 'dead', '--json');
      expect(summaryOf(again)).toMatchObject({ rows: 0 });
      expect(again.code).toBe(0);
    });

    it('stops at Ctrl-C, and says how to go on', async () => {
      const running = start('enrich', '--dataset', 'silent');
      await running.said(/Enriching silent /);
      running.press();
      const ran = await running.ended;
      expect(ran.stderr).toMatch(/Stopping: what was seen is kept\. Ctrl-C once more ends at once\./);
      expect(ran.stderr).toContain('run the same command again to go on');
      expect(summaryOf(ran)).toMatchObject({ rows: 0, stopped: true });
      expect(ran.code).toBe(1);
    });

    it.each([
      [['--dataset', 'unknown'], /0 releases here are called so.*seen/],
      [['--dataset', 'seen', '--most', 'x'], /--most is 'x'/],
      [[], /--dataset/],
    ])('ends with 2 for wrong usage: %j', async (words, why) => {
      const { code, stderr } = await run('enrich', ...words);
      expect(stderr).toMatch(why);
      expect(code).toBe(2);
    });
  },
);
