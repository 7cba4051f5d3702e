import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROW_OPTIONS } from '../../src/core/fingerprint-options.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { fetchFailuresOf } from '../../src/db/fetch-outcomes.ts';
import { saveImages } from '../../src/db/images.ts';
import { ensureIndex, publishSegment } from '../../src/db/indexes.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import { PUBLISHED_REVISION } from '../../src/core/model-card.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import type { EmbeddingSpace } from '../../src/index/segment/manifest.ts';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { findModelCard } from '../../src/models/models.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { configuredFingerprinter, installedSpace } from '../../src/service/components.ts';
import { enrichDataset } from '../../src/service/indexing/enrich-dataset.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import type { OpenTrainspot } from '../../src/service/trainspot.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';
import { newImage } from '../db/rows.ts';
import { enrichConfig } from '../ingest/enriched-rows.ts';

const ROWS = 6;
/** Nobody counts the bytes of a test. */
const HELD = { add: () => {}, release: () => {} } as never;

/** A picture with much in it, so that its hash means something. */
async function drawing(seed: number): Promise<Uint8Array> {
  const cells = Buffer.alloc(20 * 15 * 3);
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < cells.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    cells[i] = state >>> 24;
  }
  const raw = { width: 20, height: 15, channels: 3 } as const;
  return sharp(cells, { raw }).resize(320, 240, { kernel: 'cubic' }).png().toBuffer();
}

let pictures: Uint8Array[];
let host: ScriptedHost;
/** What the host shows at every address in the place of its pictures; null where it shows these. */
let shown: Uint8Array | 'nothing' | null = null;
beforeAll(async () => {
  pictures = await Promise.all(Array.from({ length: ROWS }, (_, i) => drawing(i + 1)));
  host = await startScriptedHost((path): Answer | undefined => {
    const picture = pictures[Number(/^\/(\d+)\.png$/.exec(path)?.[1] ?? Number.NaN)];
    if (picture === undefined || shown === 'nothing') return undefined;
    return { headers: { 'content-type': 'image/png' }, body: shown ?? picture };
  });
});
afterAll(() => host?.close());

const picturesAsked = (): string[] => host.paths.filter((path) => path.endsWith('.png'));

/** Saved anew: not the same bytes, and the same picture. */
const copyOf = (row: number): Promise<Uint8Array> => sharp(pictures[row]).jpeg({ quality: 80 }).toBuffer();

