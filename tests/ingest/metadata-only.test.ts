import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import type { IndexRequest, IndexSummary } from '../../src/service/indexing/index-request.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import { loadConfig, type Config } from '../../src/runtime/config.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset, listDatasets } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { listPublishedIndexes } from '../../src/db/indexes.ts';
import { findByBytes } from '../db/found-rows.ts';
import { digest, newImage } from '../db/rows.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { laionColumns, write } from './parquet-files.ts';

const PICTURE = fileURLToPath(new URL('../../assets/demo/queries/absent.jpg', import.meta.url));
const text = (name: string, data: (string | null)[]) => ({
  name,
  data,
  type: 'STRING' as const,
  nullable: true,
});

describe.each(databaseEngines)('an ingest of rows alone, into $name', (engine) => {
  describe.skipIf(!engine.available)('with a database of its own', () => {
    let home: TestDatabase;
    let dir: string;
    let database: Database;
    let config: Config;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'trainspot-rows-'));
      home = await engine.create();
      database = await home.open();
      // A model that is not here: none is needed.
      config = { ...loadConfig({ MODEL: 'Xenova/clip-vit-large-patch14' }), DATA_DIR: home.settings.dataDir };
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
      await rm(dir, { recursive: true });
    });

    const ingest = (request: Partial<IndexRequest>): Promise<IndexSummary> =>
      indexDataset({ dataset: 'listed', metadataOnly: true, ...request }, config, database, {});
    const counts = async (name: string) =>
      (await listDatasets(database)).find(({ dataset }) => dataset === name);

    it('saves what the manifest says, without a model, a picture or an index', async () => {
      const manifest = await write(
        dir,
        'list.parquet',
        laionColumns({
          SAMPLE_ID: [1n, 2n, 3n, 4n],
          URL: ['https://a.example/1.jpg', 'nowhere', 'https://b.example/3.jpg', 'https://b.example/4.jpg'],
          TEXT: ['one', 'two', 'three', null],
        }).map((column) => ({ ...column, nullable: true })),
      );
      expect(await ingest({ manifest })).toMatchObject({
        dataset: 'listed',
        release: 'unknown',
        model: null,
        rows: 4,
        kept: 3,
        listed: 3,
        indexed: 0,
        skipped: 0,
        refused: { 'bad-url': 1 },
        refusedRows: ['row 1: bad-url'],
        failed: {},
        seconds: expect.any(Number) as number,
      });
      expect(await listPublishedIndexes(database)).toEqual([]);
      const saved = await database.query<{ url: string; caption: string | null; host: string }>(
        'select url, caption, host from images order by row_id',
      );
      expect(saved).toEqual([
        { url: 'https://a.example/1.jpg', caption: 'one', host: 'example.a' },
        { url: 'https://b.example/3.jpg', caption: 'three', host: 'example.b' },
        { url: 'https://b.example/4.jpg', caption: null, host: 'example.b' },
      ]);
      expect(await counts('listed')).toMatchObject({ rowsListed: 3, rowsHashed: 0 });
      await ingest({ manifest });
      expect(await counts('listed')).toMatchObject({ rowsListed: 3, rowsHashed: 0 });
    });

    it('says what its columns were taken for, and which values it could not take', async () => {
      const manifest = join(dir, 'shop.csv');
      await writeFile(manifest, 'url,alt,sha256\n\nhttps://c.example/1.jpg,one,abc\n\n');
      const told = { format: 'generic', rows: 1, listed: 1, refused: {}, unusable: { sha256: 1 } };
      const note = expect.stringContaining('--columns url=url,caption=alt,sha256=sha256') as string;
      expect(await ingest({ dataset: 'shop', manifest })).toMatchObject({ ...told, note });
      await writeFile(manifest, 'url,alt,sha256\n');
      const empty = expect.stringContaining("There is no row in 'shop.csv'.") as string;
      expect(await ingest({ dataset: 'shop', manifest })).toMatchObject({
        rows: 0,
        unusable: {},
        note: empty,
      });
    });

    it('forgets nothing that an earlier ingest found of a picture', async () => {
      const datasetId = await ensureDataset(database, {
        dataset: 'seen',
        release: 'unknown',
        rowsPublished: null,
      });
      await saveImages(database, datasetId, [newImage('7')]);
      expect(await counts('seen')).toMatchObject({ rowsListed: 1, rowsHashed: 1 });
      const manifest = await write(
        dir,
        'seen.parquet',
        laionColumns({ SAMPLE_ID: [7n, 8n], TEXT: ['newer words'] }),
      );
      expect(await ingest({ dataset: 'seen', manifest })).toMatchObject({ listed: 2 });
      expect(await counts('seen')).toMatchObject({ rowsListed: 2, rowsHashed: 1 });
      const hashes = { sha256: digest('sha256', '7'), md5: digest('md5', '7') };
      expect(await findByBytes(database, hashes)).toMatchObject([
        { rowId: '7', caption: 'newer words', pdqQuality: 100 },
      ]);
    });

    it('counts the rows whose hash is known, also when it becomes known later or is taken back', async () => {
      const datasetId = await ensureDataset(database, { dataset: 'h', release: '1', rowsPublished: null });
      const bare = (name: string) => newImage(name, { picture: null });
      await saveImages(database, datasetId, ['a', 'b', 'c'].map(bare));
      expect(await counts('h')).toMatchObject({ rowsListed: 3, rowsHashed: 0 });
      await saveImages(database, datasetId, [
        { ...bare('a'), md5: digest('md5', 'a') },
        { ...bare('b'), sha256: digest('sha256', 'b') },
        bare('d'),
      ]);
      expect(await counts('h')).toMatchObject({ rowsListed: 4, rowsHashed: 2 });
      await saveImages(database, datasetId, [bare('a')]);
      expect(await counts('h')).toMatchObject({ rowsListed: 4, rowsHashed: 1 });
      await database.query(`delete from images where dataset_id = $1 and row_id in ('b', 'c')`, [datasetId]);
      expect(await counts('h')).toMatchObject({ rowsListed: 2, rowsHashed: 0 });
    });

    it('lets the very same file be found by its hash, and claims no more than that', async () => {
      const picture = new Uint8Array(await readFile(PICTURE));
      const sha256 = createHash('sha256').update(picture).digest('hex');
      const manifest = await write(dir, 'hashed.parquet', [
        text('url', ['https://a.example/1.jpg', 'https://a.example/2.jpg']),
        text('key', ['1', '2']),
        text('status', ['success', 'success']),
        text('error_message', [null, null]),
        text('sha256', [sha256, null]),
      ]);
      await ingest({ dataset: 'hashed', manifest });
      const report = (problem: Error): never => {
        throw problem;
      };
      const service = openTrainspot(config, database, { report });
      try {
        expect(await service.whyNotReady()).toBeNull();
        const line = {
          rowsIndexed: 0,
          rowsFingerprinted: 0,
          rowsNotCompared: 0,
          rowsPublished: null,
          model: null,
          indexedAt: null,
          release: 'unknown',
        };
        expect((await service.searched()).coverage).toEqual(
          expect.arrayContaining([
            { dataset: 'hashed', ...line, rowsListed: 2, rowsHashed: 1, rowsSuppressed: 0 },
            { dataset: 'listed', ...line, rowsListed: 3, rowsHashed: 0, rowsSuppressed: 0 },
          ]),
        );
        const found = await service.checkPicture(picture, { datasets: ['hashed'] });
        expect(found.verdict.answer).toBe('found');
        expect(found.matches).toMatchObject([{ grade: 'identical', dataset: 'hashed', rowId: '1' }]);
        const other = await service.checkPicture(
          new Uint8Array(await readFile(PICTURE.replace('absent', 'copy'))),
          {
            datasets: ['hashed', 'listed'],
          },
        );
        expect(other.verdict.sentence).toMatch(
          /^Not found in hashed, version unknown \(1 picture, of which only the very same file can be told\)\. /,
        );
        await expect(service.checkPicture(picture, { datasets: ['listed'] })).rejects.toMatchObject({
          code: 'index-not-open',
          message: expect.stringMatching(/^Of listed the rows are listed here/) as string,
        });
      } finally {
        await service.close();
      }
    });

    it.each([
      [{ manifest: 'a.parquet', model: 'pocket' }, /--model/],
      [{ manifest: 'a.parquet', pictures: 'dir' }, /--pictures/],
      [{ embeddings: 'dir' }, /--embeddings brings rows/],
      [{}, /Give --manifest, or --embeddings/],
    ])('is refused with what belongs to another kind: %j', async (request, why) => {
      await expect(ingest(request)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(why) as string,
      });
    });
  });
});
