import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { ensureIndex, publishSegment } from '../../src/db/indexes.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { findModelCard } from '../../src/models/models.ts';
import { suppress } from '../../src/rows/suppress.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { installedSpace } from '../../src/service/components.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import type { OpenTrainspot } from '../../src/service/trainspot.ts';
import { aFingerprint, turned } from '../helpers/candidates.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { newImage } from '../db/rows.ts';

const DATASETS = ['one', 'two', 'three'];
const ROWS = 80;

/** What is asked of a database so that somebody waits for the answer. */
function counted(database: Database, asked: string[]): Database {
  return {
    ...database,
    for(purpose, signal) {
      const own = database.for(purpose, signal);
      if (purpose !== 'answer') return own;
      return {
        ...own,
        query: <Row>(...question: Parameters<Database['query']>) => {
          asked.push(question[0]);
          return own.query<Row>(...question);
        },
      };
    },
  };
}

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`a check in ${engine.name} asks the database`, () => {
    let home: TestDatabase;
    let database: Database;
    let service: OpenTrainspot;
    let fingerprint: Fingerprint;
    const asked: string[] = [];
    const datasetIds: number[] = [];
    const fingerprinter: Fingerprinter = { fingerprint: async () => fingerprint, close: async () => {} };
    const image = (dataset: string, i: number) => newImage(`${dataset} ${i}`);
    const axis = (i: number, dimensions: number): Float32Array =>
      new Float32Array(dimensions).fill(1, i, i + 1);
    const check = async () => {
      asked.length = 0;
      const { matches, parts, lookAlikes } = await service.checkPicture(new Uint8Array(1), { limit: 100 });
      return [...matches, ...parts, ...lookAlikes].map(({ rowId }) => rowId);
    };

    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      datasetIds.length = 0;
      const config = loadConfig({
        DATA_DIR: home.settings.dataDir!,
        LIVE_COMPARE: 'off',
        WORKER_THREADS: '2',
      });
      const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
      await mkdir(segmentsDir, { recursive: true });
      const space = await installedSpace(findModelCard('pocket'), modelsDir);
      for (const dataset of DATASETS) {
        const datasetId = await ensureDataset(database, { dataset, release: '1', rowsPublished: null });
        datasetIds.push(datasetId);
        const images = Array.from({ length: ROWS }, (_, i) => image(dataset, i));
        const ids = await saveImages(database, datasetId, images);
        const entries = ids.map((imageId, i) => ({
          imageId,
          vector: axis(i, space.dimensions),
          pdq: images[i].picture!.pdq,
          keypoints: null,
        }));
        const segment = await writeSegment(segmentsDir, { ...space, engine: 'flat' }, entries);
        const indexId = await ensureIndex(database, { datasetId, ...space });
        await publishSegment(database, indexId, { ...segment, checksum: '' }, ids);
      }
      const bare = aFingerprint();
      const [row, copied] = [image('one', 3).picture!, image('two', 5).picture!];
      fingerprint = {
        ...bare,
        picture: { ...bare.picture, sha256: row.sha256, md5: row.md5 },
        orientedPdq: { ...bare.orientedPdq, 'as-is': turned(copied.pdq, 9) },
        embeddings: (['as-is', 'mirrored', 'centre-crop'] as const).map((view, i) => ({
          model: 'pocket',
          view,
          vector: axis(7 + i, space.dimensions),
        })),
      };
      service = openTrainspot(config, counted(database, asked), {
        report: (problem) => {
          throw problem;
        },
        fingerprinter,
      });
    });
    afterEach(() => service.close());

    it('once, whatever its searches bring up, by bytes, hash and vector, of however many indexes', async () => {
      const rows = await check();
      expect(rows).toEqual(expect.arrayContaining(['one 3', 'two 5', 'three 7', 'one 8', 'two 9']));
      expect(asked).toHaveLength(1);
    });

    it('once more where rows come up that are hidden', async () => {
      const before = await check();
      const [hidden] = before.filter((row) => row.startsWith('three'));
      const { url } = image('three', Number(hidden.split(' ')[1]));
      await suppress({ url, reason: 'A test.', by: 'a test' }, database);
      expect((await check()).toSorted()).toEqual(before.filter((row) => row !== hidden).toSorted());
      expect(asked).toHaveLength(2);
    });

    it('once more where rows come up that were removed', async () => {
      const before = await check();
      const removed = [
        'one 3',
        ...before.filter((row) => row.startsWith('one') && row !== 'one 3').slice(0, 2),
      ];
      await removeImages(database, datasetIds[0], removed);
      expect((await check()).toSorted()).toEqual(before.filter((row) => !removed.includes(row)).toSorted());
      expect(asked).toHaveLength(2);
    });
  });
}
