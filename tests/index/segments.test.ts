import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { ENGINES } from '../../src/index/engines/registry.ts';
import { openSegment } from '../../src/index/segment/open-segment.ts';
import { startSegmentBuilder } from '../../src/index/segment/builder.ts';
import { hnswlibLibrary } from '../../src/index/engines/hnswlib-library.ts';
import { readManifest, type SegmentManifest } from '../../src/index/segment/manifest.ts';
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

/** A folder of segments that holds one copy of a good segment, for a test to break. */
async function copyOf(good: SegmentManifest): Promise<string> {
  const copy = join(dir, `copy-${Math.random()}`);
  await mkdir(join(copy, good.id), { recursive: true });
  for (const name of await readdir(join(dir, good.id))) {
    await copyFile(join(dir, good.id, name), join(copy, good.id, name));
  }
  return copy;
}

async function changeManifest(segmentsDir: string, id: string, change: object): Promise<void> {
  const file = join(segmentsDir, id, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, ...change }));
}

for (const { name: engine } of ENGINES) {
  describe.skipIf(engine === 'hnsw' && !hasHnsw)(`a segment of ${engine}`, () => {
    it('comes back whole, and gives the pictures their ids', async () => {
      const manifest = await writeSegment(dir, { ...SPACE, engine }, entries);
      const segment = await openSegment(dir, manifest.id, SPACE);
      expect(segment.manifest).toEqual(manifest);
      expect(manifest).toMatchObject({ ...SPACE, engine, rows: 400, formatVersion: 2 });
      for (const { imageId, vector } of entries) expect(segment.search(vector, 1)[0].imageId).toBe(imageId);
      expect(segment.search(entries[0].vector, 1e6)).toHaveLength(400);
      for (const [ordinal, { imageId, pdq }] of entries.entries()) {
        const found = [{ imageId, distance: 0, place: { segmentId: manifest.id, ordinal } }];
        if (pdq) expect(segment.near([pdq], 31, 1000)).toEqual(found);
      }
    });

    it('is not opened with any one bit of its files flipped', async () => {
      const manifest = await writeSegment(dir, { ...SPACE, engine }, entries);
      const copy = await copyOf(manifest);
      const bit = fc.record({
        name: fc.constantFrom(`vectors.${engine}`, 'rows.u64', 'hashes.pdq'),
        place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        mask: fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128),
      });
      await fc.assert(
        fc.asyncProperty(bit, async ({ name, place, mask }) => {
          const file = join(copy, manifest.id, name);
          const bytes = await readFile(file);
          bytes[Math.floor(place * bytes.length)] ^= mask;
          await writeFile(file, bytes);
          const opening = openSegment(copy, manifest.id, SPACE);
          await expect(opening).rejects.toMatchObject({ code: 'segment-corrupt' });
          await expect(opening).rejects.toThrow(/sha256/);
          bytes[Math.floor(place * bytes.length)] ^= mask;
          await writeFile(file, bytes);
        }),
        { numRuns: 40 },
      );
      expect((await openSegment(copy, manifest.id, SPACE)).manifest.id).toBe(manifest.id);
    });
  });
}

