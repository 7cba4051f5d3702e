import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pullModel } from '../../src/models/pull.ts';
import { modelFolder, verifyModelFiles } from '../../src/models/store.ts';
import { thisProcess, type ProcessIdentity } from '../../src/runtime/processes/process-identity.ts';
import { startHub, type Hub } from './hub-server.ts';
import { tinyCard, tinyPaths } from './tiny-card.ts';

const disk = vi.hoisted(() => ({ hasHardLinks: true }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const refused = (): Promise<void> => Promise.reject(Object.assign(new Error(), { code: 'EPERM' }));
  return {
    ...real,
    link: (...names: [string, string]) => (disk.hasHardLinks ? real.link(...names) : refused()),
  };
});

let hub: Hub;
let modelsDir: string;

beforeEach(async () => {
  hub = await startHub(new Map(tinyPaths.map((path) => [path, Buffer.from(`what is in ${path}`)])));
  modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
});

afterEach(async () => {
  await hub.close();
  await rm(modelsDir, { recursive: true });
});

const pull = () => pullModel(tinyCard, modelsDir, { endpoint: hub.origin });

describe('a pull beside another one', () => {
  /** Leaves a claim as if another process had made it. */
  async function leaveClaim(holder: Partial<ProcessIdentity>): Promise<string> {
    const claims = join(modelsDir, '.pulls', basename(modelFolder(tinyCard, modelsDir)));
    await mkdir(claims, { recursive: true });
    const file = join(claims, '7.json');
    await writeFile(file, JSON.stringify({ process: { ...thisProcess(), ...holder }, released: false }));
    return file;
  }

  it('pulls once when asked twice at once', async () => {
    const results = await Promise.allSettled([pull(), pull()]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await verifyModelFiles(tinyCard, modelsDir);
  });

  it('waits for a process that runs', async () => {
    await leaveClaim({ pid: process.ppid, started: null });
    await expect(pull()).rejects.toThrow(`process ${process.ppid}`);
  });

  it('takes over from a process that is gone', async () => {
    await leaveClaim({ pid: 999_999_999 });
    await pull();
  });

  it.runIf(process.platform === 'linux').each([
    ['another one', process.ppid],
    ['this one, as in a container every run of a program does', process.pid],
  ])('takes over from a process that is gone and whose number went to %s', async (_, pid) => {
    await leaveClaim({ pid, started: 'earlier' });
    await pull();
  });

  it('waits for one in another container for as long as that shows that it lives', async () => {
    const file = await leaveClaim({ pid: process.pid, place: 'other-host pid:[1]' });
    await expect(pull()).rejects.toThrow(`process ${process.pid} on other-host`);
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(file, longAgo, longAgo);
    await pull();
  });

  it('pulls without a claim where there are no hard links, as on a USB stick', async () => {
    disk.hasHardLinks = false;
    await pull().finally(() => (disk.hasHardLinks = true));
    await verifyModelFiles(tinyCard, modelsDir);
  });
});
