import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CSV_HEAD } from '../../src/cli/csv-rows.ts';
import { newDemoFolder } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const QUERIES = fileURLToPath(new URL('../../assets/demo/queries', import.meta.url));

describe('trainspot check DIR --csv', () => {
  let dataDir: string;
  let portfolio: string;
  beforeAll(async () => {
    dataDir = await newDemoFolder();
    portfolio = await mkdtemp(join(tmpdir(), 'trainspot-portfolio-'));
    await cp(QUERIES, join(portfolio, 'series'), { recursive: true });
    await mkdir(join(portfolio, 'old'));
    await writeFile(join(portfolio, 'old', 'broken, by a comma.png'), 'no picture');
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
    await rm(portfolio, { recursive: true, force: true });
  });

  it('prints a row for each picture below the folder, and of a bad file its error', async () => {
    const { code, stdout, stderr } = await runCli(['check', portfolio, '--csv', '--data', dataDir]);
    expect(code, stderr).toBe(1);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toBe(CSV_HEAD.join(','));
    const named = (name: string): string => rows.find((row) => row.includes(name)) ?? '';
    expect(rows).toHaveLength(5);
    expect(named('copy.jpg')).toMatch(/,found,copy,demo,bundled,\d+,https?:\/\/[^,]+,\d+,/);
    expect(named('edited.jpg')).toMatch(/,found,edited,demo,/);
    expect(named('part.jpg')).toMatch(/,part,part,demo,/);
    expect(named('absent.jpg')).toMatch(/,not-found,,,,,,0,/);
    expect(named('broken')).toMatch(/^"[^"]*broken, by a comma\.png",,,,,,,,,"?picture-/);
    expect(stderr).toContain('5 pictures');
  });

  it('ends with 0 where every picture could be checked', async () => {
    const words = ['check', join(portfolio, 'series', 'absent.jpg'), '--csv', '--data', dataDir];
    const { code, stdout } = await runCli(words);
    expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, 2]);
  });

  it('is one of two ways of printing what was found', async () => {
    const { code, stderr } = await runCli(['check', portfolio, '--csv', '--json', '--data', dataDir]);
    expect(code).toBe(2);
    expect(stderr).toContain('one of --csv and --json');
  });
});
