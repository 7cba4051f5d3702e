import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import { loadConfig, type Config } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import type { Database } from '../../src/db/database.ts';
import { listDatasets } from '../../src/db/datasets.ts';
import { findImagesByIds } from '../../src/db/images.ts';
import { listPublishedIndexes } from '../../src/db/indexes.ts';
import { findModelCard } from '../../src/models/models.ts';
import { startSearchPool } from '../../src/index/search/pool.ts';
import { FORMATS } from '../../src/ingest/manifest/registry.ts';
import { openPublishedRows, type PublishedRow } from '../../src/ingest/published-rows.ts';
import { isRefused } from '../../src/ingest/manifest/format.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { npy, unit } from './npy-files.ts';
import { laionColumns, write } from './parquet-files.ts';
import { zip } from '../../scripts/synthetic/zip.ts';

const CARD = findModelCard('laion-400m/clip-vit-base-patch32');
const MINI = sharedPath('embeddings/laion-400m-mini');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trainspot-published-'));
  await mkdir(join(dir, 'img_emb'));
  await mkdir(join(dir, 'metadata'));
});
afterEach(() => rm(dir, { recursive: true }));

const address = (part: number, row: number): string => `https://a.example/${part}/${row}.jpg`;

interface Part {
  rows?: number;
  vectors?: number;
  name?: string;
  change?: (vector: Float32Array, row: number) => Float32Array;
}

/** A part of the set in `dir`, whose row r has the vector `unit(100 × part + r)`. */
async function writePart(part: number, given: Part = {}): Promise<void> {
  const { rows = 3, vectors = rows, name = `${part}`, change = (vector) => vector } = given;
  const text = (column: string, value: (row: number) => string | null) => ({
    name: column,
    data: Array.from({ length: rows }, (_, row) => value(row)),
    type: 'STRING' as const,
    nullable: true,
  });
  await write(join(dir, 'metadata'), `metadata_${name}.parquet`, [
    text('url', (row) => (row === 1 && part === 2 ? 'no address' : address(part, row))),
    text('caption', (row) => `part ${part} row ${row}`),
  ]);
  const values = Array.from({ length: vectors }, (_, row) => change(unit(100 * part + row), row));
  await writeFile(join(dir, 'img_emb', `img_emb_${name}.npy`), npy(values));
}

async function read(path = dir, card = CARD): Promise<PublishedRow[]> {
  const rows: PublishedRow[] = [];
  for await (const row of (await openPublishedRows(path, card)).rows()) if (!isRefused(row)) rows.push(row);
  return rows;
}

