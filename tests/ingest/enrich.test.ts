import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { fetchFailuresOf } from '../../src/db/fetch-outcomes.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { suppress } from '../../src/rows/suppress.ts';
import type { Config } from '../../src/runtime/config.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import {
  enrichDataset,
  type EnrichOptions,
  type EnrichRequest,
} from '../../src/service/indexing/enrich-dataset.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import type { ScriptedHost } from '../helpers/scripted-host.ts';
import { enrichConfig, isHad, listRows, startRowsHost, whatIsKnown } from './enriched-rows.ts';

const ROWS = 60;
const HAD = Array.from({ length: ROWS }, (_, i) => i).filter(isHad).length;

let host: ScriptedHost;
beforeAll(async () => {
  host = await startRowsHost(ROWS);
});
afterAll(() => host?.close());

const picturesAsked = (): string[] => host.paths.filter((path) => path.endsWith('.png'));

describe.each(databaseEngines)('enriching rows in $name', (engine) => {
  describe.skipIf(!engine.available)('with a database of its own', () => {
    let home: TestDatabase;
    let database: Database;
    let config: Config;
    let ids: number[];
    let fingerprinter: Fingerprinter;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      config = enrichConfig(home.settings.dataDir, host.host);
      fingerprinter = configuredFingerprinter(config);
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      ids = await listRows(database, host.host, ROWS);
      host.paths.length = 0;
    });
    afterAll(async () => {
      await fingerprinter?.close();
      await database.close();
      await home.remove();
    });
    const enrich = (request: Omit<EnrichRequest, 'dataset'> = {}, options?: EnrichOptions) =>
      enrichDataset({ dataset: 'set', ...request }, config, database, { fingerprinter, ...options });

    it('asks each address once, and keeps what it saw or why there was nothing to see', async () => {
      const summary = await enrich();
      expect(summary).toMatchObject({
        dataset: 'set',
        rows: ROWS,
        kept: HAD,
        passed: 0,
        rowsFingerprinted: HAD,
        rowsListed: ROWS,
      });
      expect(Object.keys(summary.failed).toSorted()).toEqual(['http-404', 'not-a-picture']);
      expect(summary.stopped).toBeUndefined();
      expect(picturesAsked().toSorted()).toEqual([...new Set(picturesAsked())].toSorted());
      expect(picturesAsked()).toHaveLength(ROWS);
      const dead = (await fetchFailuresOf(database, ids)).filter(({ kind }) => kind === 'dead');
      expect(dead).toHaveLength(12);
      expect(await database.query('select * from row_claims')).toEqual([]);
    });

    it('asks nobody again, neither for what was had nor for a link that was dead', async () => {
      await enrich();
      host.paths.length = 0;
      expect(await enrich()).toMatchObject({ rows: 0, kept: 0, rowsFingerprinted: HAD });
      expect(host.paths).toEqual([]);
    });

    it('goes on with what is left, where so many are asked for', async () => {
      expect(await enrich({ most: '20' })).toMatchObject({ rows: 20 });
      expect(await enrich({ most: '25' })).toMatchObject({ rows: 25 });
      expect(await enrich()).toMatchObject({ rows: ROWS - 45, rowsFingerprinted: HAD });
      expect(picturesAsked()).toHaveLength(ROWS);
    });

    it('takes the rows that are named, each once, and those of a domain', async () => {
      const file = join(home.settings.dataDir, '..', `rows-${process.pid}.txt`);
      await writeFile(file, 'row-0\r\nrow-1\n\nrow-0\nnone such\n');
      expect(await enrich({ rows: file })).toMatchObject({ rows: 2, kept: 2 });
      expect(await enrich({ domain: 'elsewhere.example' })).toMatchObject({ rows: 0 });
      expect(await enrich({ domain: '127.0.0.1' })).toMatchObject({ rows: ROWS - 2 });
    });

    it.each([
      [{ most: '0' }, /--most is '0'/],
      [{ most: 'all' }, /--most is 'all'/],
      [{ rows: '/nowhere', domain: 'a.example' }, /not by both/],
      [{ rows: '/nowhere/at-all' }, /cannot be read/],
      [{ domain: 'co.uk' }, /public suffix/],
      [{ release: '2' }, /set \(1\)/],
    ])('is refused with %j', async (request, why) => {
      await expect(enrich(request)).rejects.toThrow(why);
      expect(host.paths).toEqual([]);
    });

    it('leaves alone what is suppressed, and asks its host nothing', async () => {
      await suppress({ domain: '127.0.0.1', reason: 'asked', by: 'a test' }, database);
      expect(await enrich()).toMatchObject({ rows: 0, rowsFingerprinted: 0 });
      expect(host.paths).toEqual([]);
    });

    it('is shared by two at once: no address is asked twice, and both end when all is done', async () => {
      const two = await Promise.all([enrich({}, { claimMs: 2_000 }), enrich({}, { claimMs: 2_000 })]);
      expect(two.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
      expect(two.map(({ rowsFingerprinted }) => rowsFingerprinted)).toEqual([HAD, HAD]);
      expect(picturesAsked()).toHaveLength(ROWS);
    });

    it('takes rows over whose job is no more, once its claims have ended', async () => {
      await database.query(
        `insert into row_claims (image_id, job, claimed_until)
         select id, gen_random_uuid(), now() + interval '300 milliseconds' from images where row_id in ('row-0', 'row-3')`,
      );
      expect(await enrich({}, { claimMs: 100 })).toMatchObject({ rows: ROWS, rowsFingerprinted: HAD });
    });

    it('that is stopped keeps what it saw, leaves no claim, and is gone on with', async () => {
      const stop = new AbortController();
      const watch = {
        opening: () => {},
        begin: () => ({ update: (done: number) => done >= 5 && stop.abort(), finish: () => {} }),
      };
      const cut = await enrich({}, { watch, signal: stop.signal });
      expect(cut.stopped).toBe(true);
      expect(cut.rows).toBeLessThan(ROWS);
      expect(await database.query('select * from row_claims')).toEqual([]);
      expect((await whatIsKnown(database)).filter((line) => line.includes(' ')).length).toBe(cut.rows);
      const rest = await enrich();
      expect(cut.rows + rest.rows).toBe(ROWS);
      expect(rest.rowsFingerprinted).toBe(HAD);
    });
  });
});
