import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataFolder, dataFolderHolder } from '../../src/db/data-folder.ts';
import { openDatabase } from '../../src/db/open.ts';
import { thisProcess } from '../../src/runtime/processes/process-identity.ts';
import { databaseEngines, embeddedEngine } from '../helpers/databases.ts';

const PROGRAM = fileURLToPath(new URL('./claiming-process.ts', import.meta.url));

interface Claimant {
  child: ChildProcessByStdio<Writable, Readable, null>;
  answer: { claimed: boolean; code?: string; message?: string };
}

describe('the claim of a data folder', () => {
  let dataDir: string;
  let children: Claimant['child'][];
  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'trainspot-claim-')), 'data');
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(join(dataDir, '..'), { recursive: true });
  });

  /** Another process that tries to claim the folder. */
  async function claimant(address = ''): Promise<Claimant> {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, dataDir, address], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { child, answer: JSON.parse(line) as Claimant['answer'] };
  }

  async function end({ child }: Claimant, how: () => void): Promise<void> {
    const exited = once(child, 'exit');
    how();
    await exited;
  }

  it('is held until it is released', async () => {
    expect(await dataFolderHolder(dataDir)).toBeNull();
    const claim = await claimDataFolder(dataDir);
    expect(await dataFolderHolder(dataDir)).toEqual({ pid: process.pid, address: null });
    await expect(claimDataFolder(dataDir)).rejects.toMatchObject({ code: 'data-folder-in-use' });
    await claim.release();
    expect(await dataFolderHolder(dataDir)).toBeNull();
    await (await claimDataFolder(dataDir)).release();
    expect(await readdir(join(dataDir, 'database.lock'))).toHaveLength(1);
  });

  it('is refused to a second process, with what to do', async () => {
    const claim = await claimDataFolder(dataDir);
    const { answer } = await claimant();
    expect(answer).toMatchObject({ claimed: false, code: 'data-folder-in-use' });
    expect(answer.message).toContain(`in use by process ${process.pid}.`);
    for (const way of ['Stop it first', '--data', 'DATABASE_URL']) expect(answer.message).toContain(way);
    await claim.release();
  });

  it('names the address of the server that holds it', async () => {
    const server = await claimant('http://127.0.0.1:8080');
    expect(await dataFolderHolder(dataDir)).toEqual({
      pid: server.child.pid,
      address: 'http://127.0.0.1:8080',
    });
    await expect(claimDataFolder(dataDir)).rejects.toThrow(
      `process ${server.child.pid}, a server at http://127.0.0.1:8080. Stop it first, or ask that server`,
    );
    await end(server, () => server.child.stdin.end());
    expect(await dataFolderHolder(dataDir)).toBeNull();
  });

  it('of a process that was killed is taken over', async () => {
    const first = await claimant('http://127.0.0.1:8080');
    expect(first.answer.claimed).toBe(true);
    await end(first, () => first.child.kill('SIGKILL'));
    expect(await dataFolderHolder(dataDir)).toBeNull();
    const second = await claimant();
    expect(second.answer.claimed).toBe(true);
    expect(await dataFolderHolder(dataDir)).toEqual({ pid: second.child.pid, address: null });
  });

  it('goes to exactly one of five that want it from the dead', async () => {
    const dead = await claimant();
    await end(dead, () => dead.child.kill('SIGKILL'));
    const five = await Promise.all(Array.from({ length: 5 }, () => claimant()));
    expect(five.filter(({ answer }) => answer.claimed)).toHaveLength(1);
    expect(five.filter(({ answer }) => answer.code === 'data-folder-in-use')).toHaveLength(4);
  });

  it('goes to exactly one of many that ask in the same moment, again and again', async () => {
    for (let round = 0; round < 20; round++) {
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => claimDataFolder(dataDir)));
      const claims = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(claims).toHaveLength(1);
      await claims[0].value.release();
    }
  });

  describe('as a file of another process', () => {
    /** Leaves a claim as if another process had made it. */
    async function leaveClaim(text: string): Promise<string> {
      const folder = join(dataDir, 'database.lock');
      await mkdir(folder, { recursive: true });
      const file = join(folder, '7.json');
      await writeFile(file, text);
      return file;
    }
    const claimOf = (process: object): string => JSON.stringify({ process, address: null, released: false });

    it.runIf(process.platform === 'linux')(
      'does not count when its number has gone to a later process',
      async () => {
        await leaveClaim(claimOf({ ...thisProcess(), started: 'earlier' }));
        expect(await dataFolderHolder(dataDir)).toBeNull();
        await leaveClaim(claimOf(thisProcess()));
        expect(await dataFolderHolder(dataDir)).toMatchObject({ pid: process.pid });
      },
    );

    it('counts by its pid alone where no start time is known', async () => {
      await leaveClaim(claimOf({ ...thisProcess(), started: null }));
      expect(await dataFolderHolder(dataDir)).toMatchObject({ pid: process.pid });
      await leaveClaim(claimOf({ ...thisProcess(), started: null, pid: 2 ** 30 }));
      expect(await dataFolderHolder(dataDir)).toBeNull();
    });

    it('counts in another container for as long as its holder touches it', async () => {
      const file = await leaveClaim(claimOf({ pid: 1, started: 'x', place: 'other-host pid:[1]' }));
      await expect(claimDataFolder(dataDir)).rejects.toThrow('process 1 on other-host');
      const longAgo = new Date(Date.now() - 120_000);
      await utimes(file, longAgo, longAgo);
      await (await claimDataFolder(dataDir)).release();
    });

    it('does not count when a power failure left it empty', async () => {
      await leaveClaim('');
      await (await claimDataFolder(dataDir)).release();
    });
  });

  it('says what is wrong with a folder that cannot be', async () => {
    await claimDataFolder(dataDir).then((claim) => claim.release());
    const file = join(dataDir, 'file');
    await writeFile(file, 'not a folder');
    await expect(claimDataFolder(join(file, 'below'))).rejects.toMatchObject({
      code: 'database-unavailable',
      message: expect.stringMatching(/ENOTDIR.*--data/),
    });
  });
});

