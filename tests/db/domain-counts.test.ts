import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookupQuery } from '../../src/api/lookup.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { migrate } from '../../src/db/migrate.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { lift, suppress } from '../../src/rows/suppress.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { newImage } from './rows.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const COUNTING = '000012-rows-of-a-host.sql';
const SETS = ['a', 'b'];
const HOSTS = ['studio.example', 'x.studio.example', 'y.studio.example', 'elsewhere.example'];
const WHO = { by: 'a test', reason: 'The artist asked.' };

const set = fc.constantFrom(...SETS);
const name = fc.constantFrom('1', '2', '3', '4', '5');
const host = fc.constantFrom(...HOSTS);
type Step =
  | { save: { set: string; rows: [string, string][] } }
  | { remove: { set: string; names: string[] | null } }
  | { hide: { host: string; subdomains: boolean } | { name: string } }
  | { lift: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ save: fc.record({ set, rows: fc.array(fc.tuple(name, host)) }) }) },
  fc.record({ remove: fc.record({ set, names: fc.option(fc.array(name)) }) }),
  fc.record({
    hide: fc.oneof(fc.record({ host, subdomains: fc.boolean() }), fc.record({ name })),
  }),
  fc.record({ lift: fc.nat(3) }),
);

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`counts of a domain on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    const datasetOf = (dataset: string, into: Database): Promise<number> =>
      ensureDataset(into, { dataset, release: '1', rowsPublished: null });

    async function take(taken: Step): Promise<void> {
      if ('save' in taken) {
        const images = taken.save.rows.map(([id, on]) => newImage(id, { url: `https://${on}/${id}.jpg` }));
        await saveImages(database, await datasetOf(taken.save.set, database), images);
      } else if ('remove' in taken) {
        await removeImages(database, await datasetOf(taken.remove.set, database), taken.remove.names);
      } else if ('hide' in taken) {
        const { hide } = taken;
        await ('host' in hide
          ? suppress({ domain: hide.host, subdomains: hide.subdomains, ...WHO }, database)
          : suppress({ sha256: newImage(hide.name).picture!.sha256, ...WHO }, database));
      } else {
        const standing = await database.query<{ id: number }>(
          'select id from suppressions where lifted_at is null order by id',
        );
        const rule = standing.at(taken.lift);
        if (rule) await lift({ id: rule.id, ...WHO }, database);
      }
    }

    /** What a domain's pages show, by dataset. */
    async function rowsShown(question: LookupQuery, from: Database): Promise<Record<string, number>> {
      const { items, next } = await lookUp({ ...question, limit: 100 }, from);
      expect(next).toBeNull();
      return Object.fromEntries(
        SETS.map((dataset) => [dataset, items.filter((row) => row.dataset === dataset).length] as const)
          .filter(([, rows]) => rows > 0)
          .toSorted(([a], [b]) => a.localeCompare(b)),
      );
    }

    async function expectCountsToBeOfTheRows(from: Database): Promise<void> {
      for (const domain of HOSTS) {
        for (const subdomains of [true, false]) {
          const { counts } = await lookUp({ domain, subdomains }, from);
          expect(counts!.complete).toBe(true);
          expect(Object.fromEntries(counts!.datasets.map(({ dataset, rows }) => [dataset, rows]))).toEqual(
            await rowsShown({ domain, subdomains }, from),
          );
        }
      }
    }

    it('are those of the rows shown, whatever is saved, moved, removed, hidden and shown again', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
          await emptyDatabase(database);
          for (const each of steps) await take(each);
          await expectCountsToBeOfTheRows(database);
        }),
        { numRuns: 25 },
      );
    });

    it('hold for two writers at once who meet on the same hosts', async () => {
      await emptyDatabase(database);
      const [a, b] = [await datasetOf('a', database), await datasetOf('b', database)];
      await Promise.all(
        Array.from({ length: 20 }, (_, round) => {
          const rows = Array.from({ length: 4 }, (_, i) =>
            newImage(`${i}`, { url: `https://${HOSTS[(round + i) % 4]}/${round}-${i}.jpg` }),
          );
          return saveImages(database, round % 3 === 0 ? b : a, rows);
        }),
      );
      await expectCountsToBeOfTheRows(database);
    });

    it('are right for rows that were there before rows were counted', async () => {
      const earlier = await engine.createBare();
      const folder = await mkdtemp(join(tmpdir(), 'trainspot-earlier-'));
      const bare = await earlier.openBare();
      try {
        for (const file of await readdir(MIGRATIONS)) {
          if (file < COUNTING) await cp(new URL(file, MIGRATIONS), join(folder, file));
        }
        await migrate(bare, pathToFileURL(`${folder}/`));
        const rows = HOSTS.map((on, i) => newImage(`${i}`, { url: `https://${on}/${i}.jpg` }));
        await saveImages(bare, await datasetOf('a', bare), rows);
        await saveImages(bare, await datasetOf('b', bare), rows.slice(1));
        await suppress({ url: 'https://x.studio.example/1.jpg', ...WHO }, bare);
        await migrate(bare);
        await expectCountsToBeOfTheRows(bare);
        await saveImages(bare, await datasetOf('a', bare), [
          newImage('0', { url: 'https://y.studio.example/0.jpg' }),
        ]);
        await expectCountsToBeOfTheRows(bare);
      } finally {
        await bare.close();
        await earlier.remove();
        await rm(folder, { recursive: true });
      }
    });
  });
}
