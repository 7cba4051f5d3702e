import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { newDemoFolder } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const COPY = `${DEMO}queries/copy.jpg`;

describe('rows that are taken out', () => {
  let dataDir: string;
  const run = (...words: string[]) => runCli([...words, '--data', dataDir]);
  const found = async (): Promise<CheckResult> => {
    const { stdout } = await run('check', COPY, '--json');
    const [result] = JSON.parse(stdout) as [CheckResult];
    return result;
  };
  beforeAll(async () => {
    dataDir = await newDemoFolder();
  }, 120_000);
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('are in no answer any more, and come back with their manifest', { timeout: 240_000 }, async () => {
    const before = await found();
    expect(before.verdict.answer).toBe('found');
    const ids = before.matches.map(({ rowId }) => rowId);
    const file = join(dataDir, 'gone.txt');
    await writeFile(file, `${ids.join('\n')}\n\n`);
    const { stdout, code } = await run('remove', '--dataset', 'demo', '--rows', file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'demo', removed: ids.length });
    const after = await found();
    expect(after.matches).toEqual([]);
    expect(after.coverage[0].rowsIndexed).toBe(before.coverage[0].rowsIndexed - ids.length);

    const all = await run('remove', '--dataset', 'demo', '--all');
    expect(JSON.parse(all.stdout)).toMatchObject({ removed: 50 - ids.length, segmentsFewer: 1 });
  });

  it.each([
    [['--dataset', 'demo'], /--rows FILE with a row id a line, or --all/],
    [['--dataset', 'demo', '--rows', 'no-such-file'], /'no-such-file' of row ids cannot be read/],
    [['--dataset', 'unknown', '--all'], /0 releases here are called so.*demo/],
  ])('%j says what is missing', { timeout: 60_000 }, async (words, message) => {
    const { code, stderr } = await run('remove', ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
