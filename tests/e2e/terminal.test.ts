import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import { layDatabase } from '../helpers/databases.ts';
import { type Ran, runCli } from '../helpers/run-cli.ts';

/** Clears a screen, by C0 and by C1; ends a line, by three scripts; turns text; rings. */
const STEERING = '\u001b[2J\u009b2J\u0085\u2028\u2029\u202egpj.\u2066\u0007\u007f\r';
const NAMED = `set${STEERING}x`;
const CAPTION = `lighthouse${STEERING}\nforged (bundled), row 1`;
const STEERS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('what comes from a manifest, or with a command,', () => {
  let dataDir: string;
  let indexed: Ran;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-terminal-'));
    await layDatabase(dataDir);
    const manifest = join(dataDir, `rows${STEERING}.csv`);
    const lines = [
      'url,caption,author',
      `"https://host.example/${STEERING}a.jpg","${CAPTION}","Jane${STEERING}"`,
      `"no address${STEERING}","x","y"`,
    ];
    await writeFile(manifest, lines.join('\n'));
    const columns = 'url=url,caption=caption,author=author';
    const named = ['--dataset', NAMED, '--release', `1${STEERING}`, '--columns', columns];
    indexed = await run('index', ...named, '--manifest', manifest, '--metadata-only');
  }, 120_000);
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const run = (...words: string[]) => runCli([...words, '--data', dataDir]);

  function expectTame({ stdout, stderr }: Ran): void {
    for (const line of (stdout + stderr).split('\n')) expect(line).not.toMatch(STEERS);
  }

  it('steers nothing in the summary of an ingest, which says the same', () => {
    expect(indexed.code, indexed.stderr).toBe(0);
    expectTame(indexed);
    expect(JSON.parse(indexed.stdout)).toMatchObject({ dataset: NAMED, rows: 2, listed: 1 });
  });

  it('forges no line, and comes as it is by JSON', async () => {
    const inWords = await run('find', '--caption', 'lighthouse');
    expectTame(inWords);
    expect(inWords.stdout.split('\n').filter((line) => line.includes('(bundled)'))).toEqual([
      expect.stringMatching(/^ {4}“lighthouse.*forged \(bundled\), row 1” by Jane/),
    ]);
    const asJson = await run('find', '--caption', 'lighthouse', '--json');
    expectTame(asJson);
    const { items } = JSON.parse(asJson.stdout) as LookupAnswer;
    expect(items).toMatchObject([{ dataset: NAMED, caption: CAPTION }]);
  });

  it('steers nothing in the list of datasets', async () => {
    const listed = await run('datasets');
    expectTame(listed);
    expect(listed.stdout).toContain('set [2J');
  });

  it('steers nothing in suppressions', async () => {
    expectTame(
      await run(
        'suppress',
        '--domain',
        'host.example',
        '--reason',
        `asked${STEERING}\nby`,
        '--by',
        `me${STEERING}`,
      ),
    );
    const listed = await run('suppress', 'list');
    expectTame(listed);
    expect(listed.stdout).toMatch(/by me.*: asked.* by\n/);
  });

  it.each([
    ['find', [`--colour${STEERING}`], 'colour'],
    ['an unknown command', [`colour${STEERING}`], 'colour'],
    ['evidence', ['verify', `a${STEERING}.zip`], 'gpj'],
    ['notice', ['dmca', '--field', `name=Jane${STEERING}`, '--to', `A${STEERING}`], 'Jane'],
    ['route', ['--dataset', 'laion-400m', '--row', `17${STEERING}`], '17'],
  ])('steers nothing in answers and errors that open no database: %s', async (command, words, said) => {
    const ran = await run(...(command.includes(' ') ? [] : [command]), ...words);
    expectTame(ran);
    expect(ran.stdout + ran.stderr).toContain(said);
  });
});