describe('opening the database', () => {
  it('claims the data folder of the embedded one until it is closed', async () => {
    const home = await embeddedEngine.create();
    const { dataDir } = home.settings;
    const { database, announce } = await openDatabase(home.settings);
    await announce('http://localhost:8080');
    expect(await dataFolderHolder(dataDir)).toEqual({ pid: process.pid, address: 'http://localhost:8080' });
    await expect(openDatabase(home.settings)).rejects.toMatchObject({ code: 'data-folder-in-use' });
    await database.query(`insert into datasets (dataset, release) values ('kept', '1')`);
    await database.close();
    expect(await dataFolderHolder(dataDir)).toBeNull();
    const again = await openDatabase(home.settings);
    expect(await again.database.query('select dataset from datasets')).toEqual([{ dataset: 'kept' }]);
    await again.database.close();
    await home.remove();
  });

  it('lets go of the folder when the embedded one cannot be opened', async () => {
    const home = await embeddedEngine.create();
    const { dataDir } = home.settings;
    await rm(join(dataDir, 'database', 'global'), { recursive: true });
    await expect(openDatabase(home.settings)).rejects.toMatchObject({ code: 'database-unavailable' });
    expect(await dataFolderHolder(dataDir)).toBeNull();
    await home.remove();
  });

  it('begins anew where making the embedded one was interrupted', async () => {
    const home = await embeddedEngine.create();
    const { dataDir } = home.settings;
    await rm(join(dataDir, 'database'), { recursive: true });
    await writeFile(join(dataDir, 'database.unfinished'), 'half of it');
    const { database } = await openDatabase(home.settings);
    expect(await database.query('select * from datasets')).toEqual([]);
    await database.close();
    expect(await readdir(dataDir)).not.toContain('database.unfinished');
    await home.remove();
  });

  const server = databaseEngines.find(({ name }) => name === 'postgres')!;
  it.skipIf(!server.available)('claims nothing where a server is used', async () => {
    const home = await server.create();
    const opened = [await openDatabase(home.settings), await openDatabase(home.settings)];
    for (const { database, announce } of opened) {
      await announce('http://localhost:8080');
      await database.close();
    }
    expect(await dataFolderHolder(home.settings.dataDir)).toBeNull();
    await home.remove();
  });
});