describe.each(databaseEngines)('a dataset of published vectors in $name', (engine) => {
  describe.skipIf(!engine.available)('without a picture', { timeout: 60_000 }, () => {
    let home: TestDatabase;
    let database: Database;
    let datasetId: number;
    let ids: number[];
    let service: OpenTrainspot;
    let vectors: Float32Array[];
    /** Its threads are those of every service and job here, and outlive them. */
    let fingerprinter: Fingerprinter;
    const lent = (): Fingerprinter => ({ ...fingerprinter, close: async () => {} });
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      fingerprinter = configuredFingerprinter(enrichConfig(home.settings.dataDir, host.host));
      vectors = await Promise.all(
        pictures.map(async (picture) => {
          const { embeddings } = await fingerprinter.fingerprint(picture, ['pocket'], ROW_OPTIONS);
          return embeddings[0].vector;
        }),
      );
    });
    afterAll(async () => {
      await fingerprinter?.close();
      await database.close();
      await home.remove();
    });
    beforeEach(async () => {
      [shown, host.paths.length] = [null, 0];
      await emptyDatabase(database);
      const config = enrichConfig(home.settings.dataDir, host.host);
      const { modelsDir } = dataPaths(config.DATA_DIR);
      datasetId = await ensureDataset(database, { dataset: 'set', release: '1', rowsPublished: null });
      ids = await saveImages(
        database,
        datasetId,
        pictures.map((_, i) =>
          newImage(`row-${i}`, {
            url: `http://${host.host}/${i}.png`,
            picture: null,
            width: null,
            height: null,
          }),
        ),
      );
      await publishVectors(datasetId, ids, await installedSpace(findModelCard('pocket'), modelsDir));
      service = openTrainspot(config, database, {
        report: (problem) => {
          throw problem;
        },
        fingerprinter: lent(),
      });
    });
    afterEach(async () => {
      await service.close();
    });

    async function publishVectors(dataset: number, rows: number[], space: EmbeddingSpace): Promise<void> {
      const { segmentsDir } = dataPaths(home.settings.dataDir!);
      await mkdir(segmentsDir, { recursive: true });
      const entries = vectors.map((vector, i) => ({ imageId: rows[i], vector, pdq: null, keypoints: null }));
      const segment = await writeSegment(segmentsDir, { ...space, engine: 'flat' }, entries);
      const indexId = await ensureIndex(database, { datasetId: dataset, ...space });
      await publishSegment(database, indexId, { ...segment, checksum: '' }, rows);
    }
    const enrich = () =>
      enrichDataset({ dataset: 'set' }, enrichConfig(home.settings.dataDir, host.host), database, {
        fingerprinter,
      });
    const check = async (picture: Uint8Array) => service.checkPicture(new Uint8Array(picture), {});
    async function compare(row: number) {
      const { id, matches, parts, lookAlikes } = await check(pictures[row]);
      const n = [...matches, ...parts, ...lookAlikes].findIndex(({ rowId }) => rowId === `row-${row}`);
      return service.verifyMatch({ checkId: id, n }, HELD);
    }

    it('finds a copy once it was compared with its live picture, and the next time without a request', async () => {
      const first = await check(pictures[2]);
      expect(first.verdict.answer).not.toBe('found');
      expect(first.coverage).toMatchObject([{ rowsIndexed: ROWS, rowsFingerprinted: 0 }]);
      expect((await compare(2)).verdict.answer).toBe('found');
      expect(picturesAsked()).toEqual(['/2.png']);

      const second = await check(await copyOf(2));
      expect(second.verdict.answer).toBe('found');
      expect(second.matches).toMatchObject([{ rowId: 'row-2', compared: true }]);
      expect(picturesAsked()).toEqual(['/2.png']);
      const same = await check(pictures[2]);
      expect(same.matches).toMatchObject([{ grade: 'identical', rowId: 'row-2' }]);
      expect((await service.searched()).coverage).toMatchObject([{ rowsIndexed: ROWS }]);
    });

    it('finds every row after enriching, also mirrored and by its keypoints, and asks nobody', async () => {
      expect(await enrich()).toMatchObject({ rows: ROWS, kept: ROWS, rowsFingerprinted: ROWS });
      host.paths.length = 0;
      for (let row = 0; row < ROWS; row++) {
        const { verdict, matches } = await check(await copyOf(row));
        expect(verdict.answer).toBe('found');
        expect(matches).toMatchObject([{ rowId: `row-${row}`, grade: 'copy', compared: true }]);
      }
      const mirrored = await check(await sharp(pictures[1]).flop().jpeg().toBuffer());
      expect(mirrored.matches).toMatchObject([{ rowId: 'row-1', view: 'mirrored' }]);
      expect((await check(await drawing(99))).verdict.answer).not.toBe('found');
      expect(host.paths).toEqual([]);
    });

    it('finds by hash what no vector brings up: rows of which only the list is known', async () => {
      await enrich();
      const listed = await ensureDataset(database, { dataset: 'listed', release: '1', rowsPublished: null });
      const drawn = await drawing(50);
      pictures.push(drawn);
      await saveImages(database, listed, [
        newImage('alone', { url: `http://${host.host}/${ROWS}.png`, picture: null }),
      ]);
      const config = enrichConfig(home.settings.dataDir, host.host);
      expect(await enrichDataset({ dataset: 'listed' }, config, database, { fingerprinter })).toMatchObject({
        kept: 1,
      });
      pictures.pop();
      const copy = await sharp(drawn).resize(160).jpeg({ quality: 60 }).toBuffer();
      // Taken up with the next question, as a published segment is.
      const reopened = openTrainspot(config, database, { report: () => {}, fingerprinter: lent() });
      try {
        const { matches } = await reopened.checkPicture(new Uint8Array(copy), {});
        expect(matches).toMatchObject([
          { dataset: 'listed', rowId: 'alone', grade: 'copy', similarity: null, compared: true },
        ]);
        const elsewhere = await reopened.checkPicture(new Uint8Array(copy), { datasets: ['set'] });
        expect(elsewhere.matches).toEqual([]);
      } finally {
        await reopened.close();
      }
    });

    it('has nothing of it any more once it is suppressed or removed', async () => {
      await enrich();
      expect((await check(await copyOf(3))).verdict.answer).toBe('found');
      await service.suppress({ url: `http://${host.host}/3.png`, reason: 'asked', by: 'a test' });
      expect((await check(await copyOf(3))).matches).toEqual([]);
      expect((await check(pictures[3])).matches).toEqual([]);
      await removeImages(database, datasetId, ['row-4']);
      expect((await check(pictures[4])).matches).toEqual([]);
    });

    it('remembers since when a link is dead, and that it was seen before', async () => {
      await compare(0);
      shown = 'nothing';
      await expect(compare(1)).rejects.toMatchObject({ code: 'download-failed' });
      await expect(compare(0)).rejects.toMatchObject({ code: 'download-failed' });
      expect(await fetchFailuresOf(database, [ids[1]])).toMatchObject([
        { kind: 'dead', reason: 'http-404', firstFailedAt: expect.any(Date) as Date },
      ]);
      // What stood there is known still.
      expect((await check(await copyOf(0))).verdict.answer).toBe('found');
      host.paths.length = 0;
      expect(await enrich()).toMatchObject({ rows: ROWS - 2 });
      expect(picturesAsked()).not.toContain('/1.png');
    });

    it('tells by the published vector whether a picture is still the row’s, and keeps no other', async () => {
      const space = await installedSpace(
        findModelCard('pocket'),
        dataPaths(home.settings.dataDir!).modelsDir,
      );
      await publishVectors(datasetId, ids, { ...space, modelRevision: PUBLISHED_REVISION });
      const own = pictures[1];
      pictures[1] = await drawing(60);
      const now = await enrich().finally(() => (pictures[1] = own));
      expect(now).toMatchObject({ kept: ROWS - 1, failed: { 'another-picture': 1 } });
      expect((await check(await copyOf(0))).verdict.answer).toBe('found');
      expect(await fetchFailuresOf(database, ids)).toMatchObject([
        { imageId: ids[1], reason: 'another-picture', kind: 'unusable' },
      ]);
    });

    it('takes a tile that stands in the place of many for none of their pictures', async () => {
      const tile = await drawing(77);
      shown = tile;
      expect(await enrich()).toMatchObject({ rows: ROWS, rowsFingerprinted: 0 });
      expect((await check(tile)).matches).toEqual([]);
      await expect(compare(2)).rejects.toThrow(
        /one and the same picture in the place of many different ones/,
      );
      expect((await fetchFailuresOf(database, ids)).map(({ reason }) => reason)).toEqual(
        ids.map(() => 'placeholder'),
      );
    });
  });
});
