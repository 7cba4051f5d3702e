import { expect, it } from 'vitest';
import { type FetchFailure, recordFetchOutcomes } from '../../src/db/fetch-outcomes.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { databaseEngines } from '../helpers/databases.ts';
import { newImage } from '../db/rows.ts';

const FAILURE: FetchFailure = {
  reason: 'http-404',
  kind: 'dead',
  httpStatus: 404,
  host: 'studio.example',
  optOut: null,
  attempts: 1,
};

for (const engine of databaseEngines) {
  it.skipIf(!engine.available)(
    `a lookup on ${engine.name} says of a link that did not bring its picture what it was found to be, and since when`,
    async () => {
      const home = await engine.create();
      const database = await home.open();
      try {
        const row = newImage('row', { url: 'https://studio.example/1.jpg' });
        const dataset = await ensureDataset(database, {
          dataset: 'laion',
          release: '1',
          rowsPublished: null,
        });
        await saveImages(database, dataset, [row]);
        const link = async () => (await lookUp({ url: row.url }, database)).items[0].link;
        await recordFetchOutcomes(database, dataset, [{ ...row, failure: FAILURE }]);
        await recordFetchOutcomes(database, dataset, [{ ...row, failure: FAILURE }]);
        const dead = (await link())!;
        expect(dead).toMatchObject({ kind: 'dead', reason: 'http-404' });
        expect(new Date(dead.lastTriedAt).getTime()).toBeGreaterThan(new Date(dead.since).getTime());
        await recordFetchOutcomes(database, dataset, [{ ...row, failure: null }]);
        expect(await link()).toBeNull();
      } finally {
        await database.close();
        await home.remove();
      }
    },
    240_000,
  );
}
