import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../scripts/trainspot.mjs', import.meta.url));

describe('a command whose reader goes away, as `| head -1` does,', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-nobody-reads-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it.each([
    { what: 'on standard output', words: ['datasets'], gone: 'stdout', other: 'stderr', code: 0 },
    { what: 'while it prints JSON', words: ['datasets', '--json'], gone: 'stdout', other: 'stderr', code: 0 },
    { what: 'while it helps', words: ['--help'], gone: 'stdout', other: 'stderr', code: 0 },
    {
      what: 'on standard error',
      words: ['evidence', 'verify', 'x'],
      gone: 'stderr',
      other: 'stdout',
      code: 2,
    },
  ] as const)('ends quietly $what', async ({ words, gone, other, code }) => {
    const child = spawn(process.execPath, [COMMAND, ...words, '--data', dataDir]);
    child[gone].destroy();
    let said = '';
    child[other].on('data', (piece) => (said += piece));
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(said).toBe('');
  });
});
