import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { cosineSimilarity, type Embedding } from '../../src/core/embedding.ts';
import { nearestOf } from '../../src/index/search/nearest.ts';
import { assign, type Shard, type ShardAssignment } from '../../src/index/search/shards.ts';
import { startSearchPool, type IndexToOpen, type SearchPool } from '../../src/index/search/pool.ts';
import searchTask from '../../src/index/search/worker.ts';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { hasHnsw } from './has-hnsw.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SPACE = { model: 'pocket', modelRevision: 'r1', dimensions: 32 };
const ROWS = 600;
const vectors = clusteredVectors(ROWS, SPACE.dimensions);
const queries = vectors.copies(6);
const dir = temporaryFolder();

/** The index `indexId` over the same rows in `parts` segments; its images are numbered from `firstImage`. */
async function publish(indexId: number, firstImage: number, parts: number): Promise<IndexToOpen> {
  const segmentIds: string[] = [];
  for (let part = 0; part < parts; part++) {
    const entries = vectors.rows
      .map((vector, i) => ({ imageId: firstImage + i, vector, pdq: null, keypoints: null }))
      .filter((_, i) => i % parts === part);
    const { id } = await writeSegment(dir, { ...SPACE, engine: 'hnsw' }, entries);
    segmentIds.push(id);
  }
  return { indexId, ...SPACE, segmentIds };
}

/** The images by exact comparison. */
function truth(query: Embedding, firstImage: number, count: number): number[] {
  const all = vectors.rows.map((row, i) => ({
    imageId: firstImage + i,
    similarity: cosineSimilarity(row, query),
    place: { segmentId: '', ordinal: i },
  }));
  return nearestOf([all], count).map(({ imageId }) => imageId);
}

const idsOf = (answers: { imageId: number }[][]): number[][] =>
  answers.map((answer) => answer.map(({ imageId }) => imageId));