describe('published embeddings', () => {
  it('are paired by number, and give every row its own vector', async () => {
    for (const part of [0, 1, 2, 10]) await writePart(part, { rows: 3 + part });
    const rows = await read();
    expect(rows.map(({ url }) => url).slice(0, 9)).toEqual([
      ...[0, 1, 2].map((row) => address(0, row)),
      ...[0, 1, 2, 3].map((row) => address(1, row)),
      address(2, 0),
      address(2, 2),
    ]);
    for (const { url, vector, caption } of rows) {
      const [, part, row] = /(\d+)\/(\d+)\.jpg/.exec(url)!.map(Number);
      const own = unit(100 * part + row);
      expect(vector.every((value, i) => Math.abs(value - own[i]) < 1e-3)).toBe(true);
      expect(caption).toBe(`part ${part} row ${row}`);
    }
  });

  it('may have padded numbers', async () => {
    await writePart(2, { name: '0002' });
    await writePart(10, { name: '0010' });
    expect((await read()).map(({ file }) => file)).toEqual([
      ...Array<string>(2).fill('metadata_0002.parquet'),
      ...Array<string>(3).fill('metadata_0010.parquet'),
    ]);
  });

  it.each<[what: string, spoil: () => Promise<unknown>, code: string, why: RegExp]>([
    [
      'with fewer vectors than rows',
      () => writePart(1, { rows: 5, vectors: 4 }),
      'embeddings-mismatch',
      /'metadata_1.parquet' has 5 rows and 'img_emb_1.npy' 4 vectors/,
    ],
    [
      'with a part of rows alone',
      () => rm(join(dir, 'img_emb', 'img_emb_0.npy')),
      'embeddings-mismatch',
      /1 of 2 parts.*'metadata_0.parquet', and no part 0 in img_emb\/ \(which has 1 parts\)/,
    ],
    [
      'with a part of vectors alone',
      () => rm(join(dir, 'metadata', 'metadata_3.parquet')),
      'embeddings-mismatch',
      /'img_emb_3.npy', and no part 3 in metadata/,
    ],
    [
      'with a number twice',
      () => writePart(3, { name: '03' }),
      'embeddings-mismatch',
      /Part 3 is there twice: 'metadata_0?3.parquet' and/,
    ],
    [
      'of other dimensions',
      () => writeFile(join(dir, 'img_emb', 'img_emb_0.npy'), npy([0, 1, 2].map((row) => unit(row, 768)))),
      'model-mismatch',
      /'img_emb_0.npy' have 768 dimensions, those of laion-400m\/clip-vit-base-patch32 512/,
    ],
    [
      'of another length',
      () => writePart(3, { change: (row, i) => (i === 2 ? row.map((value) => value * 7) : row) }),
      'vector-invalid',
      /row 2 in 'img_emb_3.npy' has the length 7\.0/,
    ],
  ])('%s are refused before anything is written', async (_, spoil, code, why) => {
    await writePart(0);
    await writePart(3);
    await spoil();
    await expect(openPublishedRows(dir, CARD)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(why) as string,
    });
  });

  it.skipIf(!FORMATS.some(({ name }) => name === 'datacomp') || !hasShared)(
    'of DataComp are read by the array that the model’s card names',
    async () => {
      const path = sharedPath('manifests/datacomp-00000000.parquet');
      expect(await read(path, findModelCard('Xenova/clip-vit-base-patch32'))).toHaveLength(297);
      const [{ vector }] = await read(path, findModelCard('Xenova/clip-vit-large-patch14'));
      expect(vector).toHaveLength(768);
      await expect(openPublishedRows(path, CARD)).rejects.toThrow(/No array of an .npz/);
    },
  );

  it('lie in .npz files beside the parquet of the same name, too', async () => {
    const card = findModelCard('Xenova/clip-vit-base-patch32');
    const part = async (name: string, first: number): Promise<void> => {
      const urls = [0, 1].map((row) => address(first, row));
      await write(
        dir,
        `${name}.parquet`,
        laionColumns({ SAMPLE_ID: [BigInt(first), BigInt(first + 1)], URL: urls }),
      );
      const arrays = {
        'b32_txt.npy': npy([unit(0), unit(0)]),
        'b32_img.npy': npy([unit(first), unit(first + 1)]),
      };
      await writeFile(join(dir, `${name}.npz`), zip(arrays, true));
    };
    await part('2', 20);
    await part('10', 100);
    await rm(join(dir, 'img_emb'), { recursive: true });
    const rows = await read(dir, card);
    expect(rows.map(({ rowId }) => rowId)).toEqual(['20', '21', '100', '101']);
    expect(rows[3].vector[0]).toBeCloseTo(unit(101)[0], 3);
    await rm(join(dir, '2.npz'));
    await expect(read(dir, card)).rejects.toThrow(/no '2.npz' \(of 2 .parquet and 1 .npz files\)/);
  });
});

