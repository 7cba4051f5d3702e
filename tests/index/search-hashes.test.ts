import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { startSearchPool, type IndexToOpen, type SearchPool } from '../../src/index/search/pool.ts';
import searchTask from '../../src/index/search/worker.ts';
import { writeSegment, type SegmentEntry } from '../../src/index/segment/writer.ts';
import { flipped, hashOf, nearCentre, smallestDistance } from './hashes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SPACE = { model: 'pocket', modelRevision: 'r1', dimensions: 8 };
const ROWS = 7_000;
const PARTS = 3;
const dir = temporaryFolder();

const [vector] = clusteredVectors(1, SPACE.dimensions).rows;
const hashes = fc
  .sample(nearCentre(80, 60), { numRuns: ROWS, seed: 1 })
  // One picture stands in the dataset more often than an answer is long; some rows have no hash.
  .map((hash, i) => (i % 5 === 0 ? hashOf('placeholder') : i % 11 === 0 ? null : hash));

/** The index `indexId` over the rows in three segments; its images are numbered from `firstImage`. */
async function publish(indexId: number, firstImage: number): Promise<IndexToOpen> {
  const segmentIds: string[] = [];
  for (let part = 0; part < PARTS; part++) {
    const entries = hashes
      .map((pdq, i): SegmentEntry => ({ imageId: firstImage + i, vector, pdq, keypoints: null }))
      .filter((_, i) => i % PARTS === part);
    segmentIds.push((await writeSegment(dir, { ...SPACE, engine: 'flat' }, entries)).id);
  }
  return { indexId, ...SPACE, segmentIds };
}

/** What a look at every row finds, nearest first. */
function truth(index: IndexToOpen, firstImage: number, queries: readonly string[], maxDistance: number) {
  return hashes
    .map((hash, i) => ({
      imageId: firstImage + i,
      distance: hash === null ? Number.POSITIVE_INFINITY : smallestDistance(hash, queries),
      place: { segmentId: index.segmentIds[i % PARTS], ordinal: Math.floor(i / PARTS) },
    }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((a, b) => a.distance - b.distance || a.imageId - b.imageId);
}

describe('the search pool, asked for near hashes', () => {
  let pool: SearchPool;
  let old: IndexToOpen;
  let fresh: IndexToOpen;
  const eight = fc.sample(nearCentre(80, 20), { numRuns: 8, seed: 2 });

  beforeAll(async () => {
    pool = startSearchPool(2, dir);
    old = await publish(1, 0);
    fresh = await publish(1, 10_000);
    await pool.open([old]);
  });
  afterAll(() => pool.close());

  it('finds what a look at every row of every segment finds, and says where each row lies', async () => {
    const query = fc.tuple(
      fc.array(nearCentre(90, 40), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 31 }),
    );
    await fc.assert(
      fc.asyncProperty(query, async ([queries, maxDistance]) => {
        expect(await pool.nearHashes(1, queries, maxDistance)).toEqual(truth(old, 0, queries, maxDistance));
      }),
      { numRuns: 20 },
    );
    expect(truth(old, 0, eight, 31).length).toBeGreaterThan(100);
    expect(await pool.nearHashes(1, [], 31)).toEqual([]);
  });

  it('gives the 1,000 nearest of a picture that stands in the dataset more often', async () => {
    const placeholder = hashOf('placeholder');
    expect(truth(old, 0, [placeholder], 31)).toHaveLength(1_400);
    const found = await pool.nearHashes(1, [placeholder], 31);
    expect(found).toHaveLength(1_000);
    expect(new Set(found.map(({ imageId }) => imageId)).size).toBe(1_000);
    expect(found.every(({ distance }) => distance === 0)).toBe(true);

    const both = await pool.nearHashes(1, [flipped(placeholder, [1, 2, 3]), ...eight], 31);
    const wanted = truth(old, 0, [flipped(placeholder, [1, 2, 3]), ...eight], 31).slice(0, 1_000);
    expect(both.map(({ distance }) => distance)).toEqual(wanted.map(({ distance }) => distance));
    const nearer = wanted.filter(({ distance }) => distance < 3);
    expect(nearer.length).toBeGreaterThan(0);
    expect(both.slice(0, nearer.length)).toEqual(nearer);
  });

  it('refuses what is no hash and a distance that means nothing, with the number', async () => {
    for (const distance of [32, -1, 30.5, Number.NaN]) {
      const lookup = pool.nearHashes(1, eight, distance);
      await expect(lookup).rejects.toThrow(RangeError);
      await expect(lookup).rejects.toThrow(
        `The distance is ${distance}; it must be a whole number from 0 to 31`,
      );
    }
    for (const hash of ['xyz', '', eight[0].toUpperCase(), `${eight[0]}0`]) {
      await expect(pool.nearHashes(1, [eight[0], hash], 31)).rejects.toThrow(`'${hash}' is not a PDQ hash`);
    }
    await expect(pool.nearHashes(2, eight, 31)).rejects.toMatchObject({ code: 'index-not-open' });
  });

  it('ends a lookup on the index it began with, though that is swapped meanwhile', async () => {
    const underWay = Array.from({ length: 20 }, () => pool.nearHashes(1, eight, 31));
    await pool.open([fresh]);
    for (const found of await Promise.all(underWay)) expect(found).toEqual(truth(old, 0, eight, 31));
    expect(await pool.nearHashes(1, eight, 31)).toEqual(truth(fresh, 10_000, eight, 31));
  });

  it('opens in a replaced thread what a lookup names and it does not hold', async () => {
    const segments = fresh.segmentIds.map((id) => ({ segmentsDir: dir, id, space: SPACE }));
    const answer = await searchTask({
      kind: 'hashes',
      segments,
      hashes: eight,
      maxDistance: 31,
      count: 1_000,
    });
    expect(answer).toMatchObject({ ok: true, answer: { hashes: truth(fresh, 10_000, eight, 31) } });
  });
});
