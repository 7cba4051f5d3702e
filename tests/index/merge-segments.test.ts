import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { ENGINES } from '../../src/index/engines/registry.ts';
import { nearestHashesOf, nearestOf } from '../../src/index/search/nearest.ts';
import { KEYPOINTS_FILE, openKeypointFile } from '../../src/index/segment/keypoint-file.ts';
import { mergeSegments } from '../../src/index/segment/merge.ts';
import { openSegment, type OpenSegment } from '../../src/index/segment/open-segment.ts';
import { writeSegment, type SegmentEntry } from '../../src/index/segment/writer.ts';
import { hasHnsw } from './has-hnsw.ts';
import { hashOf } from './hashes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SPACE = { model: 'pocket', modelRevision: 'r1', dimensions: 32 };
/** More than are read of a source, and of keypoints, at once. */
const SIZES = [700, 40, 620];
const ROWS = SIZES.reduce((sum, size) => sum + size, 0);
const COUNT = 25;

const vectors = clusteredVectors(ROWS, SPACE.dimensions);
const entries = vectors.rows.map((vector, i): SegmentEntry => ({
  imageId: i % 2 ? i : 2 ** 33 + i,
  vector,
  pdq: i % 5 ? hashOf(`row ${i % 300}`) : null,
  keypoints: i % 3 ? new Uint8Array((i % 700) + 1).fill(i) : null,
}));
const queries = [...vectors.copies(30), ...vectors.unseen(10)];
const dir = temporaryFolder();
const engines = ENGINES.filter(({ name }) => name !== 'hnsw' || hasHnsw);

async function written(engine: string): Promise<string[]> {
  const ids: string[] = [];
  let first = 0;
  for (const size of SIZES) {
    const own = entries.slice(first, first + size);
    ids.push((await writeSegment(dir, { ...SPACE, engine }, own)).id);
    first += size;
  }
  return ids;
}

function opened(ids: readonly string[]): Promise<OpenSegment[]> {
  return Promise.all(ids.map((id) => openSegment(dir, id, SPACE)));
}

/** What is answered by these segments together, without the dropped rows; places left out, for they are others. */
function answersOf(segments: readonly OpenSegment[], dropped: ReadonlySet<number> = new Set()) {
  const isKept = ({ imageId }: { imageId: number }): boolean => !dropped.has(imageId);
  const near = queries.map((query) => {
    const found = segments.map((segment) => segment.search(query, COUNT + dropped.size).filter(isKept));
    return nearestOf(found, COUNT).map(({ imageId, similarity }) => ({ imageId, similarity }));
  });
  const hashed = ['row 1', 'row 77', 'nobody’s'].map((name) => {
    const found = segments.map((segment) => segment.near([hashOf(name)], 31, 1000).filter(isKept));
    return nearestHashesOf(found, 1000).map(({ imageId, distance }) => ({ imageId, distance }));
  });
  return { near, hashed };
}

for (const { name: engine } of engines) {
  describe(`segments of ${engine}, merged`, () => {
    it('answer as before, to the last digit, and hold every row as it was', async () => {
      const ids = await written(engine);
      const old = await opened(ids);
      const before = answersOf(old);
      const { id, rows } = await mergeSegments(dir, { ...SPACE, engine }, ids, new Set());
      expect(rows).toBe(ROWS);
      const [merged] = await opened([id]);
      expect(answersOf([merged])).toEqual(before);
      // A reader that still has them open is answered by the old ones.
      expect(answersOf(old)).toEqual(before);
      const kept = old.flatMap((segment) =>
        Array.from({ length: segment.manifest.rows }, (_, ordinal) => segment.entry(ordinal)),
      );
      const keypoints = await openKeypointFile(join(dir, id, KEYPOINTS_FILE), id);
      for (let ordinal = 0; ordinal < ROWS; ordinal++) {
        expect(merged.entry(ordinal)).toEqual(kept[ordinal]);
        expect(await keypoints.read(ordinal)).toEqual(entries[ordinal].keypoints);
      }
      await keypoints.close();
      for (const segment of [...old, merged]) segment.close();
    });

    it('leave out the rows that are dropped, wherever they lie', async () => {
      const ids = await written(engine);
      const gone = entries.filter((_, i) => i === 0 || i === ROWS - 1 || i % 7 === 3 || (i > 705 && i < 735));
      const dropped = new Set(gone.map(({ imageId }) => imageId));
      const old = await opened(ids);
      const { id } = await mergeSegments(dir, { ...SPACE, engine }, ids, dropped);
      const [merged] = await opened([id]);
      expect(merged.manifest.rows).toBe(ROWS - dropped.size);
      expect(answersOf([merged])).toEqual(answersOf(old, dropped));
      const wanted = entries.filter(({ imageId }) => !dropped.has(imageId));
      const keypoints = await openKeypointFile(join(dir, id, KEYPOINTS_FILE), id);
      for (const [ordinal, { imageId, pdq, keypoints: written }] of wanted.entries()) {
        expect(merged.entry(ordinal)).toMatchObject({ imageId, pdq });
        expect(await keypoints.read(ordinal)).toEqual(written);
      }
      await keypoints.close();
      for (const segment of [...old, merged]) segment.close();
    });

    it.each(engines)('become one of $name', async (other) => {
      const ids = await written(engine);
      const { id, engine: named } = await mergeSegments(
        dir,
        { ...SPACE, engine: other.name },
        ids,
        new Set(),
      );
      expect(named).toBe(other.name);
      const [merged] = await opened([id]);
      for (const { imageId, vector } of entries) {
        const [first] = merged.search(vector, 1);
        expect(first.imageId).toBe(imageId);
        expect(1 - first.similarity).toBeLessThanOrEqual(2 * other.cosineError + 5e-4);
      }
      merged.close();
    });
  });
}

describe('merging', () => {
  const engine = 'usearch';

  it('stops at what is damaged, and leaves nothing behind', async () => {
    const ids = await written(engine);
    const before = (await readdir(dir)).toSorted();
    for (const name of ['vectors.usearch', 'rows.u64', 'hashes.pdq', KEYPOINTS_FILE]) {
      const file = join(dir, ids[2], name);
      const bytes = await readFile(file);
      const changed = Buffer.from(bytes);
      changed[changed.length - 40] ^= 4;
      await writeFile(file, changed);
      const merging = mergeSegments(dir, { ...SPACE, engine }, ids, new Set());
      await expect(merging, name).rejects.toMatchObject({ code: 'segment-corrupt' });
      await writeFile(file, bytes);
    }
    expect((await readdir(dir)).toSorted()).toEqual(before);
  });

  it('takes no segment of another model, and makes none without rows', async () => {
    const ids = await written(engine);
    const other = { ...SPACE, modelRevision: 'r2', engine };
    await expect(mergeSegments(dir, other, ids, new Set())).rejects.toMatchObject({ code: 'model-mismatch' });
    const all = new Set(entries.map(({ imageId }) => imageId));
    await expect(mergeSegments(dir, { ...SPACE, engine }, ids, all)).rejects.toMatchObject({
      code: 'segment-write-failed',
    });
  });

  it('makes the same files of the same segments', async () => {
    const ids = await written(engine);
    const [once, twice] = [
      await mergeSegments(dir, { ...SPACE, engine }, ids, new Set()),
      await mergeSegments(dir, { ...SPACE, engine }, ids, new Set()),
    ];
    expect(once.files).toEqual(twice.files);
  });
});
