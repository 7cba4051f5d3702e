import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { casesOf, openCase } from '../../src/cases/open-case.ts';
import { layDatabase } from '../helpers/databases.ts';
import { runCli } from '../helpers/run-cli.ts';

interface Listed {
  id: number;
  name: string;
  revokedAt: string | null;
  cases: number;
}

describe('trainspot keys', { timeout: 240_000 }, () => {
  let dataDir: string;
  let data: string[];
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-keys-'));
    await layDatabase(dataDir);
    data = ['--data', dataDir];
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const listed = async () =>
    JSON.parse((await runCli(['keys', 'list', '--json', ...data])).stdout) as Listed[];

  it('makes a key that owns cases, shows it once, and ends it', async () => {
    const added = await runCli(['keys', 'add', 'A gallery', ...data]);
    expect(added.code, added.stderr).toBe(0);
    // The key alone on standard output, so that it can be put where programs look for it.
    const key = added.stdout.trimEnd();
    expect(key).toMatch(/^tsk_[\w-]{40,}$/);
    expect(added.stderr).toContain('Key 1 of A gallery; it is not shown again');

    const { database } = await openDatabase({ dataDir });
    const { case: opened } = await openCase(database, { title: 'Theirs' }, key, new Date());
    expect((await casesOf(database, key)).map(({ id }) => id)).toEqual([opened.id]);
    await database.close();
    expect(await listed()).toMatchObject([{ id: 1, name: 'A gallery', revokedAt: null, cases: 1 }]);
    const shown = await runCli(['keys', 'list', ...data]);
    expect(shown.stdout).toMatch(/^1 {2}A gallery: 1 case, since 2\S+Z\n$/);
    expect(shown.stdout + JSON.stringify(await listed())).not.toContain(key);

    expect((await runCli(['keys', 'revoke', '1', ...data])).code).toBe(0);
    expect(await listed()).toMatchObject([{ revokedAt: expect.stringMatching(/Z$/) as string, cases: 1 }]);
    const after = await openDatabase({ dataDir });
    await expect(casesOf(after.database, key)).rejects.toMatchObject({ code: 'api-key-invalid' });
    await after.database.close();
  });

  it.each([
    [['keys', 'revoke', 'first'], /ID is 'first'/],
    [['keys', 'revoke', '999'], /999/],
    [['keys', 'add', ' '], /name/i],
  ])('says what is wrong with %j', async (words, why) => {
    const { code, stderr } = await runCli([...words, ...data]);
    expect(code).toBe(2);
    expect(stderr).toMatch(why);
  });
});