describe.skipIf(!hasHnsw)('the search pool', () => {
  let pool: SearchPool;
  let old: IndexToOpen;
  let fresh: IndexToOpen;
  const oldIds = queries.map((query) => truth(query, 0, 5));
  const freshIds = queries.map((query) => truth(query, 10_000, 5));

  beforeAll(async () => {
    pool = startSearchPool(2, dir);
    old = await publish(1, 0, 3);
    fresh = await publish(1, 10_000, 2);
  });
  afterAll(() => pool.close());

  it('has nothing open at first, and says so', async () => {
    expect(pool.openIndexes()).toEqual([]);
    await expect(pool.search(1, queries, 5)).rejects.toMatchObject({ code: 'index-not-open' });
  });

  it('merges the answers of all segments, one list a query, nearest first', async () => {
    await pool.open([old]);
    expect(pool.openIndexes()).toEqual([old]);
    const answers = await pool.search(1, queries, 5);
    expect(idsOf(answers)).toEqual(oldIds);
    for (const answer of answers) {
      expect(answer.map(({ similarity }) => similarity)).toEqual(
        answer.map(({ similarity }) => similarity).sort((a, b) => b - a),
      );
    }
    const [everything] = await pool.search(1, queries.slice(0, 1), 1e6);
    expect(new Set(everything.map(({ imageId }) => imageId)).size).toBe(ROWS);
    expect(await pool.search(1, [], 5)).toEqual([]);
    expect(await pool.search(1, queries.slice(0, 1), 0)).toEqual([[]]);
  });

  it('keeps indexes apart, also an empty one', async () => {
    await pool.open([old, { ...fresh, indexId: 2 }, { indexId: 3, ...SPACE, segmentIds: [] }]);
    expect(idsOf(await pool.search(1, queries, 5))).toEqual(oldIds);
    expect(idsOf(await pool.search(2, queries, 5))).toEqual(freshIds);
    expect(await pool.search(3, queries, 5)).toEqual(queries.map(() => []));
    await pool.open([old]);
    await expect(pool.search(2, queries, 5)).rejects.toMatchObject({ code: 'index-not-open' });
  });

  it('refuses a broken query before any thread sees it', async () => {
    const broken: unknown[] = [
      new Float32Array(32),
      new Float32Array(31).fill(0.1),
      queries[0].map(() => Number.NaN),
      Array.from(queries[0], String),
    ];
    for (const query of broken) {
      const search = pool.search(1, [queries[0], query as Embedding], 5);
      await expect(search).rejects.toMatchObject({ code: 'vector-invalid' });
      await expect(search).rejects.toThrow(/Query 1/);
    }
    expect(idsOf(await pool.search(1, queries, 5))).toEqual(oldIds);
  });

  it('ends a search on the index it began with, though that is swapped meanwhile', async () => {
    const underWay = Array.from({ length: 30 }, () => pool.search(1, queries, 5));
    await pool.open([fresh]);
    for (const answers of await Promise.all(underWay)) expect(idsOf(answers)).toEqual(oldIds);
    expect(idsOf(await pool.search(1, queries, 5))).toEqual(freshIds);
  });

  it('answers from one index or the other while they are swapped again and again, never from both', async () => {
    let swapping = true;
    const seen = new Set<string>();
    const searcher = async (): Promise<void> => {
      while (swapping) seen.add(JSON.stringify(idsOf(await pool.search(1, queries, 5))));
    };
    const searchers = [searcher(), searcher(), searcher()];
    for (const next of [old, fresh, old, fresh, old]) await pool.open([next]);
    swapping = false;
    await Promise.all(searchers);
    for (const answers of seen) expect([JSON.stringify(oldIds), JSON.stringify(freshIds)]).toContain(answers);
  });

  it('does openings asked for at once one after the other: the last one holds', async () => {
    await pool.open([]);
    // Loading takes a while, and opening nothing takes none: by itself the second would be overtaken.
    await Promise.all([pool.open([fresh]), pool.open([])]);
    expect(pool.openIndexes()).toEqual([]);
    await expect(pool.search(1, queries, 5)).rejects.toMatchObject({ code: 'index-not-open' });
    await Promise.all([pool.open([fresh]), pool.open([]), pool.open([old])]);
    expect(pool.openIndexes()).toEqual([old]);
    expect(idsOf(await pool.search(1, queries, 5))).toEqual(oldIds);
  });

  it('goes on with the old indexes when a new one is broken, missing or of another model', async () => {
    const broken = await publish(1, 20_000, 2);
    const file = join(dir, broken.segmentIds[1], 'vectors.hnsw');
    const bytes = await readFile(file);
    bytes[200] ^= 1;
    await writeFile(file, bytes);
    const refusals: [IndexToOpen, string][] = [
      [broken, 'segment-corrupt'],
      [{ ...fresh, segmentIds: [...fresh.segmentIds, crypto.randomUUID()] }, 'segment-corrupt'],
      [{ ...fresh, model: 'clip' }, 'model-mismatch'],
      // Also where the segments are open already.
      [{ ...old, modelRevision: 'r2' }, 'model-mismatch'],
    ];
    for (const [index, code] of refusals) {
      await expect(pool.open([old, { ...index, indexId: 9 }])).rejects.toMatchObject({ code });
      expect(pool.openIndexes()).toEqual([old]);
      expect(idsOf(await pool.search(1, queries, 5))).toEqual(oldIds);
    }
    bytes[200] ^= 1;
    await writeFile(file, bytes);
    await pool.open([{ ...broken }]);
    expect(idsOf(await pool.search(1, queries, 5))).toEqual(queries.map((query) => truth(query, 20_000, 5)));
  });
});

describe.skipIf(!hasHnsw)('a search thread', () => {
  it('opens what a search names and it does not hold, so a replaced thread goes on', async () => {
    const { segmentIds } = await publish(1, 0, 1);
    const own = join(dir, 'own');
    await cp(join(dir, segmentIds[0]), join(own, segmentIds[0]), { recursive: true });
    const segments = [{ segmentsDir: own, id: segmentIds[0], space: SPACE }];
    const search = { kind: 'vectors', segments, queries: queries.slice(0, 1), count: 1 } as const;
    const wanted = { ok: true, answer: { images: [[{ imageId: truth(queries[0], 0, 1)[0] }]] } };

    expect(await searchTask(search)).toMatchObject(wanted);
    await rm(own, { recursive: true });
    // Held in memory by now, until it is dropped.
    expect(await searchTask(search)).toMatchObject(wanted);
    expect(await searchTask({ kind: 'drop', segmentIds })).toMatchObject({ ok: true });
    expect(await searchTask(search)).toMatchObject({ ok: false, code: 'segment-corrupt' });
  });
});