describe.each(databaseEngines)('an ingest of published embeddings, into $name', (engine) => {
  describe.skipIf(!engine.available)('with a database of its own', () => {
    let home: TestDatabase;
    let database: Database;
    let config: Config;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      config = { ...loadConfig({}), DATA_DIR: home.settings.dataDir };
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    it.skipIf(!hasShared)('finds every row of LAION-400M’s kind first, by its own vector', async () => {
      const summary = await indexDataset({ dataset: 'laion-400m', embeddings: MINI }, config, database, {});
      expect(summary).toMatchObject({ rows: 1265, indexed: 1265, refused: {}, model: CARD.name });
      expect(summary.note).toMatch(
        /no picture can be searched.*models pull laion-400m\/clip-vit-base-patch32/,
      );
      const pool = startSearchPool(1, dataPaths(config.DATA_DIR).segmentsDir);
      try {
        const published = await listPublishedIndexes(database);
        expect(published).toMatchObject([{ dataset: 'laion-400m', modelRevision: 'published' }]);
        await pool.open(published);
        const rows = await read(MINI);
        const vectors = rows.map(({ vector }) => vector);
        const nearest = await pool.search(published[0].indexId, vectors, 1);
        const found = await findImagesByIds(
          database,
          nearest.map(([{ imageId }]) => imageId),
        );
        expect(found.map(({ url }) => url)).toEqual(rows.map(({ url }) => url));
        expect(found.map(({ caption }) => caption)).toEqual(rows.map(({ caption }) => caption));
      } finally {
        await pool.close();
      }
      const again = await indexDataset({ dataset: 'LAION-400M', embeddings: MINI }, config, database, {});
      expect(again).toMatchObject({ rows: 1265, indexed: 0, skipped: 1265 });
    });

    it('refuses a vector without a direction by its place, and shifts no other', async () => {
      await writePart(0, {
        rows: 4,
        change: (row, i) => (i === 1 ? row.fill(0) : i === 2 ? row.fill(Number.NaN, 5, 6) : row),
      });
      await writePart(2);
      const request = { dataset: 'mine', embeddings: dir, model: CARD.name };
      const summary = await indexDataset(request, config, database, {});
      expect(summary).toMatchObject({
        rows: 7,
        kept: 4,
        indexed: 4,
        refused: { 'vector-zero': 1, 'vector-not-finite': 1, 'bad-url': 1 },
        refusedRows: [
          'img_emb_0.npy row 1: vector-zero',
          'img_emb_0.npy row 2: vector-not-finite',
          'metadata_2.parquet row 1: bad-url',
        ],
      });
      expect((await listDatasets(database)).find(({ dataset }) => dataset === 'mine')).toMatchObject({
        rowsListed: 4,
        rowsHashed: 0,
      });
    });

    it('writes nothing where the parts do not fit together', async () => {
      await writePart(0);
      await writePart(1, { rows: 5, vectors: 4 });
      const request = { dataset: 'shifted', embeddings: dir, model: CARD.name };
      await expect(indexDataset(request, config, database, {})).rejects.toMatchObject({
        code: 'embeddings-mismatch',
      });
      expect((await listDatasets(database)).map(({ dataset }) => dataset)).not.toContain('shifted');
    });

    it('takes no vectors for those of another model, and asks where it cannot know', async () => {
      const ask = (dataset: string, model?: string) =>
        indexDataset({ dataset, embeddings: dir, model }, config, database, {});
      await expect(ask('laion-400m', 'Xenova/clip-vit-base-patch32')).rejects.toMatchObject({
        code: 'model-mismatch',
        message: expect.stringContaining(CARD.name) as string,
      });
      await expect(ask('datacomp-1b')).rejects.toThrow(/--model.*patch32 or .*patch14/);
      await expect(ask('unheard-of')).rejects.toMatchObject({ code: 'usage' });
    });

    it('says clearly that searching by picture needs the model', async () => {
      await writePart(0);
      await indexDataset({ dataset: 'mine', embeddings: dir, model: CARD.name }, config, database, {});
      const service = openTrainspot(config, database, { report: () => {} });
      try {
        expect(await service.whyNotReady()).toMatchObject({
          code: 'index-not-open',
          message: expect.stringMatching(/mine: .*models pull laion-400m\/clip-vit-base-patch32/) as string,
        });
        const { notSearched } = await service.searched();
        expect(notSearched.find(({ dataset }) => dataset === 'mine')?.why).toContain('is not here');
      } finally {
        await service.close();
      }
    });
  });
});
