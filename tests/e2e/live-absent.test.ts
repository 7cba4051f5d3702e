import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hosts, startHosts } from '../../scripts/bench/live-hosts.ts';
import { checkAt } from '../helpers/check-at.ts';
import { type DemoServer, startServerOn } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { sized } from '../helpers/size.ts';
import { WORDS_CARD } from '../helpers/words-index.ts';
import { hasChromium, sharedBrowser, openPage } from '../web/browser.ts';

const INDEXED = 100;
const ASKED = sized(3, 100);

const fileOf = (name: string): string => join(sharedPath('pictures'), name);
const bytesOf = (name: string): Buffer => readFileSync(fileOf(name));
const isOwn = (name: string) => (row: { url: string }) => row.url.endsWith(`/${name}`);

describe.skipIf(!hasShared)('an index of the published vectors of 100 photographs, all hosts alive', () => {
  let dir: string;
  let hosts: Hosts;
  let server: DemoServer;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trainspot-live-absent-'));
    const published = sharedPath('embeddings/laion-400m-photographs');
    hosts = await startHosts(INDEXED, () => false, bytesOf, join(dir, 'set'), published);
    const run = (...words: string[]) => runCli([...words, '--data', join(dir, 'data')]);
    await run('models', 'pull', WORDS_CARD, '--from', sharedPath('models/random-clip-512'));
    const { code, stderr } = await run('index', '--dataset', 'laion-400m', '--embeddings', hosts.set);
    expect(code, stderr).toBe(0);
    const environment = {
      FETCH_PRIVATE_HOSTS: hosts.list,
      LIVE_COMPARE_MS: '60000',
      RATE_LIMIT_PER_MINUTE: '100000',
    };
    server = await startServerOn(join(dir, 'data'), {}, environment);
  }, 300_000);
  afterAll(async () => {
    await server?.end();
    await hosts?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const check = (picture: Uint8Array, query?: string) => checkAt(server.address, picture, query);

  // First of all: where every row was seen, there is nothing to compare any more.
  it.skipIf(!hasChromium)('finds its own on the page, once its rows were compared', async () => {
    const { page, complaints, foreign } = await openPage(await sharedBrowser(), server.address);
    const name = hosts.names[1];
    await page.setInputFiles('#file', fileOf(name));
    await page.waitForSelector('#answer[data-state="found"]');
    expect(await page.locator('#sentence').innerText()).toContain('Found: ');
    const [url] = hosts.urls.filter((each) => each.endsWith(`/${name}`));
    expect(await page.locator('#matches').innerText()).toContain(new URL(url).host);
    expect(await page.locator('#matches').getByRole('article').count()).toBe(1);
    await expect
      .poll(() => page.locator('#live').innerText())
      .toMatch(/the live pictures of \d+ entries|were looked at/);
    expect([complaints, foreign]).toEqual([[], []]);
    await page.context().close();
  });

  it(`finds none of ${ASKED} others, each compared with the pictures of the rows nearest to it`, async () => {
    const indexed = new Set(hosts.names);
    const others = readdirSync(sharedPath('pictures')).filter(
      (name) => /\.jpe?g$/i.test(name) && !indexed.has(name),
    );
    expect(others.length).toBeGreaterThanOrEqual(ASKED);
    for (const name of others.slice(0, ASKED)) {
      const { live, verdict, matches } = await check(bytesOf(name), '?wait=live');
      expect([name, live.state, live.compared]).toEqual([name, 'done', live.of]);
      expect([name, matches]).toEqual([name, []]);
      expect([name, verdict.answer]).not.toEqual([name, 'found']);
    }
    expect(hosts.asked.length).toBeGreaterThan(0);
  }, 3_600_000);

  it('finds its own by an answer that waits for nothing, the second time, and asks no address twice', async () => {
    const [name] = hosts.names;
    expect((await check(bytesOf(name), '?wait=live')).verdict.answer).toBe('found');
    const again = await check(bytesOf(name));
    expect(again.verdict.answer).toBe('found');
    expect(again.matches.map(isOwn(name))).toEqual([true]);
    // Two checks at once may both look at what neither has seen yet.
    await (await fetch(`${server.address}/v1/checks/${again.id}?wait=live`)).json();
    expect(hosts.asked.length).toBe(new Set(hosts.asked).size);
  });
});
