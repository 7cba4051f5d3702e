import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCandidates } from '../../src/check/search/candidates.ts';
import { toUnitVector } from '../../src/core/embedding.ts';
import { visibleHits } from '../../src/check/search/visible.ts';
import type { Candidate } from '../../src/check/candidate.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { ORIENTATIONS, type Orientation } from '../../src/core/picture.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import {
  ensureIndex,
  listPublishedIndexes,
  publishSegment,
  type PublishedIndex,
} from '../../src/db/indexes.ts';
import { startSearchPool, type SearchPool } from '../../src/index/search/pool.ts';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { lift, suppress } from '../../src/rows/suppress.ts';
import type { ModelCard } from '../../src/core/model-card.ts';
import { findModelCard } from '../../src/models/models.ts';
import { aFingerprint, turned } from '../helpers/candidates.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { digest, newImage } from '../db/rows.ts';

const DIMENSIONS = 24;
const NAMES = Array.from({ length: DIMENSIONS - 1 }, (_, i) => `row ${i}`);

/** Each row lies along an axis of its own, and nothing along the last. */
const axis = (i: number): Float32Array => new Float32Array(DIMENSIONS).fill(1, i, i + 1);
const keypointsOf = (i: number): Uint8Array | null => (i === 3 ? null : new Uint8Array(50 + i).fill(i));
const pdqOf = (i: number): string => newImage(NAMES[i]).picture!.pdq;

/** Nearer to each axis than to the next. */
function slope(): Float32Array {
  return toUnitVector(Array.from({ length: DIMENSIONS }, (_, i) => DIMENSIONS - i));
}

/** What a picture near the row at `i` by its hash, and along the given axis, would give. */
function query(pdq: string, along: number, orientation: Orientation = 'as-is'): Fingerprint {
  const fingerprint = aFingerprint();
  const others = ORIENTATIONS.map((name) => [name, digest('sha256', `${name} of a query`)]);
  return {
    ...fingerprint,
    orientedPdq: { ...(Object.fromEntries(others) as Record<Orientation, string>), [orientation]: pdq },
    embeddings: ['one', 'two'].map((model) => ({ model, view: 'as-is', vector: axis(along) })),
  };
}

