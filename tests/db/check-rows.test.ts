import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRowsOfCheck } from '../../src/db/check-rows.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { findByBytes } from './found-rows.ts';
import { digest, newImage } from './rows.ts';

const NAMES = [
  "it's",
  '{a,b}',
  'a "b" c',
  'back\\slash',
  'NULL',
  '',
  'a,b',
  'żółw 🐢',
  "'; drop table images; --",
];

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`rows of a check in ${engine.name}`, () => {
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
    beforeEach(() => emptyDatabase(database));

    const save = async (dataset: string): Promise<number> => {
      const datasetId = await ensureDataset(database, { dataset, release: '1', rowsPublished: null });
      return (await saveImages(database, datasetId, [newImage('cat')]))[0];
    };
    const cat = newImage('cat').picture!;

    it('are found in datasets of whatever name, again and again', async () => {
      for (const name of NAMES) await save(name);
      for (let round = 0; round < 7; round++) {
        for (const name of NAMES) {
          const found = await findByBytes(database, cat, [name]);
          expect(found.map(({ dataset }) => dataset)).toEqual([name]);
        }
      }
      const all = await findByBytes(database, cat, NAMES);
      expect(all.map(({ dataset }) => dataset)).toEqual(NAMES);
      expect(await findByBytes(database, cat, [])).toEqual([]);
    });

    it('come in the order in which they are wanted, those with the same bytes last, and each once', async () => {
      const ids = [];
      for (const name of ['a', 'b', 'c', 'd']) ids.push(await save(name));
      const wanted = [ids[2], ids[0]];
      const nothing = { sha256: digest('sha256', 'none'), md5: digest('md5', 'none') };
      const ask = async (picture: typeof nothing, datasets: string[]) => {
        const broughtUp = { wanted, all: [...wanted, 2 ** 40], compared: wanted };
        return findRowsOfCheck(database, picture, broughtUp, datasets);
      };
      expect((await ask(nothing, ['a'])).rows.map(({ id }) => id)).toEqual(wanted);
      expect((await ask(cat, ['a', 'b', 'd'])).rows.map(({ id }) => id)).toEqual([...wanted, ids[1], ids[3]]);
    });
  });
}
