import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmptyServer } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const COMMAND = fileURLToPath(new URL('../../scripts/trainspot.mjs', import.meta.url));

let folder = '';
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 20 }));

async function serveIn(dataDir: string, environment: Record<string, string> = {}): Promise<ChildProcess> {
  folder = dataDir;
  return spawn(process.execPath, [COMMAND, 'serve', '--data', dataDir], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'trainspot-ends-'));

async function printed(child: ChildProcess, what: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (what.test(text)) return text;
  }
  throw new Error(`It ended with ${text}`);
}

describe('a server and the command that started it', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('end with 0 on %s, however often it comes', async (signal) => {
    const server = await startEmptyServer();
    folder = server.dataDir;
    const ended = once(server.process, 'exit');
    server.process.kill(signal);
    server.process.kill(signal);
    expect(await ended).toEqual([0, null]);
    await expect(fetch(server.address)).rejects.toThrow();
  });

  it('end together where the command is killed, and the data folder is free', async () => {
    const server = await startEmptyServer();
    folder = server.dataDir;
    const ended = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    await ended;
    const { code, stdout } = await runCli(['datasets', '--json', '--data', server.dataDir]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('searched', []);
  });

  it('leave a folder that opens where they are killed while its database is made', async () => {
    const dataDir = await newFolder();
    const first = await serveIn(dataDir);
    const isBeingMade = (): boolean =>
      readdirSync(dataDir).some(
        (name) => name.startsWith('database.') && existsSync(join(dataDir, name, 'base')),
      );
    while (!isBeingMade()) await new Promise(setImmediate);
    const ended = once(first, 'exit');
    first.kill('SIGKILL');
    await ended;
    expect(existsSync(join(dataDir, 'database'))).toBe(false);
    const second = await serveIn(dataDir);
    expect(await printed(second, /ready: http/)).toContain('holds nothing');
    const over = once(second, 'exit');
    second.kill('SIGINT');
    expect(await over).toEqual([0, null]);
  });

  it('hand on how it ended by itself', async () => {
    const server = await serveIn(await newFolder(), { PORT: 'none' });
    expect(await once(server, 'exit')).toEqual([2, null]);
  });
});
