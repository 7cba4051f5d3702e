import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdqDistance } from '../../src/core/pdq-distance.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { bandProbes } from '../../src/db/pdq-bands.ts';
import { findImagesByPdq } from '../../src/db/pdq.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { digest, newImage } from './rows.ts';

const FLAT = '0'.repeat(64);
/** What rounding makes of a flat picture. */
const NOISE = digest('sha256', 'noise');
const ROWS = 4_000;

const anyHash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const places = (count: number): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: count, maxLength: count });

/** The hash with the bits at these places turned over. */
function flipped(hash: string, bits: readonly number[]): string {
  const bytes = Buffer.from(hash, 'hex');
  for (const bit of bits) bytes[bit >> 3] ^= 0x80 >> (bit & 7);
  return bytes.toString('hex');
}

describe('the bands of a PDQ hash', () => {
  /** Whether any band of the hash is one that the query asks for. */
  function isProbed(hash: string, query: string): boolean {
    return bandProbes([query]).some((probes, band) =>
      probes.includes(Number.parseInt(hash.slice(4 * band, 4 * band + 4), 16)),
    );
  }

  it('meet for any two hashes within 31 bits', () => {
    fc.assert(
      fc.property(anyHash, fc.integer({ min: 0, max: 31 }).chain(places), (hash, bits) => {
        expect(isProbed(hash, flipped(hash, bits))).toBe(true);
      }),
    );
  });

  it('miss a hash at 32 bits that has two in every band: 31 is the limit', () => {
    const hash = digest('sha256', 'any');
    const bits = Array.from({ length: 16 }, (_, band) => [band * 16, band * 16 + 5]).flat();
    expect(isProbed(hash, flipped(hash, bits))).toBe(false);
    expect(isProbed(hash, flipped(hash, bits.slice(1)))).toBe(true);
  });

  it('are 16, with 17 values to look for in each, once', () => {
    fc.assert(
      fc.property(anyHash, (hash) => {
        expect(bandProbes([hash, hash]).map((probes) => new Set(probes).size)).toEqual(Array(16).fill(17));
        expect(bandProbes([hash, hash]).flat()).toHaveLength(272);
      }),
    );
  });
});

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`near lookups on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    const hashes = new Map<number, string>();
    let wanted: string[];

    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      const dataset = await ensureDataset(database, { dataset: 'A', release: '1', rowsPublished: null });
      const other = await ensureDataset(database, { dataset: 'B', release: '1', rowsPublished: null });
      // Clusters, so that distances near the limit are common: each hash is a centre with 0 to 60 bits changed.
      const random = fc.sample(
        fc.record({
          centre: fc.integer({ min: 0, max: 99 }),
          bits: fc.integer({ min: 0, max: 60 }).chain(places),
        }),
        { numRuns: ROWS, seed: 1 },
      );
      const images = random.map(({ centre, bits }, i) => {
        const pdq = flipped(digest('sha256', `centre ${centre}`), bits);
        return newImage(`row ${i}`, {
          picture: { ...newImage(`row ${i}`).picture!, pdq, pdqQuality: 1 + (i % 100) },
        });
      });
      const ids = await saveImages(database, dataset, images);
      ids.forEach((id, i) => hashes.set(id, images[i].picture!.pdq));
      const picture = newImage('flat').picture!;
      const flat = [
        { ...picture, pdq: FLAT, pdqQuality: 0 },
        { ...picture, pdq: FLAT, pdqQuality: 60 },
        { ...picture, pdq: 'f'.repeat(64), pdqQuality: 60 },
        { ...picture, pdq: NOISE, pdqQuality: 0 },
      ];
      await saveImages(
        database,
        dataset,
        Array.from({ length: ROWS }, (_, i) => newImage(`flat ${i}`, { picture: flat[i % flat.length] })),
      );
      await saveImages(database, other, [
        newImage('elsewhere', { picture: { ...picture, pdq: digest('sha256', 'centre 0'), pdqQuality: 80 } }),
      ]);
      wanted = Array.from({ length: 8 }, (_, i) =>
        flipped(digest('sha256', `centre ${i}`), [i, 2 * i + 9, 200]),
      );
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    /** What a look at every row finds, nearest first. */
    function bruteForce(queries: readonly string[], maxDistance: number): number[] {
      return [...hashes]
        .map(([id, hash]) => ({
          id,
          distance: Math.min(...queries.map((query) => pdqDistance(query, hash))),
        }))
        .filter(({ distance }) => distance <= maxDistance)
        .toSorted((a, b) => a.distance - b.distance || a.id - b.id)
        .map(({ id }) => id);
    }
    const find = async (queries: readonly string[], distance: number, limit?: number): Promise<number[]> =>
      (await findImagesByPdq(database, queries, distance, ['A'], limit)).map(({ id }) => id);

    it('find what a look at every row finds, in the same order', async () => {
      const query = fc.record({
        queries: fc.array(
          fc
            .tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 40 }).chain(places))
            .map(([centre, bits]) => flipped(digest('sha256', `centre ${centre}`), bits)),
          { minLength: 1, maxLength: 8 },
        ),
        maxDistance: fc.integer({ min: 0, max: 31 }),
      });
      await fc.assert(
        fc.asyncProperty(query, async ({ queries, maxDistance }) => {
          expect(await find(queries, maxDistance, ROWS)).toEqual(bruteForce(queries, maxDistance));
        }),
        { numRuns: 40 },
      );
      expect(bruteForce(wanted, 31).length).toBeGreaterThan(50);
    });

    it('read the index and not the table, before and after statistics are gathered', async () => {
      const plans: string[] = [];
      const explaining: Database = {
        ...database,
        transaction: (work) =>
          database.transaction((inner) =>
            work({
              ...inner,
              async query<Row>(sql: string, parameters?: readonly unknown[]) {
                if (sql.includes('bit_count')) {
                  const plan = await inner.query<Record<string, string>>(`explain ${sql}`, parameters);
                  plans.push(plan.map((line) => line['QUERY PLAN']).join('\n'));
                }
                return inner.query<Row>(sql, parameters);
              },
            }),
          ),
      };
      await findImagesByPdq(explaining, wanted, 31);
      await database.runScript('analyze images');
      await findImagesByPdq(explaining, wanted, 31);
      expect(plans).toHaveLength(2);
      for (const plan of plans) {
        // The names of the steps only: the conditions are long.
        const steps = plan.split('\n').map((line) => line.replace(/\(cost=.*/, ''));
        expect(steps.filter((step) => /Bitmap Index Scan on images_pdq_band_\d/.test(step))).toHaveLength(16);
        expect(steps.filter((step) => /(Seq|Index|Index Only) Scan .*\bimages\b/.test(step))).toEqual([]);
      }
    });

    it('leave the planner of other queries as it was', async () => {
      const settings = `select name, setting from pg_settings where name ~ '^(enable_|jit)' order by name`;
      const before = await database.query(settings);
      await findImagesByPdq(database, wanted, 31);
      expect(await database.query(settings)).toEqual(before);
    });

    it('give rows of low quality too, and the nearest ones when there are too many', async () => {
      const all = bruteForce(wanted, 31);
      expect(await find(wanted, 31, 10)).toEqual(all.slice(0, 10));
      const qualities = (await findImagesByPdq(database, wanted, 31, ['A'])).map(
        ({ pdqQuality }) => pdqQuality!,
      );
      expect(Math.min(...qualities)).toBeLessThan(50);
    });

    it('look only in the datasets asked for', async () => {
      const centre = [digest('sha256', 'centre 0')];
      const datasets = async (names?: string[]): Promise<Set<string>> =>
        new Set((await findImagesByPdq(database, centre, 31, names)).map(({ dataset }) => dataset));
      expect(await datasets()).toEqual(new Set(['A', 'B']));
      expect(await datasets(['B'])).toEqual(new Set(['B']));
      expect(await datasets([])).toEqual(new Set());
    });

    it('bring up no flat picture', async () => {
      for (const query of [FLAT, flipped(FLAT, [3]), 'f'.repeat(64), NOISE]) {
        expect(await findImagesByPdq(database, [query], 31)).toEqual([]);
      }
      expect(await findImagesByPdq(database, [], 31)).toEqual([]);
    });

    it('refuse a distance that the bands do not hold, and what is no hash', async () => {
      await expect(findImagesByPdq(database, wanted, 32)).rejects.toThrow(/32; the bands hold from 0 to 31/);
      await expect(findImagesByPdq(database, wanted, Number.NaN)).rejects.toThrow(RangeError);
      await expect(findImagesByPdq(database, ['xyz'], 31)).rejects.toThrow(/'xyz' is not a PDQ hash/);
    });
  });
}
