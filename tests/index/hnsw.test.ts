import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { flat } from '../../src/index/engines/flat.ts';
import { hnsw } from '../../src/index/engines/hnsw.ts';
import { searchBreadth } from '../../src/index/engines/ef-search.ts';
import type { VectorIndex, VectorIndexEngine } from '../../src/index/engines/vector-index.ts';
import { sized } from '../helpers/size.ts';
import { hasHnsw } from './has-hnsw.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** A graph of more rows takes longer to build, and loses more of them. */
const ROWS = sized(8_000, 20_000);

describe.skipIf(!hasHnsw)(`hnsw against flat, ${ROWS} clustered vectors`, () => {
  const DIMENSIONS = 128;
  const vectors = clusteredVectors(ROWS, DIMENSIONS);

  it('brings up at least 99 of 100 true neighbours at its own search breadth', async () => {
    const [exact, approximate] = await Promise.all([flat, hnsw].map(built));
    for (const queries of [vectors.copies(200), vectors.unseen(200)]) {
      for (const count of [10, 100]) {
        let found = 0;
        for (const query of queries) {
          const brought = new Set(approximate.search(query, count).map(({ ordinal }) => ordinal));
          found += exact.search(query, count).filter(({ ordinal }) => brought.has(ordinal)).length;
        }
        expect(found / (queries.length * count)).toBeGreaterThanOrEqual(0.99);
      }
    }
  });

  async function built(engine: VectorIndexEngine): Promise<VectorIndex> {
    const file = join(folder, `recall.${engine.name}`);
    const builder = engine.create(DIMENSIONS, vectors.rows.length);
    for (const row of vectors.rows) builder.add(row);
    await builder.save(file);
    return engine.open(file, DIMENSIONS, vectors.rows.length);
  }
});

describe('the search breadth', () => {
  it('grows with the rows and with the count, from 128', () => {
    expect(
      [1, 20_000, 200_000, 250_000, 1_000_000, 4_000_000].map((rows) => searchBreadth(rows, 10)),
    ).toEqual([128, 128, 128, 128, 256, 512]);
    expect(searchBreadth(1_000, 100)).toBe(200);
  });
});

describe.skipIf(!hasHnsw)('an hnsw file', () => {
  const DIMENSIONS = 16;
  const { rows } = clusteredVectors(200, DIMENSIONS);

  // Offsets of hnswlib's header. Each of these would be taken, and end the process or lie, without the check.
  it.each([
    ['other rows', 16, 199],
    ['fewer bytes a row', 24, 200],
    ['another place of the label', 32, 190],
    ['another place of the vector', 40, 128],
    ['a higher top level', 48, 9],
    ['a first row that is not there', 52, 200],
    ['no edges (M = 0)', 56, 0],
    ['a capacity below its rows', 8, 10],
  ])('with %s in its header is not opened', async (_, offset, value) => {
    const file = join(folder, 'header.hnsw');
    const builder = hnsw.create(DIMENSIONS, rows.length);
    for (const row of rows) builder.add(row);
    await builder.save(file);
    const bytes = await readFile(file);
    bytes.writeUInt32LE(value, offset);
    await writeFile(file, bytes);
    await expect(hnsw.open(file, DIMENSIONS, rows.length)).rejects.toMatchObject({ code: 'segment-corrupt' });
  });
});