describe('placing segments', () => {
  it('gives each to one thread, and no thread more than one segment beyond another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        (sizes, threads) => {
          const shards = Array.from({ length: threads }, (): Shard => ({ pool: idle, rows: 0 }));
          const wanted = sizes.map((rows, i) => ({
            segment: { segmentsDir: dir, id: String(i), space: SPACE },
            manifest: { ...manifest, rows },
          }));
          const placed = assign(wanted, new Map(), shards);
          expect(placed.map(({ segment }) => Number(segment.id)).sort((a, b) => a - b)).toEqual([
            ...sizes.keys(),
          ]);
          for (const shard of shards) {
            const own = placed.filter((placement) => placement.shard === shard);
            expect(own.reduce((rows, { manifest: { rows: more } }) => rows + more, 0)).toBe(shard.rows);
          }
          const loads = shards.map(({ rows }) => rows);
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...sizes));
        },
      ),
    );
  });

  it('has a thread that searches nothing open a large one that comes later, while there is one', () => {
    const [first, second, other, last] = Array.from({ length: 4 }, (): Shard => ({ pool: idle, rows: 0 }));
    const wanted = (id: string, rows: number) => ({
      segment: { segmentsDir: dir, id, space: SPACE },
      manifest: { ...manifest, rows },
    });
    const held = new Map<string, ShardAssignment>();
    const shardsOf = (...segments: ReturnType<typeof wanted>[]): Shard[] => {
      const placed = assign(segments, held, [first, second], [other, last]);
      for (const placement of placed) held.set(placement.segment.id, placement);
      return placed.map(({ shard }) => shard);
    };
    // Nobody is searching yet: the spare ones are not started.
    const onto = (shard: Shard) => expect.toSatisfy((found) => found === shard);
    expect(shardsOf(wanted('a', 900_000), wanted('b', 800_000), wanted('c', 700_000))).toEqual([
      onto(first),
      onto(second),
      onto(second),
    ]);
    expect(shardsOf(wanted('d', 100_000))).toEqual([onto(first)]);
    expect(shardsOf(wanted('e', 4_000_000))).toEqual([onto(other)]);
    expect(shardsOf(wanted('f', 200_000))).toEqual([onto(last)]);
    expect(shardsOf(wanted('g', 200_000))).toEqual([onto(first)]);
    // One that has been emptied is as good as a spare one.
    second.rows = 0;
    expect(shardsOf(wanted('h', 200_000))).toEqual([onto(second)]);
  });

  const idle = {
    run: () => Promise.resolve({ images: [], hashes: [] }),
    start: () => {},
    close: () => Promise.resolve(),
  };
  const manifest = { formatVersion: 2, id: '', engine: '', createdAt: '', files: {}, ...SPACE } as const;
});

describe('the nearest of several lists', () => {
  it('are the first of all of them in order, equally near ones by id', () => {
    const near = fc.record({
      imageId: fc.nat(),
      similarity: fc.constantFrom(-1, -0.5, 0, 0.25, 0.5, 0.9, 1),
      place: fc.record({ segmentId: fc.constant('s'), ordinal: fc.nat() }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(near)), fc.nat({ max: 20 }), (lists, count) => {
        const answer = nearestOf(lists, count);
        expect(answer).toHaveLength(Math.min(count, lists.flat().length));
        for (const [i, { similarity, imageId }] of answer.entries()) {
          const beyond = answer[i + 1];
          if (!beyond) continue;
          expect(similarity).toBeGreaterThanOrEqual(beyond.similarity);
          if (similarity === beyond.similarity) expect(imageId).toBeLessThanOrEqual(beyond.imageId);
        }
        const last = answer.at(-1);
        if (last) {
          const nearer = lists.flat().filter(({ similarity }) => similarity > last.similarity);
          expect(nearer.length).toBeLessThan(count);
        }
      }),
    );
  });
});
