import { readdirSync, readlinkSync } from 'node:fs';
import { open, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import type { TrainspotError } from '../../src/core/errors.ts';
import type { KeypointBytes } from '../../src/core/keypoints.ts';
import type { SegmentOffset } from '../../src/index/search/nearest.ts';
import { startSearchPool, type IndexToOpen, type SearchPool } from '../../src/index/search/pool.ts';
import { startSegmentBuilder } from '../../src/index/segment/builder.ts';
import { writeSegment, type SegmentEntry } from '../../src/index/segment/writer.ts';
import { hashOf } from './hashes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SPACE = { model: 'pocket', modelRevision: 'r1', dimensions: 8 };
const ROWS = 60;
const dir = temporaryFolder();
const vectors = clusteredVectors(ROWS, SPACE.dimensions).rows;

/** A row without keypoints, one of the longest, and others of every length. */
function keypointsOf(row: number): KeypointBytes | null {
  if (row % 4 === 1) return null;
  return Uint8Array.from({ length: row === 0 ? 65_536 : 100 * row }, (_, i) => (i * 7 + row) & 255);
}

const entries = vectors.map((vector, i): SegmentEntry => ({
  imageId: i,
  vector,
  pdq: hashOf(`row ${i}`),
  keypoints: keypointsOf(i),
}));

/** Texts, because long arrays take a test long to compare. */
function hex(keypoints: readonly (KeypointBytes | null)[]): (string | null)[] {
  return keypoints.map((keypoints) => keypoints && Buffer.from(keypoints).toString('hex'));
}

const WRITTEN = hex(entries.map((_, row) => keypointsOf(row)));

function failing(error: TrainspotError): never {
  throw error;
}

describe('signatures in a search pool', () => {
  let pool: SearchPool;
  let index: IndexToOpen;
  let places: SegmentOffset[];

  beforeEach(async () => {
    pool = startSearchPool(1, dir);
    const segmentIds: string[] = [];
    for (const part of [entries.slice(0, 40), entries.slice(40)]) {
      segmentIds.push((await writeSegment(dir, { ...SPACE, engine: 'flat' }, part)).id);
    }
    index = { indexId: 1, ...SPACE, segmentIds };
    places = entries.map((_, row) => ({ segmentId: segmentIds[row < 40 ? 0 : 1], ordinal: row % 40 }));
    await pool.open([index]);
  });
  afterEach(() => pool.close());

  const keypointFile = (segment: number): string => join(dir, index.segmentIds[segment], 'signatures.bin');

  it('come back as they were written, in the order asked for, null where there is none', async () => {
    expect(hex(await pool.keypoints(places, failing))).toEqual(WRITTEN);
    const order = [59, 0, 41, 0, 1, 39, 40];
    const asked = order.map((row) => places[row]);
    expect(hex(await pool.keypoints(asked, failing))).toEqual(order.map((row) => WRITTEN[row]));
    expect(await pool.keypoints([], failing)).toEqual([]);
  });

  it('are those of the rows that the searches bring up', async () => {
    const [byVector] = await pool.search(1, [vectors[44]], 3);
    const byHash = await pool.nearHashes(1, [hashOf('row 43'), hashOf('row 2')], 0);
    expect(byHash.map(({ imageId }) => imageId)).toEqual([2, 43]);
    for (const found of [byVector, byHash]) {
      const keypoints = await pool.keypoints(
        found.map(({ place }) => place),
        failing,
      );
      expect(hex(keypoints)).toEqual(found.map(({ imageId }) => WRITTEN[imageId]));
    }
  });

  it('with any one bit flipped are noticed when they are read: that row alone is told of and is null', async () => {
    const file = await open(keypointFile(1), 'r+');
    const { size } = await file.stat();
    const bit = fc.record({
      place: fc.oneof(fc.nat({ max: 20 * 16 - 1 }), fc.nat({ max: size - 1 })),
      mask: fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128),
    });
    await fc.assert(
      fc.asyncProperty(bit, async ({ place, mask }) => {
        const byte = Buffer.alloc(1);
        await file.read(byte, 0, 1, place);
        await file.write(Buffer.of(byte[0] ^ mask), 0, 1, place);
        const errors: TrainspotError[] = [];
        const keypoints = await pool.keypoints(places, (error) => errors.push(error));
        await file.write(byte, 0, 1, place);

        expect(errors).toMatchObject([{ code: 'segment-corrupt' }]);
        const ordinal = Number(/row (\d+) is damaged/.exec(errors[0].message)?.[1]);
        expect(errors[0].message).toContain(`Segment ${index.segmentIds[1]} is damaged in part.`);
        const wanted = WRITTEN.map((written, row) => (row === 40 + ordinal ? null : written));
        expect(hex(keypoints)).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
    await file.close();
    expect(hex(await pool.keypoints(places, failing))).toEqual(WRITTEN);
  });

  it('that are cut off or zeroed are told of, and what is told may end the reading', async () => {
    const { length } = await readFile(keypointFile(1));
    await truncate(keypointFile(1), length - 1);
    const errors: TrainspotError[] = [];
    const keypoints = await pool.keypoints(places, (error) => errors.push(error));
    expect(errors.map(({ code }) => code)).toEqual(['segment-corrupt']);
    expect(errors[0].message).not.toContain(dir);
    expect(keypoints.at(-1)).toBeNull();
    expect(hex(keypoints).slice(0, -1)).toEqual(WRITTEN.slice(0, -1));
    await expect(pool.keypoints(places, failing)).rejects.toMatchObject({ code: 'segment-corrupt' });

    // As a file whose bytes never reached the disk: its rows are not taken for rows without keypoints.
    await truncate(keypointFile(1), 0);
    await truncate(keypointFile(1), length);
    errors.length = 0;
    await pool.keypoints(places, (error) => errors.push(error));
    expect(errors).toHaveLength(20);
  });

  it('are refused with the segment when their file is missing, and the old ones are read on', async () => {
    const other = await writeSegment(dir, { ...SPACE, engine: 'flat' }, entries);
    await rm(join(dir, other.id, 'signatures.bin'));
    const opening = pool.open([{ ...index, segmentIds: [...index.segmentIds, other.id] }]);
    await expect(opening).rejects.toMatchObject({ code: 'segment-corrupt' });
    expect(hex(await pool.keypoints(places, failing))).toEqual(WRITTEN);
    expect(await pool.keypoints([{ segmentId: other.id, ordinal: 0 }], failing)).toEqual([null]);
  });

  it('under way are read to their end though their segment is dropped; afterwards they are null', async () => {
    const underWay = Array.from({ length: 20 }, () => pool.keypoints(places, failing));
    await pool.open([{ ...index, segmentIds: index.segmentIds.slice(1) }]);
    for (const keypoints of await Promise.all(underWay)) expect(hex(keypoints)).toEqual(WRITTEN);
    const kept = WRITTEN.map((written, row) => (row < 40 ? null : written));
    expect(hex(await pool.keypoints(places, failing))).toEqual(kept);
  });

  it.skipIf(process.platform !== 'linux')(
    'have one open file a segment, until it is dropped or the pool is closed',
    async () => {
      const openFiles = (): number =>
        readdirSync('/proc/self/fd').filter((fd) => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`).endsWith('signatures.bin');
          } catch {
            return false;
          }
        }).length;
      expect(openFiles()).toBe(2);
      await pool.open([index]);
      await Promise.all([1, 2, 3].map(() => pool.keypoints(places, failing)));
      expect(openFiles()).toBe(2);
      await expect(pool.open([{ ...index, segmentIds: [...index.segmentIds, 'none'] }])).rejects.toThrow(
        /none/,
      );
      expect(openFiles()).toBe(2);
      await pool.open([{ ...index, segmentIds: index.segmentIds.slice(1) }]);
      expect(openFiles()).toBe(1);
      await pool.close();
      expect(openFiles()).toBe(0);
    },
  );
});

describe('signatures in the segment builder', () => {
  it('are those of the entries, which the caller keeps', async () => {
    const builder = startSegmentBuilder(1, dir);
    const pool = startSearchPool(1, dir);
    try {
      const { id } = await builder.build({ ...SPACE, engine: 'flat' }, entries);
      expect(hex(entries.map(({ keypoints }) => keypoints))).toEqual(WRITTEN);
      await pool.open([{ indexId: 1, ...SPACE, segmentIds: [id] }]);
      const places = entries.map((_, ordinal) => ({ segmentId: id, ordinal }));
      expect(hex(await pool.keypoints(places, failing))).toEqual(WRITTEN);
    } finally {
      await Promise.all([builder.close(), pool.close()]);
    }
  });
});