describe('candidates', () => {
  let home: TestDatabase;
  let database: Database;
  let dir: string;
  let pool: SearchPool;
  let indexes: PublishedIndex[];
  let ids: number[];
  const problems: Error[] = [];

  beforeAll(async () => {
    home = await embeddedEngine.create();
    database = await home.open();
    dir = await mkdtemp(join(tmpdir(), 'trainspot-candidates-'));
    const datasetId = await ensureDataset(database, { dataset: 'A', release: '1', rowsPublished: null });
    ids = await saveImages(
      database,
      datasetId,
      NAMES.map((name) => newImage(name)),
    );
    // The same rows seen by two models.
    for (const model of ['one', 'two']) {
      const space = { model, modelRevision: 'r1', dimensions: DIMENSIONS };
      const indexId = await ensureIndex(database, { datasetId, ...space });
      const entries = ids.map((imageId, i) => ({
        imageId,
        vector: axis(i),
        pdq: pdqOf(i),
        keypoints: keypointsOf(i),
      }));
      const segment = await writeSegment(dir, { ...space, engine: 'flat' }, entries);
      await publishSegment(database, indexId, { ...segment, checksum: '' }, ids);
    }
    pool = startSearchPool(1, dir);
    indexes = await listPublishedIndexes(database);
    await pool.open(indexes);
  });
  afterAll(async () => {
    await pool.close();
    await database.close();
    await home.remove();
    await rm(dir, { recursive: true });
  });

  /** Of the test's own models there are no cards. */
  const cardOf = (): ModelCard => findModelCard('pocket');

  async function candidates(fingerprint: Fingerprint, count: number): Promise<Map<string, Candidate>> {
    const live = {
      pool,
      seen: { near: async () => [] },
      report: (problem: Error) => void problems.push(problem),
      cardOf,
    };
    const datasets = [...new Set(indexes.map(({ dataset }) => dataset))];
    const found = await findCandidates(database, live, { indexes, datasets }, fingerprint, count);
    const byRow = new Map(found.map((candidate) => [candidate.row.rowId, candidate]));
    expect(byRow.size).toBe(found.length);
    return byRow;
  }

  it('are the rows near by hash in any orientation and by vector, each once, with its keypoints', async () => {
    const found = await candidates(query(turned(pdqOf(7), 31), 5, 'mirrored'), 1);
    expect([...found.keys()].toSorted()).toEqual(['row 5', 'row 7']);
    expect(found.get('row 7')).toMatchObject({
      sameBytes: false,
      pdqDistance: 31,
      pdqOrientation: 'mirrored',
      similarity: null,
      keypoints: keypointsOf(7),
    });
    expect(found.get('row 5')).toMatchObject({ similarity: 1, keypoints: keypointsOf(5) });
    expect(found.get('row 5')?.pdqDistance).toBeGreaterThan(31);
    expect([...(await candidates(query(turned(pdqOf(7), 32), 5), 1)).keys()]).toEqual(['row 5']);
  });

  it('are one where hash, vector and bytes bring up the same row', async () => {
    const fingerprint = query(turned(pdqOf(9), 4), 9);
    fingerprint.picture.sha256 = newImage(NAMES[9]).picture!.sha256;
    const found = await candidates(fingerprint, 1);
    expect([...found.keys()]).toEqual(['row 9']);
    expect(found.get('row 9')).toMatchObject({
      sameBytes: true,
      pdqDistance: 4,
      similarity: 1,
      keypoints: keypointsOf(9),
    });
  });

  it('have no keypoints where none was kept, or where the bytes alone brought the row up', async () => {
    const fingerprint = query(pdqOf(3), 3);
    fingerprint.picture.md5 = newImage(NAMES[12]).picture!.md5;
    const found = await candidates(fingerprint, 1);
    expect([...found.keys()].toSorted()).toEqual(['row 12', 'row 3']);
    for (const { keypoints } of found.values()) expect(keypoints).toBeNull();
  });

  it('are never fewer for rows that are hidden, by vector or by hash', async () => {
    const near = query(pdqOf(7), 5);
    near.embeddings = near.embeddings.map((each) => ({ ...each, vector: slope() }));
    const usual = await candidates(near, 3);
    expect([...usual.keys()].toSorted()).toEqual(['row 0', 'row 1', 'row 2', 'row 7']);
    // All that is near, but the last of all rows; and then that one too.
    const all = NAMES.map((name) => newImage(name).url);
    const hidden: number[] = [];
    for (const url of all.slice(0, -1)) {
      hidden.push((await suppress({ url, reason: 'A test.', by: 'a test' }, database)).id);
    }
    expect([...(await candidates(near, 3)).keys()]).toEqual([NAMES.at(-1)]);
    // More is asked for until there is enough, or nothing more, or too much was asked for.
    const asked: number[] = [];
    const shown = async (most: number): Promise<number[]> => {
      const ask = async (count: number) => {
        asked.push(count);
        return [ids.slice(0, count).map((imageId) => ({ imageId }))];
      };
      return (await visibleHits(database, 2, most, ask))[0].map(({ imageId }) => imageId);
    };
    expect(await shown(1_000)).toEqual(ids.slice(-1));
    expect(await shown(8)).toEqual([]);
    expect(asked).toEqual([2, 8, 32, 2, 8]);
    for (const id of hidden) await lift({ id, by: 'a test', reason: null }, database);
    expect([...(await candidates(near, 3)).keys()].toSorted()).toEqual([...usual.keys()].toSorted());
  });

  it('come up without a keypoints that is damaged, which is reported', async () => {
    for (const { segmentIds } of indexes) {
      const file = await open(join(dir, segmentIds[0], 'signatures.bin'), 'r+');
      await file.write(Buffer.of(255), 0, 1, (await file.stat()).size - 1);
      await file.close();
    }
    expect(problems).toEqual([]);
    const last = NAMES.length - 1;
    const found = await candidates(query(pdqOf(last), 5), 1);
    expect(found.get(`row ${last}`)).toMatchObject({ pdqDistance: 0, keypoints: null, keypointsLost: true });
    expect(found.get('row 5')).toMatchObject({ keypoints: keypointsOf(5), keypointsLost: false });
    const lost = [...found.values()].filter(({ keypointsLost }) => keypointsLost);
    expect(lost).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'segment-corrupt' }]);
  });
});
