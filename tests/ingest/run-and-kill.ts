import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { expect } from 'vitest';
import type { Bundled } from '../helpers/bundled.ts';
import type { TestDatabase } from '../helpers/databases.ts';

/** One run of a program on a database and its folder; killed so many milliseconds after it said that it begins, unless that is null or it was done before. */
export async function runAndKill(
  { path }: Bundled,
  { settings }: TestDatabase,
  killAfterMs: number | null,
  more: readonly string[] = [],
): Promise<{ ranMs: number }> {
  const { dataDir } = settings;
  const where = 'databaseUrl' in settings ? [settings.databaseUrl!] : more.length > 0 ? [''] : [];
  const child = spawn(process.execPath, [path, dataDir, ...where, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A hundred of them in a row: other tests beside this one are to have the cores first.
  setPriority(child.pid!, constants.priority.PRIORITY_LOW);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let begun = 0;
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'begins') continue;
    begun = performance.now();
    if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  }
  const [code] = await exited;
  if (killAfterMs === null) expect(code).toBe(0);
  expect([0, null]).toContain(code);
  return { ranMs: performance.now() - begun };
}
