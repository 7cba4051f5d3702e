import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followIndexes } from '../../src/check/search/open-indexes.ts';
import type { Database } from '../../src/db/database.ts';
import { startSearchPool, type SearchPool } from '../../src/index/search/pool.ts';
import type { FloorReport } from '../../src/models/floor-report.ts';
import { writeFloorReport } from '../../src/models/measured-floors.ts';
import { findModelCard } from '../../src/models/models.ts';
import { type Config, loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { calibrateModel } from '../../src/service/calibrate-model.ts';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { blocks } from './blocks.ts';

/** Rows of the set; the pictures that it is measured by are others. */
const ROWS = 12;
const pocket = findModelCard('pocket');

describe('floors that were measured here', () => {
  let home: TestDatabase;
  let database: Database;
  let config: Config;
  let pool: SearchPool;
  let others: string;
  let report: FloorReport;
  beforeAll(async () => {
    home = await embeddedEngine.create();
    database = await home.open();
    config = loadConfig({ DATA_DIR: home.settings.dataDir, WORKER_THREADS: '1' });
    pool = startSearchPool(1, dataPaths(config.DATA_DIR).segmentsDir);
    const own = join(home.settings.dataDir, 'own');
    others = join(home.settings.dataDir, 'others');
    await Promise.all([own, others].map((folder) => mkdir(folder, { recursive: true })));
    for (let i = 0; i < ROWS; i++) await writeFile(join(own, `${i}.jpg`), await blocks(i));
    for (let i = 0; i < 20; i++) await writeFile(join(others, `${i}.jpg`), await blocks(100 + i));
    const rows = Array.from({ length: ROWS }, (_, i) => `https://pictures.example/${i}.jpg,blocks`);
    await writeFile(join(own, 'set.csv'), `url,caption\n${rows.join('\n')}\n`);
    const request = { dataset: 'blocks', manifest: [join(own, 'set.csv')], pictures: own };
    expect((await indexDataset(request, config, database, {})).indexed).toBe(ROWS);
  });
  afterAll(async () => {
    await pool.close();
    await database.close();
    await home.remove();
    await rm(home.settings.dataDir, { recursive: true, force: true });
  });

  it('are measured beside an index too in which the pictures do not stand', async () => {
    await database.close();
    const request = { model: 'pocket', pictures: others, absentFrom: ['blocks'], most: 2 };
    ({ report } = await calibrateModel(request, config, () => ({ update() {}, finish() {} })));
    database = await home.open();
    const of = report.others.at(-1);
    expect(of).toMatchObject({ dataset: 'blocks', rows: ROWS });
    expect(of?.cosines.asItLies.highest).toBeGreaterThan(0);
    const highest = Math.max(...report.others.map(({ cosines }) => cosines.asItLies.highest));
    expect(report.floors.possiblyAsItLiesFrom).toBeGreaterThan(highest);
  }, 60_000);

  it('hold for a service that runs, and are told by what it says of its datasets', async () => {
    const { modelsDir } = dataPaths(config.DATA_DIR);
    const live = await followIndexes(database, pool, modelsDir, 3_600_000, (problem) =>
      expect.fail(problem.message),
    );
    try {
      expect(live.cardOf('pocket').similarity.possiblyFrom).toBe(report.floors.possiblyFrom);
      const floors = { possiblyAsItLiesFrom: 0.31, possiblyFrom: 0.32 };
      await writeFloorReport(pocket, modelsDir, { ...report, floors });
      await live.refresh();
      expect(live.cardOf('pocket').similarity).toMatchObject({ ...floors, measuredBy: 'here' });
    } finally {
      await live.stop();
    }
    const service = openTrainspot(config, database, { report: (problem) => expect.fail(problem.message) });
    try {
      const { models } = await service.searched();
      expect(models).toHaveLength(1);
      expect(models[0]).toMatchObject({ model: 'pocket', possiblyFrom: 0.32, measuredBy: 'here' });
      expect(models[0].measured).toMatch(/12 of blocks other rows/);
    } finally {
      await service.close();
    }
  });
});
