import { truncateSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { cosineSimilarity, type Embedding } from '../../src/core/embedding.ts';
import { engineNamed, ENGINES } from '../../src/index/engines/registry.ts';
import type { VectorIndex, VectorIndexEngine } from '../../src/index/engines/vector-index.ts';
import { hasHnsw } from './has-hnsw.ts';
import { temporaryFolder } from './temporary-folder.ts';

const DIMENSIONS = 24;
const ROWS = 300;
const vectors = clusteredVectors(ROWS, DIMENSIONS);
const folder = temporaryFolder();

async function saved(engine: VectorIndexEngine, rows: readonly Embedding[], name: string): Promise<string> {
  const file = join(folder, `${name}.${engine.name}`);
  const builder = engine.create(rows[0].length, rows.length);
  for (const row of rows) builder.add(row);
  await builder.save(file);
  return file;
}

async function indexOf(engine: VectorIndexEngine, rows: readonly Embedding[]): Promise<VectorIndex> {
  return engine.open(await saved(engine, rows, 'index'), rows[0].length, rows.length);
}

describe('the registry', () => {
  it('knows each engine by its own name, and no other', () => {
    for (const engine of ENGINES) expect(engineNamed(engine.name)).toBe(engine);
    expect(new Set(ENGINES.map(({ name }) => name)).size).toBe(ENGINES.length);
    expect(engineNamed('annoy')).toBeUndefined();
  });
});

for (const engine of ENGINES) {
  describe.skipIf(engine.name === 'hnsw' && !hasHnsw)(`engine ${engine.name}`, () => {
    it('says how much it holds', async () => {
      const index = await indexOf(engine, vectors.rows);
      expect([index.rows, index.dimensions]).toEqual([ROWS, DIMENSIONS]);
    });

    it('brings up each vector by itself, under its ordinal, at a cosine of 1', async () => {
      const index = await indexOf(engine, vectors.rows);
      vectors.rows.forEach((row, ordinal) => {
        const [first] = index.search(row, 1);
        expect(first.ordinal).toBe(ordinal);
        expect(Math.abs(first.similarity - 1)).toBeLessThanOrEqual(engine.cosineError);
      });
    });

    it('answers nearest first, each row once, with its cosine', async () => {
      const index = await indexOf(engine, vectors.rows);
      for (const query of vectors.copies(20)) {
        const answer = index.search(query, 25);
        expect(new Set(answer.map(({ ordinal }) => ordinal)).size).toBe(25);
        answer.forEach(({ ordinal, similarity }, i) => {
          const exact = cosineSimilarity(query, vectors.rows[ordinal]);
          expect(Math.abs(similarity - exact)).toBeLessThanOrEqual(engine.cosineError);
          if (i > 0) expect(similarity).toBeLessThanOrEqual(answer[i - 1].similarity);
        });
      }
    });

    it('gives back each vector by its ordinal', async () => {
      const index = await indexOf(engine, vectors.rows);
      vectors.rows.forEach((row, ordinal) => {
        expect(1 - cosineSimilarity(index.vector(ordinal), row)).toBeLessThanOrEqual(engine.cosineError);
      });
      index.close();
    });

    it('builds of a source what it builds of the rows one by one, and takes none that is no vector', async () => {
      const values = Float32Array.from(vectors.rows.flatMap((row) => Array.from(row)));
      const source = {
        read: (first: number, count: number) =>
          values.slice(first * DIMENSIONS, (first + count) * DIMENSIONS),
      };
      const file = join(folder, `from-a-source.${engine.name}`);
      await engine.build(DIMENSIONS, ROWS, source).save(file);
      const built = await engine.open(file, DIMENSIONS, ROWS);
      const added = await indexOf(engine, vectors.rows);
      for (const query of vectors.copies(20))
        expect(built.search(query, 25)).toEqual(added.search(query, 25));
      built.close();
      added.close();
      values[7 * DIMENSIONS + 3] = Number.NaN;
      const broken = (): unknown => engine.build(DIMENSIONS, ROWS, source);
      expect(broken).toThrow(expect.objectContaining({ code: 'vector-invalid' }));
      expect(broken).toThrow(/Vector 7 has NaN as value 3/);
    });

    it('hands out its vectors without its graph, in pieces, as it keeps them', async () => {
      const file = await saved(engine, vectors.rows, 'stored');
      const index = await engine.open(file, DIMENSIONS, ROWS);
      const stored = await engine.openVectors(file, DIMENSIONS, ROWS);
      for (const [first, count] of [
        [0, ROWS],
        [3, 1],
        [ROWS - 1, 1],
        [17, 100],
        [5, 0],
      ]) {
        const kept = Array.from({ length: count }, (_, i) => Array.from(index.vector(first + i)));
        expect(Array.from(stored.read(first, count))).toEqual(kept.flat());
      }
      expect(() => stored.read(ROWS, 1_000)).toThrow(expect.objectContaining({ code: 'segment-corrupt' }));
      stored.close();
      index.close();
      for (const [dimensions, rows] of [
        [DIMENSIONS, ROWS + 1],
        [DIMENSIONS + 1, ROWS],
      ]) {
        await expect(engine.openVectors(file, dimensions, rows)).rejects.toMatchObject({
          code: 'segment-corrupt',
        });
      }
      await expect(engine.openVectors(join(folder, 'none'), DIMENSIONS, ROWS)).rejects.toMatchObject({
        code: 'segment-corrupt',
      });
    });

    it('gives as many as there are when asked for more, and none when asked for none', async () => {
      const index = await indexOf(engine, vectors.rows.slice(0, 7));
      const lengths = [8, 1e9, Infinity, 7, 2.9, 1, 0, -3, Number.NaN].map(
        (count) => index.search(vectors.rows[0], count).length,
      );
      expect(lengths).toEqual([7, 7, 7, 7, 2, 1, 0, 0, 0]);
    });

    it('finds the nearest of any few vectors', async () => {
      const direction = fc
        .array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 3 })
        .filter((values) => values.some((value) => value !== 0))
        .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)));
      await fc.assert(
        fc.asyncProperty(
          fc.array(direction, { minLength: 1, maxLength: 12 }),
          direction,
          async (rows, query) => {
            const answer = (await indexOf(engine, rows)).search(query, 1)[0].similarity;
            const exact = Math.max(...rows.map((row) => cosineSimilarity(row, query)));
            expect(Math.abs(answer - exact)).toBeLessThanOrEqual(engine.cosineError);
          },
        ),
        { numRuns: 30 },
      );
    });

    const broken: [what: string, vector: unknown, message: RegExp][] = [
      ['NaN', changed(5, Number.NaN), /NaN as value 5/],
      ['an infinity', changed(3, Infinity), /Infinity as value 3/],
      ['a zero vector', new Float32Array(DIMENSIONS), /length 0;/],
      ['a vector of another length', vectors.rows[0].map((value) => value * 1.25), /length 1\.2/],
      ['too few dimensions', vectors.rows[0].subarray(1), /23 dimensions; the index has 24/],
      ['too many dimensions', new Float32Array(DIMENSIONS + 1), /25 dimensions/],
      ['strings', Array.from(vectors.rows[0], String), /32-bit floats/],
      ['holes', Object.assign(Array.from({ length: 0 }), { length: DIMENSIONS }), /32-bit floats/],
      ['nothing', undefined, /32-bit floats/],
    ];

    it.each(broken)('takes no query with %s', async (_, vector, message) => {
      const index = await indexOf(engine, vectors.rows);
      const search = () => index.search(vector as Embedding, 5);
      expect(search).toThrow(expect.objectContaining({ code: 'vector-invalid' }));
      expect(search).toThrow(message);
      expect(index.search(vectors.rows[0], 1)[0].ordinal).toBe(0);
    });

    it.each(broken)('takes no row with %s, and the rows around it keep their ordinals', async (_, vector) => {
      const builder = engine.create(DIMENSIONS, 2);
      builder.add(vectors.rows[0]);
      expect(() => builder.add(vector as Embedding)).toThrow(
        expect.objectContaining({ code: 'vector-invalid' }),
      );
      builder.add(vectors.rows[1]);
      const file = join(folder, `around.${engine.name}`);
      await builder.save(file);
      expect((await engine.open(file, DIMENSIONS, 2)).search(vectors.rows[1], 1)[0].ordinal).toBe(1);
    });

    it('takes no row beyond its capacity, and no capacity that labels cannot count', () => {
      const builder = engine.create(DIMENSIONS, 1);
      builder.add(vectors.rows[0]);
      expect(() => builder.add(vectors.rows[1])).toThrow(/1 rows, and they are used up/);
      for (const capacity of [0, -1, 1.5, 2 ** 32, 2 ** 32 + 5, Number.NaN]) {
        expect(() => engine.create(DIMENSIONS, capacity)).toThrow(RangeError);
      }
      for (const dimensions of [0, -1, 2.5]) expect(() => engine.create(dimensions, 1)).toThrow(RangeError);
    });

    it('says so when the file could not be written', async () => {
      const builder = engine.create(DIMENSIONS, 1);
      builder.add(vectors.rows[0]);
      for (const path of [join(folder, 'no such folder', 'file'), folder]) {
        await expect(builder.save(path)).rejects.toMatchObject({ code: 'segment-write-failed' });
      }
    });

    it.skipIf(process.platform !== 'linux')('says so when the disk is full', async () => {
      const builder = engine.create(DIMENSIONS, ROWS);
      for (const row of vectors.rows) builder.add(row);
      await expect(builder.save('/dev/full')).rejects.toMatchObject({ code: 'segment-write-failed' });
    });

    it('opens nothing but a whole file of the right dimensions and rows', async () => {
      const file = await saved(engine, vectors.rows, 'whole');
      const refused = { code: 'segment-corrupt' };
      for (const dimensions of [DIMENSIONS - 1, DIMENSIONS + 1, 2 * DIMENSIONS, 512]) {
        await expect(engine.open(file, dimensions, ROWS)).rejects.toMatchObject(refused);
      }
      for (const rows of [1, ROWS - 1, ROWS + 1]) {
        await expect(engine.open(file, DIMENSIONS, rows)).rejects.toMatchObject(refused);
      }
      await expect(engine.open(join(folder, 'missing'), DIMENSIONS, ROWS)).rejects.toMatchObject(refused);
      for (const other of ENGINES.filter((one) => one !== engine)) {
        await expect(other.open(file, DIMENSIONS, ROWS)).rejects.toMatchObject(refused);
      }
    });

    it('opens no file that was cut short, lengthened, emptied or made up', async () => {
      const file = await saved(engine, vectors.rows, 'cut');
      const whole = await readFile(file);
      const copy = `${file}.copy`;
      const refused = { code: 'segment-corrupt' };
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
          await copyFile(file, copy);
          truncateSync(copy, length);
          await expect(engine.open(copy, DIMENSIONS, ROWS)).rejects.toMatchObject(refused);
        }),
        { numRuns: 60, examples: [[0], [1], [95], [96], [whole.length - 1], [whole.length - 4]] },
      );
      await writeFile(copy, Buffer.concat([whole, Buffer.alloc(4)]));
      await expect(engine.open(copy, DIMENSIONS, ROWS)).rejects.toMatchObject(refused);
      await writeFile(copy, 'this is no index');
      await expect(engine.open(copy, DIMENSIONS, ROWS)).rejects.toMatchObject(refused);
    });
  });
}

function changed(place: number, value: number): Embedding {
  return vectors.rows[0].map((old, i) => (i === place ? value : old));
}
