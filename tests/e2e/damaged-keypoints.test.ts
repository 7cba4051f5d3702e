import { readFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Coverage } from '../../src/api/check-result.ts';
import { startDemoServer, type DemoServer } from '../helpers/demo-server.ts';

describe('a server whose keypoints are damaged while it runs', () => {
  let server: DemoServer;
  beforeAll(async () => {
    server = await startDemoServer();
  }, 120_000);
  afterAll(() => server?.stop());

  async function check(name: string): Promise<CheckResult> {
    const form = new FormData();
    const picture = readFileSync(new URL(`../../assets/demo/queries/${name}.jpg`, import.meta.url));
    form.append('picture', new Blob([picture]), 'picture.jpg');
    const response = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
    expect(response.status).toBe(200);
    return (await response.json()) as CheckResult;
  }

  it('finds copies by their hashes, rules out no edited one, and says of how many rows', async () => {
    expect((await check('edited')).verdict.answer).toBe('found');
    const absent = await check('absent');
    expect(absent.verdict.answer).toBe('not-found');
    expect(absent.coverage.map(({ rowsNotCompared }) => rowsNotCompared)).toEqual([0]);

    const segments = join(server.dataDir, 'segments');
    for (const id of await readdir(segments)) {
      const file = await open(join(segments, id, 'signatures.bin'), 'r+');
      const { size } = await file.stat();
      await file.truncate(0);
      await file.truncate(size);
      await file.close();
    }

    expect((await check('copy')).verdict.answer).toBe('found');
    for (const name of ['edited', 'absent']) {
      const { verdict, coverage } = await check(name);
      expect(verdict.answer).toBe('possibly');
      expect(coverage[0].rowsNotCompared).toBeGreaterThan(0);
      expect(verdict.sentence).toContain(`${coverage[0].rowsNotCompared} pictures of`);
      expect(verdict.sentence).toContain('what is kept of them here is damaged');
    }
    // What can be searched is not what a check could compare.
    const response = await fetch(`${server.address}/v1/datasets`);
    const { searched } = (await response.json()) as { searched: Coverage[] };
    expect(searched).toMatchObject([{ dataset: 'demo', rowsNotCompared: 0 }]);
  }, 60_000);
});
