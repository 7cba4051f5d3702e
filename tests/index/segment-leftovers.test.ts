import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { removeStaleTemporaries } from '../../src/index/segment/files.ts';
import { writeSegment, type SegmentEntry } from '../../src/index/segment/writer.ts';
import { hasHnsw } from './has-hnsw.ts';
import { hashOf } from './hashes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SPACE = { model: 'pocket', modelRevision: 'r1', dimensions: 32 };

const DESCRIPTION = { ...SPACE, engine: 'hnsw' };

const vectors = clusteredVectors(400, SPACE.dimensions);

/** Ids that tell a broken width or order: some need more than 32 bits. */
const entries = vectors.rows.map((vector, i): SegmentEntry => ({
  imageId: i % 2 ? i : 2 ** 33 + i,
  vector,
  pdq: i % 5 ? hashOf(`row ${i}`) : null,
  keypoints: i % 3 ? new Uint8Array(i).fill(i) : null,
}));

const dir = temporaryFolder();

describe.skipIf(!hasHnsw)('tidying up', () => {
  it('takes half-written folders that nobody touched for an hour, and nothing else', async () => {
    const own = join(dir, 'tidy');
    const { id } = await writeSegment(own, DESCRIPTION, entries);
    for (const name of ['.tmp-old', '.tmp-fresh', '.tmp-growing']) {
      await mkdir(join(own, name));
      await writeFile(join(own, name, 'vectors.hnsw'), 'half');
    }
    const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(own, '.tmp-old', 'vectors.hnsw'), twoHoursAgo, twoHoursAgo);
    await utimes(join(own, '.tmp-old'), twoHoursAgo, twoHoursAgo);
    await utimes(join(own, '.tmp-growing'), twoHoursAgo, twoHoursAgo);
    await utimes(join(own, id), twoHoursAgo, twoHoursAgo);

    expect(await removeStaleTemporaries(own)).toBe(1);
    expect((await readdir(own)).sort()).toEqual(['.tmp-fresh', '.tmp-growing', id].sort());
    expect(await removeStaleTemporaries(own, 0)).toBe(2);
    expect(await readdir(own)).toEqual([id]);
  });

  it('finds nothing to do where no segment was ever written', async () => {
    expect(await removeStaleTemporaries(join(dir, 'never'))).toBe(0);
  });
});
