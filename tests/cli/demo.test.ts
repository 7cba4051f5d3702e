import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { indexDemo } from '../../src/service/indexing/demo.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import { installedSpace } from '../../src/service/components.ts';
import { loadConfig, type Config } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { ensureIndex, listPublishedIndexes, publishSegment } from '../../src/db/indexes.ts';
import { findModelCard } from '../../src/models/models.ts';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { datasetFacts } from '../../src/advice/facts/datasets.ts';
import { newImage } from '../db/rows.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';

let home: TestDatabase;
let database: Database;
let config: Config;
beforeAll(async () => {
  home = await embeddedEngine.create();
  database = await home.open();
  config = { ...loadConfig({}), DATA_DIR: home.settings.dataDir };
});
afterAll(async () => {
  await database.close();
  await home.remove();
});

const segmentIds = async (): Promise<string[]> =>
  (await listPublishedIndexes(database)).flatMap((index) => index.segmentIds);

/** A demo set as the version before wrote it, with one row. */
async function publishInOldFormat(): Promise<string> {
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const space = await installedSpace(findModelCard(config.MODEL), modelsDir);
  const dataset = { dataset: 'demo', release: datasetFacts('demo')!.release, rowsPublished: null };
  const datasetId = await ensureDataset(database, dataset);
  const [imageId] = await saveImages(database, datasetId, [newImage('old')]);
  const vector = new Float32Array(space.dimensions).fill(1, 0, 1);
  const entry = { imageId, vector, pdq: null, keypoints: null };
  const segment = await writeSegment(segmentsDir, { ...space, engine: 'flat' }, [entry]);
  const indexId = await ensureIndex(database, { datasetId, ...space });
  await publishSegment(database, indexId, { ...segment, checksum: '' }, [imageId]);
  const manifest = join(segmentsDir, segment.id, 'manifest.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('"formatVersion": 2', '"formatVersion": 1'));
  return segment.id;
}

it('indexes the demo set anew where it is in a format that is no longer read, and then leaves it', async () => {
  const old = await publishInOldFormat();
  const problems: string[] = [];
  const before = openTrainspot(config, database, { report: ({ message }) => void problems.push(message) });
  const { notSearched } = await before.searched();
  expect(problems.join()).toMatch(/it is of format 1.* index the dataset again with --rebuild/);
  const why: unknown = expect.stringContaining('with --rebuild');
  expect(notSearched).toContainEqual(expect.objectContaining({ dataset: 'demo', why }));
  await before.close();

  await indexDemo(config, database);
  const fresh = await segmentIds();
  expect(fresh).toHaveLength(1);
  expect(fresh).not.toContain(old);
  const after = openTrainspot(config, database, {
    report: (problem) => {
      throw problem;
    },
  });
  expect((await after.searched()).coverage).toMatchObject([{ dataset: 'demo', rowsIndexed: 50 }]);
  await after.close();

  await indexDemo(config, database);
  expect(await segmentIds()).toEqual(fresh);
}, 180_000);
