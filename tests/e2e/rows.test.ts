import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import type { Suppression } from '../../src/api/suppression.ts';
import type { CheckResult, Coverage } from '../../src/api/check-result.ts';
import { startDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const KEY = 'a-key-of-the-operator';
const COPY = fileURLToPath(new URL('../../assets/demo/queries/copy.jpg', import.meta.url));

describe('find and suppress, beside a running server', () => {
  let server: DemoServer;
  let word: string;
  beforeAll(async () => {
    server = await startDemoServer({ ADMIN_KEY: KEY });
    const { matches } = await check();
    word = matches[0].caption!.split(' ').toSorted((a, b) => b.length - a.length)[0];
  }, 120_000);
  afterAll(() => server?.stop());

  const run = (...words: string[]) => runCli([...words, '--data', server.dataDir], { ADMIN_KEY: KEY });

  async function check(): Promise<CheckResult> {
    return (JSON.parse((await run('check', COPY, '--json')).stdout) as CheckResult[])[0];
  }

  async function find(...words: string[]): Promise<LookupAnswer> {
    const { code, stdout, stderr } = await run('find', ...words, '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return JSON.parse(stdout) as LookupAnswer;
  }

  it('finds rows by what they are of, and says them in words', async () => {
    const { matches } = await check();
    const { items } = await find('--url', matches[0].url);
    expect(items.map(({ rowId }) => rowId)).toContain(matches[0].rowId);
    expect((await find('--caption', word, '--dataset', 'demo')).items.length).toBeGreaterThan(0);
    const { counts } = await find('--domain', new URL(matches[0].url).hostname, '--limit', '1');
    expect(counts?.datasets).toMatchObject([{ dataset: 'demo' }]);
    expect((await run('find', '--caption', word)).stdout).toMatch(/demo \(bundled\), row .*\n {4}https?:/);
  });

  it.each([
    [['find'], 'one of url, domain'],
    [['find', '--domain', 'co.uk'], 'public suffix'],
    [['find', '--caption', 'a', '--limit', '0'], "--limit is '0'"],
    [['suppress', '--md5', 'abc', '--reason', 'x'], 'it has 3'],
    [['suppress', '--url', 'https://a.example/'], "'reason'"],
  ])('ends with 2 for wrong usage: %j', async (words, why) => {
    const { code, stderr } = await run(...words);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });

  it('keeps a picture out of every answer until that is lifted, and keeps the record', async () => {
    const before = await check();
    expect(before.verdict.answer).toBe('found');
    const added = await run('suppress', '--picture', COPY, '--reason', 'It is mine.', '--by', 'me', '--json');
    const { id, rows, by, byPdq } = JSON.parse(added.stdout) as Suppression;
    expect([rows > 0, by, byPdq]).toEqual([true, 'me', true]);

    const during = await check();
    expect(during.matches).toEqual([]);
    expect((await find('--url', before.matches[0].url)).items).toEqual([]);
    const response = await fetch(`${server.address}/v1/datasets`);
    const { searched } = (await response.json()) as { searched: Coverage[] };
    expect(searched).toMatchObject([{ rowsIndexed: 50 - rows, rowsSuppressed: rows }]);
    const verification = await fetch(`${server.address}/v1/checks/${before.id}/matches/0/verification`, {
      method: 'POST',
    });
    expect(await verification.json()).toMatchObject({ code: 'match-unknown' });

    expect((await run('suppress', 'list')).stdout).toContain('me: It is mine.');
    const lifted = await run('suppress', 'lift', String(id), '--reason', 'I changed my mind.', '--json');
    expect(JSON.parse(lifted.stdout)).toMatchObject({ rows: 0, lifted: { reason: 'I changed my mind.' } });
    expect((await check()).matches).toHaveLength(before.matches.length);
    expect((await run('suppress', 'list')).stdout).toContain('lifted');
  });

  it('says what to do where the key is missing', async () => {
    const words = ['suppress', '--domain', 'a.example', '--reason', 'x', '--data', server.dataDir];
    const { code, stderr } = await runCli(words);
    expect(stderr).toContain('set ADMIN_KEY for this command to the one that it was started with');
    expect(code).toBe(1);
  });
});
