import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';

const PROJECT = new URL('../../migrations/', import.meta.url);

const appliedIn = (database: Database): Promise<{ name: string }[]> =>
  database.query('select name, sha256, applied_at from schema_migrations order by name');

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`migrations on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let path: string;
    let folder: URL;
    beforeAll(async () => {
      home = await engine.createBare();
      database = await home.openBare();
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    beforeEach(async () => {
      await database.runScript('drop schema public cascade; create schema public');
      path = await mkdtemp(join(tmpdir(), 'trainspot-migrations-'));
      folder = pathToFileURL(`${path}/`);
    });
    afterEach(() => rm(path, { recursive: true }));
    const applied = () => appliedIn(database);

    it("applies the project's own, once", async () => {
      await migrate(database);
      const first = await applied();
      expect(first.map(({ name }) => name)).toEqual(
        (await readdir(PROJECT)).filter((name) => name.endsWith('.sql')).toSorted(),
      );
      expect(await database.query('select * from images')).toEqual([]);
      await migrate(database);
      expect(await applied()).toEqual(first);
    });

    it('applies new ones in order and leaves other files alone', async () => {
      await writeFile(join(path, '000002-b.sql'), 'alter table words add column b int');
      await writeFile(join(path, '000001-a.sql'), 'create table words (a int); insert into words values (1)');
      await writeFile(join(path, 'README.md'), 'no SQL');
      await migrate(database, folder);
      await writeFile(join(path, '000010-c.sql'), 'update words set b = 2');
      await migrate(database, folder);
      expect(await database.query('select * from words')).toEqual([{ a: 1, b: 2 }]);
    });

    it('undoes a migration that fails, and keeps those before it', async () => {
      await writeFile(join(path, '000001-a.sql'), 'create table words (a int)');
      await writeFile(join(path, '000002-b.sql'), 'insert into words values (1); select 1 / 0');
      await expect(migrate(database, folder)).rejects.toMatchObject({ code: '22012' });
      expect(await applied()).toMatchObject([{ name: '000001-a.sql' }]);
      expect(await database.query('select * from words')).toEqual([]);
    });

    it('does not take other line ends for a change', async () => {
      const text = 'create table words (a int);\n-- end\n';
      await writeFile(join(path, '000001-a.sql'), text);
      await migrate(database, folder);
      await writeFile(join(path, '000001-a.sql'), text.replaceAll('\n', '\r\n'));
      await migrate(database, folder);
      expect(await readFile(join(path, '000001-a.sql'), 'utf8')).toContain('\r\n');
      expect(await applied()).toHaveLength(1);
    });

    it('refuses a database that a newer version has migrated', async () => {
      await writeFile(join(path, '000001-a.sql'), 'create table words (a int)');
      await writeFile(join(path, '000002-future.sql'), 'alter table words add column b int');
      await migrate(database, folder);
      await rm(join(path, '000002-future.sql'));
      await expect(migrate(database, folder)).rejects.toMatchObject({
        code: 'database-unavailable',
        message: expect.stringContaining('000002-future.sql, which this version does not know'),
      });
    });

    it('lets several migrate at once: each migration is applied by one', async () => {
      // The insertion would fail or leave two rows if two applied it.
      await writeFile(join(path, '000001-a.sql'), 'create table words (a int)');
      await writeFile(join(path, '000002-b.sql'), 'select pg_sleep(0.1); insert into words values (1)');
      const others =
        engine.name === 'postgres' ? await Promise.all([home.openBare(), home.openBare()]) : [database];
      await Promise.all([database, ...others].map((each) => migrate(each, folder)));
      expect(await database.query('select * from words')).toEqual([{ a: 1 }]);
      for (const other of others) if (other !== database) await other.close();
    });
  });

  describe.skipIf(!engine.available)(`a database with all migrations on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.openBare();
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    it('has each reference to what may be removed in an index, or all rows would be read for each', async () => {
      const unindexed = await database.query(
        `select c.conrelid::regclass::text as from, c.confrelid::regclass::text as to
         from pg_constraint c
         where c.contype = 'f' and c.confrelid in ('images'::regclass, 'segments'::regclass) and not exists (
           select from pg_index x
           where x.indrelid = c.conrelid and x.indkey[0] = c.conkey[1] and x.indpred is null)`,
      );
      expect(unindexed).toEqual([]);
    });

    it('refuses an applied file that was changed, and applies nothing', async () => {
      const path = await mkdtemp(join(tmpdir(), 'trainspot-migrations-'));
      const folder = pathToFileURL(`${path}/`);
      await cp(PROJECT, folder, { recursive: true });
      const before = await appliedIn(database);
      expect(before).not.toEqual([]);
      const [first] = (await readdir(path)).toSorted();
      await appendFile(join(path, first), '\n-- changed');
      await writeFile(join(path, '999999-new.sql'), 'create table never (x int)');
      await expect(migrate(database, folder)).rejects.toMatchObject({
        code: 'database-unavailable',
        message: expect.stringContaining(`${first} was changed`),
      });
      expect(await appliedIn(database)).toEqual(before);
      await rm(path, { recursive: true });
    });
  });
}
