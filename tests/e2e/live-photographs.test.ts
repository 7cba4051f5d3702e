import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editedBy, LIVE_EDITS } from '../../scripts/bench/live-edits.ts';
import { type Hosts, startHosts } from '../../scripts/bench/live-hosts.ts';
import type { CheckChange } from '../../src/api/check-change.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import { mapConcurrently } from '../../src/core/concurrency.ts';
import { layDatabase } from '../helpers/databases.ts';
import { checkAt } from '../helpers/check-at.ts';
import { type DemoServer, startServerOn } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { sized } from '../helpers/size.ts';
import { WORDS_CARD } from '../helpers/words-index.ts';

const PICTURES = 200;
const ASKED = sized(4, PICTURES);
/** One check alone leaves the other cores idle while its answer is put together, and while a host's turn is waited for. */
const AT_ONCE = 4;

const bytesOf = (name: string): Buffer => readFileSync(join(sharedPath('pictures'), name));
const isOwn = (name: string) => (row: { url: string }) => row.url.endsWith(`/${name}`);

describe.skipIf(!hasShared)(`${ASKED} of 200 photographs, in an index of their published vectors`, () => {
  let dir: string;
  let hosts: Hosts;
  let server: DemoServer;
  /** Seconds enough for twelve pictures of this machine, however busy it is. */
  const environment = () => ({
    FETCH_PRIVATE_HOSTS: hosts.list,
    LIVE_COMPARE_MS: '60000',
    RATE_LIMIT_PER_MINUTE: '100000',
  });
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trainspot-live-photographs-'));
    const set = join(dir, 'set');
    const published = sharedPath('embeddings/laion-400m-photographs');
    hosts = await startHosts(PICTURES, () => false, bytesOf, set, published);
    // What was seen once is kept: where nobody serves, nothing was.
    for (const data of ['alive', 'dead']) {
      await layDatabase(join(dir, data));
      const run = (...words: string[]) => runCli([...words, '--data', join(dir, data)]);
      await run('models', 'pull', WORDS_CARD, '--from', sharedPath('models/random-clip-512'));
      const { code, stderr } = await run('index', '--dataset', 'laion-400m', '--embeddings', set);
      expect(code, stderr).toBe(0);
    }
    server = await startServerOn(join(dir, 'alive'), {}, environment());
  }, 300_000);
  afterAll(async () => {
    await server?.end();
    await hosts?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const check = (picture: Uint8Array, query?: string) => checkAt(server.address, picture, query);

  async function eventsOf(id: string): Promise<CheckChange[]> {
    const response = await fetch(`${server.address}/v1/checks/${id}/events`);
    const text = await response.text();
    return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data) as CheckChange);
  }

  it('are found by the command, which waits unless told not to, and by whoever follows or asks again', async () => {
    const mine = join(dir, 'mine.jpg');
    await writeFile(mine, await editedBy('jpeg30', bytesOf(hosts.names[0])));
    const words = ['check', mine, '--data', join(dir, 'alive')];
    const hasty = await runCli([...words, '--no-live', '--json'], environment());
    const [answer] = JSON.parse(hasty.stdout) as CheckResult[];
    expect([answer.live.state, answer.live.of, answer.verdict.answer]).toEqual(['running', 12, 'possibly']);
    const events = await eventsOf(answer.id);
    expect(events.at(-1)).toMatchObject({ live: { state: 'done', compared: 12, of: 12 } });
    expect(events.at(-1)?.verdict.answer).toBe('found');
    const again = (await (await fetch(`${server.address}/v1/checks/${answer.id}`)).json()) as CheckResult;
    expect(again.matches.map(isOwn(hosts.names[0]))).toEqual([true]);

    await writeFile(mine, bytesOf(hosts.names[1]));
    const waited = await runCli(words, environment());
    expect(waited.code, waited.stderr).toBe(0);
    expect(waited.stdout).toContain('Found: ');
    expect(waited.stdout).toMatch(/Looked at the addresses of (\d+) of \1 rows for their live pictures\./);
  }, 600_000);

  it('are found, each by its own row and by no other; edits of them too, 95 of 100 at least', async () => {
    const wrong: string[] = [];
    let edits = 0;
    await mapConcurrently(hosts.names.slice(0, ASKED), AT_ONCE, async (name) => {
      const { verdict, matches } = await check(bytesOf(name), '?wait=live');
      expect([name, verdict.answer]).toEqual([name, 'found']);
      expect(matches.some(isOwn(name))).toBe(true);
      wrong.push(...matches.filter((row) => !isOwn(name)(row)).map(({ url }) => `${url} of ${name}`));
      for (const edit of Object.keys(LIVE_EDITS)) {
        const answer = await check(await editedBy(edit, bytesOf(name)), '?wait=live');
        wrong.push(
          ...answer.matches.filter((row) => !isOwn(name)(row)).map(({ url }) => `${url} of ${edit} ${name}`),
        );
        if (answer.matches.some(isOwn(name))) edits++;
      }
    });
    expect(wrong).toEqual([]);
    expect(edits).toBeGreaterThanOrEqual(Math.floor(0.95 * ASKED * Object.keys(LIVE_EDITS).length));
  }, 3_600_000);

  it('are found the second time without a request: what was seen is kept', async () => {
    const asked = hosts.asked.length;
    await mapConcurrently(hosts.names.slice(0, ASKED), AT_ONCE, async (name) => {
      const { verdict, live } = await check(bytesOf(name));
      expect([name, verdict.answer, live]).toEqual([name, 'found', { state: 'done', compared: 0, of: 0 }]);
    });
    expect(hosts.asked.slice(asked)).toEqual([]);
  }, 600_000);

  it('are possible where nobody serves them, and the dead link is told', async () => {
    await hosts.close();
    await server.end();
    server = await startServerOn(join(dir, 'dead'), {}, environment());
    await mapConcurrently(hosts.names.slice(0, ASKED), AT_ONCE, async (name) => {
      const { verdict, lookAlikes } = await check(bytesOf(name), '?wait=live');
      expect(verdict.answer).toBe('possibly');
      expect(verdict.sentence).toMatch(/whose (link is|links are) dead/);
      const own = lookAlikes.find(isOwn(name));
      expect(own?.live).toMatchObject({
        state: 'dead',
        archive: `https://web.archive.org/web/*/${own?.url}`,
      });
    });
    const mine = join(dir, 'mine.jpg');
    const { stdout } = await runCli(['check', mine, '--data', join(dir, 'dead')], environment());
    expect(stdout).toMatch(/The link is dead \(found so on \d+ \w+ \d{4}\)/);
    expect(stdout).toContain('Look for an archived copy: https://web.archive.org/web/*/http://127.0.0.1');
  }, 3_600_000);
});