describe.skipIf(!hasHnsw)('opening', () => {
  let good: SegmentManifest;
  beforeAll(async () => {
    good = await writeSegment(dir, DESCRIPTION, entries);
  });

  it('refuses another model, revision or number of dimensions, and tells both', async () => {
    for (const other of [{ model: 'clip' }, { modelRevision: 'r2' }, { dimensions: 512 }]) {
      const opening = openSegment(dir, good.id, { ...SPACE, ...other });
      await expect(opening).rejects.toMatchObject({ code: 'model-mismatch' });
      await expect(opening).rejects.toThrow(/pocket \(revision r1, 32 dimensions\)/);
      await expect(opening).rejects.toThrow(String(Object.values(other)[0]));
    }
  });

  it('refuses garbage edges in a file of the right size', async () => {
    const copy = await copyOf(good);
    const file = join(copy, good.id, 'vectors.hnsw');
    const bytes = await readFile(file);
    // The lowest level's edges: a count, then the rows they lead to.
    for (let at = 96 + 4; at < 96 + 132; at++) bytes[at] = 0xee;
    await writeFile(file, bytes);
    await expect(openSegment(copy, good.id, SPACE)).rejects.toThrow(/sha256/);
  });

  it('refuses a whole index of another space or of other dimensions put in its place', async () => {
    for (const [space, dimensions] of [
      ['l2', SPACE.dimensions],
      ['cosine', SPACE.dimensions],
      ['ip', SPACE.dimensions / 2],
      ['ip', SPACE.dimensions * 2],
    ] as const) {
      const copy = await copyOf(good);
      const graph = new (hnswlibLibrary().HierarchicalNSW)(space, dimensions);
      graph.initIndex(400, 16, 200, 7);
      clusteredVectors(400, dimensions).rows.forEach((row, i) => graph.addPoint(Array.from(row), i));
      graph.writeIndexSync(join(copy, good.id, 'vectors.hnsw'));
      await expect(openSegment(copy, good.id, SPACE)).rejects.toMatchObject({ code: 'segment-corrupt' });
    }
  });

  it('refuses a file that is cut short, too long, empty or missing, with the sizes', async () => {
    for (const name of ['vectors.hnsw', 'rows.u64', 'hashes.pdq', 'signatures.bin']) {
      const copy = await copyOf(good);
      const file = join(copy, good.id, name);
      const bytes = await readFile(file);
      for (const changed of [bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), Buffer.alloc(0)]) {
        await writeFile(file, changed);
        await expect(openSegment(copy, good.id, SPACE)).rejects.toThrow(
          `${changed.length} bytes and was written with ${bytes.length}`,
        );
      }
      await rm(file);
      await expect(openSegment(copy, good.id, SPACE)).rejects.toThrow(`${name} cannot be read`);
    }
  });

  it('refuses a manifest that is missing, no JSON, another segment’s, or of a form it does not know', async () => {
    const refused = { code: 'segment-corrupt' };
    const changes = [
      { formatVersion: 3 },
      { formatVersion: '2' },
      { id: '00000000-0000-0000-0000-000000000000' },
      { engine: 'annoy' },
      { rows: 0 },
      { rows: 399 },
      { rows: '400' },
      { files: {} },
      { files: { ...good.files, 'rows.u64': { bytes: 3200, sha256: 'no' } } },
    ];
    for (const change of changes) {
      const copy = await copyOf(good);
      await changeManifest(copy, good.id, change);
      await expect(openSegment(copy, good.id, SPACE), JSON.stringify(change)).rejects.toMatchObject(refused);
    }
    const copy = await copyOf(good);
    await writeFile(join(copy, good.id, 'manifest.json'), '{');
    await expect(openSegment(copy, good.id, SPACE)).rejects.toMatchObject(refused);
    await rm(join(copy, good.id, 'manifest.json'));
    await expect(openSegment(copy, good.id, SPACE)).rejects.toMatchObject(refused);
  });

  it('refuses the format before this one, and says what to do', async () => {
    const copy = await copyOf(good);
    await changeManifest(copy, good.id, { formatVersion: 1 });
    await expect(openSegment(copy, good.id, SPACE)).rejects.toThrow(
      /it is of format 1, and this version reads format 2 alone.* index the dataset again with --rebuild/,
    );
  });

  it('takes no id that could lead to another folder', async () => {
    for (const id of ['', '.', '..', `../${good.id}`, `.tmp-${good.id}`, good.id.toUpperCase() + '/']) {
      await expect(openSegment(dir, id, SPACE)).rejects.toThrow(/no id of a segment/);
    }
  });

  it('leaves what is open alone, whether the next opening fails or not', async () => {
    const copy = await copyOf(good);
    const [first, second] = await Promise.all([1, 2].map(() => openSegment(copy, good.id, SPACE)));
    const query = vectors.copies(1)[0];
    const before = first.search(query, 10);
    await writeFile(join(copy, good.id, 'vectors.hnsw'), Buffer.alloc(good.files['vectors.hnsw'].bytes));
    await expect(openSegment(copy, good.id, SPACE)).rejects.toMatchObject({ code: 'segment-corrupt' });
    expect(first.search(query, 10)).toEqual(before);
    expect(second.search(query, 10)).toEqual(before);
  });
});

