import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../helpers/run-cli.ts';

const COPY = fileURLToPath(new URL('../../assets/demo/queries/copy.jpg', import.meta.url));

describe('a command that is given an odd place or name', () => {
  let home: string;
  let file: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'trainspot-odd-places-'));
    file = join(home, 'rows.csv');
    await writeFile(file, 'url\nhttps://host.example/a.jpg\n');
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it.each([
    { words: ['opt-out', 'write', 'FILE'], said: /rows\.csv is there already, and is left/ },
    { words: ['opt-out', 'write', 'FILE/below'], said: /below cannot be written \(ENOTDIR\)/ },
    { words: ['opt-out', 'mark', COPY, 'HOME'], said: /is a folder; name the file/ },
    {
      words: ['opt-out', 'mark', COPY, 'HOME/no/such.jpg'],
      said: /There is no folder .*no to write such\.jpg into/,
    },
    { words: ['evidence', 'verify', '/dev/zero'], said: /zero is no file, and a pack is one/ },
    { words: ['evidence', 'verify', 'HOME'], said: /is no file, and a pack is one/ },
    {
      words: ['index', '--dataset', '', '--metadata-only', '--manifest', 'FILE'],
      said: /--dataset is empty/,
    },
    {
      words: ['index', '--dataset', 'x', '--release', ' ', '--manifest', 'FILE'],
      said: /--release is empty/,
    },
  ])('says what is wrong with it: $words', async ({ words, said }) => {
    const meant = words.map((word) => word.replace('FILE', file).replace('HOME', home));
    const { code, stderr } = await runCli([...meant, '--data', join(home, 'data')]);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(2);
  });
});
