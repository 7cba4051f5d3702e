import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDemoFolder } from '../helpers/demo-server.ts';
import { runCli, type Ran } from '../helpers/run-cli.ts';

const COUNTING = new URL('../helpers/count-threads.mjs', import.meta.url).href;
/** The embedded database has one, whatever is asked. */
const DATABASE = 1;
const RUNS = 6;

describe('a command', () => {
  let dataDir: string;
  const run = (...words: string[]): Promise<Ran> =>
    runCli([...words, '--data', dataDir], { NODE_OPTIONS: `--import ${COUNTING}`, WORKER_THREADS: '3' });
  beforeAll(async () => {
    dataDir = await newDemoFolder();
  }, 120_000);
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it.each([
    ['find', '--domain', 'example.org'],
    ['suppress', 'list'],
    ['keys', 'list'],
  ])('that looks at no picture starts no thread for it: %s %s', async (...words) => {
    const { code, stderr } = await run(...words);
    expect(stderr).toBe(`threads: ${DATABASE}\n`);
    expect(code).toBe(0);
  });

  it.each([[['models', 'list']], [['exposure', '--help']]])('that asks no database: %j', async (words) => {
    const { code, stderr } = await run(...words);
    expect(stderr).toBe('threads: 0\n');
    expect(code).toBe(0);
  });

  it('that says what can be searched opens each segment in a thread, and ends well each time', async () => {
    for (let time = 0; time < RUNS; time++) {
      const { code, stdout, stderr } = await run('datasets');
      expect(stderr).toBe(`threads: ${DATABASE + 1}\n`);
      expect(stdout).toContain('demo');
      expect(code).toBe(0);
    }
  }, 120_000);
});
