import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import type { OpenTrainspot } from '../../src/service/trainspot.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { digest, newImage } from '../db/rows.ts';
import { aFingerprint } from '../helpers/candidates.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';

const MIB = 1024 * 1024;
const CHECKS = 2_000;
/** As many as are remembered for an hour. */
const REMEMBERED = 1_000;
const AT_ONCE = 4;
/** Rows that each check reads. */
const ROWS = 12;

const SHA256 = digest('sha256', 'the picture');

/** Looking at 3,000 pictures would take minutes, and is done in other threads. */
const fingerprinter: Fingerprinter = {
  async fingerprint() {
    const fingerprint = aFingerprint();
    return { ...fingerprint, picture: { ...fingerprint.picture, sha256: SHA256 }, embeddings: [] };
  },
  close: async () => {},
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function heapBytes(): Promise<number> {
  // What was answered just now is let go a turn of the event loop later.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`the heap, over checks in ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let service: OpenTrainspot;
    let dataDir: string;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      const dataset = await ensureDataset(database, { dataset: 'a', release: '1', rowsPublished: null });
      const rows = Array.from({ length: ROWS }, (_, i) =>
        newImage(`${i}`, { picture: null, sha256: SHA256 }),
      );
      await saveImages(database, dataset, rows);
      dataDir = await mkdtemp(join(tmpdir(), 'trainspot-heap-'));
      const config = { ...loadConfig({}), DATA_DIR: dataDir, WORKER_THREADS: 1 };
      const report = (problem: Error): never => {
        throw problem;
      };
      service = openTrainspot(config, database, { report, fingerprinter });
    });
    afterAll(async () => {
      await service?.close();
      await database?.close();
      await home?.remove();
      await rm(dataDir, { recursive: true, force: true });
    });

    async function check(times: number): Promise<void> {
      let left = times;
      const one = async (): Promise<void> => {
        while (left-- > 0) {
          const { signal } = new AbortController();
          const { matches } = await service.checkPicture(new Uint8Array(1), { signal });
          expect(matches).toHaveLength(ROWS);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, one));
    }

    it(`keeps nothing of ${CHECKS}`, async () => {
      await check(REMEMBERED + 100);
      const before = await heapBytes();
      await check(CHECKS);
      const growth = (await heapBytes()) - before;
      expect(growth / MIB).toBeLessThan(2);
      // A minute is too little on a machine that does other things.
    }, 240_000);
  });
}