describe.skipIf(!hasHnsw)('writing', () => {
  it('names the image whose vector is broken, and leaves nothing behind', async () => {
    const own = join(dir, 'broken');
    const bad = entries.map((entry, i) => ({
      ...entry,
      vector: entry.vector.map((value, j) => (i === 17 && j === 4 ? Number.NaN : value)),
    }));
    const writing = writeSegment(own, DESCRIPTION, bad);
    await expect(writing).rejects.toMatchObject({ code: 'vector-invalid' });
    await expect(writing).rejects.toThrow('The vector of image 17 has NaN as value 4');
    await expect(readdir(own)).rejects.toThrow(/ENOENT/);
  });

  it('writes no segment without rows, of an unknown engine, or of ids, hashes or keypoints that are none', async () => {
    for (const [description, wrong] of [
      [DESCRIPTION, []],
      [{ ...DESCRIPTION, engine: 'annoy' }, entries],
      [DESCRIPTION, [{ ...entries[0], imageId: -1 }]],
      [DESCRIPTION, [{ ...entries[0], imageId: 1.5 }]],
      [DESCRIPTION, [{ ...entries[0], imageId: 2 ** 60 }]],
      [DESCRIPTION, [{ ...entries[0], pdq: '' }]],
      [DESCRIPTION, [{ ...entries[0], pdq: hashOf('upper case').toUpperCase() }]],
      [DESCRIPTION, [{ ...entries[0], keypoints: new Uint8Array(65_537) }]],
    ] as const) {
      await expect(writeSegment(dir, description, wrong)).rejects.toMatchObject({
        code: 'segment-write-failed',
      });
    }
  });

  it('says so when the folder cannot be written, and names no path', async () => {
    const file = join(dir, 'a file');
    await writeFile(file, '');
    const writing = writeSegment(join(file, 'segments'), DESCRIPTION, entries);
    await expect(writing).rejects.toMatchObject({ code: 'segment-write-failed' });
    await expect(writing).rejects.toThrow(/ENOTDIR/);
    await expect(writing).rejects.not.toThrow(dir);
  });

  it('killed just before the rename, has announced nothing', async () => {
    const own = join(dir, 'killed');
    const script = fileURLToPath(new URL('killed-before-rename.ts', import.meta.url));
    const { signal } = spawnSync(process.execPath, ['--import', 'tsx', script, own], { stdio: 'ignore' });
    expect(signal).toBe('SIGKILL');

    const [left, ...more] = await readdir(own);
    expect(more).toEqual([]);
    expect(left).toMatch(/^\.tmp-/);
    await expect(openSegment(own, left, SPACE)).rejects.toMatchObject({ code: 'segment-corrupt' });
    // It is whole: only the name was missing.
    const id = left.slice('.tmp-'.length);
    await rename(join(own, left), join(own, id));
    expect((await readManifest(own, id)).rows).toBe(3);
  });
});

describe.skipIf(!hasHnsw)('the segment builder', () => {
  it('builds in threads, several at once, and hands errors over whole', async () => {
    const builder = startSegmentBuilder(2, dir);
    const manifests = await Promise.all([1, 2].map(() => builder.build(DESCRIPTION, entries)));
    for (const manifest of manifests) {
      const segment = await openSegment(dir, manifest.id, SPACE);
      expect(segment.search(entries[9].vector, 1)[0].imageId).toBe(entries[9].imageId);
    }
    const broken = [{ ...entries[0], vector: new Float32Array(32) }];
    await expect(builder.build(DESCRIPTION, broken)).rejects.toMatchObject({ code: 'vector-invalid' });
    await builder.close();
  });

  it('ended while it writes, leaves the process alive and no segment that is not whole', async () => {
    const own = join(dir, 'ended');
    const builder = startSegmentBuilder(1, own);
    const builds = Array.from({ length: 20 }, () => builder.build(DESCRIPTION, entries));
    const ends = Promise.allSettled(builds);
    await builds[0];
    await builder.close();
    expect((await ends).filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    for (const id of await readdir(own)) {
      if (!id.startsWith('.tmp-')) expect((await openSegment(own, id, SPACE)).manifest.rows).toBe(400);
    }
  });
});
