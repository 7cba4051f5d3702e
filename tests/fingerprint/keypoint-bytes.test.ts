import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import {
  keypointCount,
  type Keypoints,
  readKeypoints,
  writeKeypoints,
} from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { KEYPOINT_BUDGETS, keypointsOf } from '../../src/fingerprint/keypoints/keypoints.ts';
import { firstVersion } from './first-version.ts';
import { ground, withFigure } from './figures.ts';
import { scene } from './paint.ts';

const figure = keypointsOf(withFigure(ground(220, 160), 6, 100, 40, 90), KEYPOINT_BUDGETS.row);

function refusal(bytes: Uint8Array): string {
  try {
    readKeypoints(bytes);
  } catch (error) {
    expect((error as TrainspotError).code).toBe('signature-invalid');
    return (error as TrainspotError).message;
  }
  throw new Error('It was read.');
}

/** The bytes with numbers of their header changed: the place and the value of each, of two bytes. */
function changed(bytes: Uint8Array, ...numbers: [at: number, value: number][]): Uint8Array {
  const copied = Uint8Array.from(bytes);
  const view = new DataView(copied.buffer);
  for (const [at, value] of numbers) view.setUint16(at, value, true);
  return copied;
}

function expectSamePlaces(read: Keypoints, written: Keypoints): void {
  expect(read).toMatchObject({ count: written.count, dark: written.dark });
  expect(read).toMatchObject({ width: written.width, height: written.height });
  expect(read.descriptors).toEqual(written.descriptors);
  for (let i = 0; i < read.count; i++) {
    expect(Math.abs(read.x[i] - written.x[i])).toBeLessThan(1e-4);
    expect(Math.abs(read.y[i] - written.y[i])).toBeLessThan(1e-4);
    expect(Math.abs(Math.log2(read.sigma[i] / written.sigma[i]))).toBeLessThan(0.02);
  }
}

/** To a fiftieth; what is next to nothing is kept as nothing. */
function expectSameStrengths(read: Float32Array, written: Float32Array): void {
  expect(read).toHaveLength(written.length);
  read.forEach((strength, i) => {
    if (written[i] < 0.01) expect(strength).toBe(0);
    else expect(Math.abs(Math.log2(strength / written[i]))).toBeLessThan(0.03);
  });
}

describe('the bytes of keypoints', () => {
  it('of the first version are all content, and have no grid', () => {
    const bytes = firstVersion(figure);
    const read = readKeypoints(bytes);
    expectSamePlaces(read, figure);
    expect(read.content).toEqual({ left: 0, top: 0, width: figure.width, height: figure.height });
    expect(read.grid).toMatchObject({ columns: 0, rows: 0 });
    expect(read.grid.descriptors).toHaveLength(0);
    expect(read.strength).toEqual(new Float32Array(figure.count));
    expect(keypointCount(bytes)).toBe(figure.count);
  });

  it('keep the content and the grid', () => {
    expect(figure.content.width).toBeLessThan(figure.width);
    expect(figure.grid.columns * figure.grid.rows).toBeGreaterThan(20);
    const bytes = writeKeypoints(figure);
    expect(bytes).toHaveLength(20 + 39 * figure.count + 33 * figure.grid.columns * figure.grid.rows);
    const read = readKeypoints(bytes);
    expectSamePlaces(read, figure);
    expect(read.content).toEqual(figure.content);
    expect(read.grid).toMatchObject({ columns: figure.grid.columns, rows: figure.grid.rows });
    expect(read.grid.descriptors).toEqual(figure.grid.descriptors);
    expectSameStrengths(read.strength, figure.strength);
    expectSameStrengths(read.grid.strength, figure.grid.strength);
    expect(keypointCount(bytes)).toBe(figure.count);
  });

  it('are the same once they were read and written again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 30, max: 160 }), (seed, height) => {
        const budget = { most: 12, directions: 1, mostOfPart: 0 };
        const bytes = writeKeypoints(keypointsOf(scene(seed, 120, height, 20), budget));
        expect(writeKeypoints(readKeypoints(bytes))).toEqual(bytes);
      }),
      { numRuns: 6 },
    );
  });

  it('are read wherever they lie in a larger buffer', () => {
    const bytes = writeKeypoints(figure);
    const sheet = new Uint8Array(bytes.length + 7);
    sheet.set(bytes, 3);
    expect(readKeypoints(sheet.subarray(3, 3 + bytes.length))).toEqual(readKeypoints(bytes));
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ['begin with another version', (bytes) => Uint8Array.of(7, ...bytes.subarray(1)), /begins with 7\b/],
    ['are none', () => new Uint8Array(0), /begins with nothing/],
    ['end within the header', (bytes) => bytes.subarray(0, 15), /has 15 bytes, and its header is 20/],
    [
      'end within the first version’s header',
      () => Uint8Array.of(1, 0, 0),
      /has 3 bytes, and its header is 10/,
    ],
    ['are one short', (bytes) => bytes.subarray(0, -1), /has \d+ bytes, and \d+ keypoints are \d+/],
    ['count more keypoints than there are', (bytes) => changed(bytes, [2, 65_535]), /65535 keypoints/],
    [
      'count more dark ones than all',
      (bytes) => changed(bytes, [4, 999]),
      /999 of its \d+ keypoints are dark/,
    ],
    ['have a grid beyond their end', (bytes) => changed(bytes, [18, 0xffff]), /has \d+ bytes/],
    ['measure nothing', (bytes) => changed(bytes, [6, 0], [10, 0], [14, 0]), /measures 0 × /],
    ['have content beyond the right', (bytes) => changed(bytes, [10, 60_000]), /content, .* is not within/],
    ['have content beyond the bottom', (bytes) => changed(bytes, [16, 60_000]), /content, \d+ × 60000,/],
    ['have content of no width', (bytes) => changed(bytes, [14, 0]), /content, 0 × /],
  ])('are refused with the number where they %s', (_, damaged, words) => {
    expect(refusal(damaged(writeKeypoints(figure)))).toMatch(words);
  });

  it('with any bytes of the header damaged are refused as such or read within their picture', () => {
    const bytes = writeKeypoints({ ...figure, count: 0, dark: 0, descriptors: new Int32Array(0) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = value;
        try {
          const { content, width, height } = readKeypoints(damaged);
          expect(content.left + content.width).toBeLessThanOrEqual(width);
          expect(content.top + content.height).toBeLessThanOrEqual(height);
        } catch (error) {
          expect((error as TrainspotError).code).toBe('signature-invalid');
        }
      }),
    );
  });
});
