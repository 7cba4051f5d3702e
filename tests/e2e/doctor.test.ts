import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPglite } from '../../src/db/pglite.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { examine } from '../../src/service/doctor/examine.ts';
import type { Finding } from '../../src/service/doctor/finding.ts';
import { databaseEngines } from '../helpers/databases.ts';
import { newDemoFolder, startServerOn } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const postgres = databaseEngines.find(({ name }) => name === 'postgres')!;

describe('what is wrong with a set-up', () => {
  let demo: string;
  let dataDir: string;
  const folders: string[] = [];
  beforeAll(async () => {
    demo = await newDemoFolder();
    folders.push(demo);
  });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-doctor-'));
    folders.push(dataDir);
    await cp(demo, dataDir, { recursive: true });
  });
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  const look = (settings: Record<string, string> = {}, thorough = false): Promise<Finding[]> =>
    examine(loadConfig({ DATA_DIR: dataDir, ...settings }), { thorough });
  const notWell = (found: readonly Finding[]): Finding[] => found.filter(({ state }) => state !== 'ok');
  const segment = async (): Promise<string> => {
    const [name] = await readdir(join(dataDir, 'segments'));
    return join(dataDir, 'segments', name);
  };

  it('is nothing where all is well, by the command and beside a running server', async () => {
    const alone = await runCli(['doctor', '--thorough', '--data', dataDir]);
    expect([alone.code, alone.stderr]).toEqual([0, '']);
    expect(alone.stdout).toMatch(/^ok {7}index: demo \(bundled\), by pocket: 50 rows in 1 segment, /m);
    expect(alone.stdout).not.toMatch(/^(warning|error)/m);
    const server = await startServerOn(dataDir);
    try {
      const found = await look();
      expect(notWell(found)).toEqual([]);
      expect(found.find(({ about }) => about === 'server')?.says).toContain(`${server.address}`);
      expect(found.find(({ about }) => about === 'index')).toBeDefined();
    } finally {
      await server.end();
    }
  });

  it('is told of a folder in which nothing was done yet, and nothing is made there', async () => {
    const empty = join(dataDir, 'not', 'there');
    expect(notWell(await examine(loadConfig({ DATA_DIR: empty })))).toEqual([]);
    await expect(readdir(empty)).rejects.toThrow('ENOENT');
  });

  it('is a segment of which a file was cut, at once; one of which a byte was changed, when every file is read', async () => {
    const file = join(await segment(), 'hashes.pdq');
    const bytes = await readFile(file);
    bytes[100] ^= 1;
    await writeFile(file, bytes);
    expect(notWell(await look())).toEqual([]);
    const [changed] = notWell(await look({}, true));
    expect(changed).toMatchObject({ about: 'index', state: 'error' });
    expect(changed.says).toMatch(/the sha256 of its file hashes\.pdq is/);
    await truncate(file, 99);
    const [cut] = notWell(await look());
    expect(cut.says).toMatch(/its file hashes\.pdq has 99 bytes and was written with 1600/);
    const { code, stdout } = await runCli(['doctor', '--json', '--data', dataDir]);
    expect(code).toBe(1);
    expect(notWell(JSON.parse(stdout) as Finding[])).toEqual([cut]);
  });

  it('is a model that is not here', async () => {
    const name = 'Xenova/clip-vit-base-patch32';
    const [missing] = notWell(await look({ MODEL: name }));
    expect(missing).toMatchObject({ about: 'model', state: 'error' });
    expect(missing.says).toContain(`npx trainspot models pull ${name}`);
    const [unknown] = notWell(await look({ MODEL: 'nobody/knows' }));
    expect(unknown).toMatchObject({ about: 'model', state: 'error' });
  });

  it('is segments of another database, and more threads than cores', async () => {
    const other = join(dataDir, 'segments', '00000000-0000-4000-8000-000000000000');
    await mkdir(other);
    await writeFile(join(other, 'rows.u64'), Buffer.alloc(8));
    const found = notWell(await look({ WORKER_THREADS: '256' }));
    expect(found.map(({ about, state }) => [about, state])).toEqual([
      ['machine', 'warning'],
      ['index', 'warning'],
    ]);
    expect(found[1].says).toMatch(/^1 folder of segments/);
  });

  it('is a database of a newer version, and one of an older is not brought up to date', async () => {
    const change = async (sql: string): Promise<void> => {
      const database = await openPglite(join(dataDir, 'database'));
      await database.runScript(sql).finally(() => database.close());
    };
    await change(`insert into schema_migrations (name, sha256) values ('999999-later.sql', '00')`);
    const [newer] = notWell(await look());
    expect(newer).toMatchObject({ about: 'database', state: 'error' });
    expect(newer.says).toContain('999999-later.sql');
    await change(`delete from schema_migrations where name >= '000025'`);
    for (let time = 0; time < 2; time++) {
      const [older] = notWell(await look());
      expect(older).toMatchObject({ about: 'database', state: 'warning' });
      expect(older.says).toMatch(/^It lacks 1 migration, 000025-/);
    }
  });

  it('is a server of PostgreSQL that is not there', async () => {
    const [away] = notWell(await look({ DATABASE_URL: 'postgres://me:secret-word@127.0.0.1:1/x' }));
    expect(away).toMatchObject({ about: 'database', state: 'error' });
    expect(away.says).toContain('nothing listens there (ECONNREFUSED)');
    expect(away.says).not.toContain('secret-word');
  });

  it.skipIf(!postgres.available)('is an empty database beside segments: the wrong one', async () => {
    const home = await postgres.create();
    try {
      const found = notWell(await look({ DATABASE_URL: home.settings.databaseUrl! }));
      expect(found.map(({ about, state }) => [about, state])).toEqual([
        ['index', 'warning'],
        ['index', 'warning'],
      ]);
      expect(found[1].says).toContain('is DATABASE_URL the one');
    } finally {
      await home.remove();
    }
  });
});
