import type { BentMap } from '../../src/check/verify/geometry/bent.ts';
import { rectified } from '../../src/check/verify/geometry/rectified.ts';
import { tentativeMatches } from '../../src/check/verify/geometry/tentative.ts';
import { greyOf } from '../../src/fingerprint/grey.ts';
import { kernels } from '../../src/fingerprint/kernels/load.ts';
import { describe, WORDS } from '../../src/fingerprint/keypoints/descriptor.ts';
import { extremaOf } from '../../src/fingerprint/keypoints/extrema.ts';
import { emptyKeypoints, type Keypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { directionsOf } from '../../src/fingerprint/keypoints/orientation.ts';
import { blurredSquares } from '../../src/fingerprint/pdq/pdq-grey.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { scaleSpace } from '../../src/fingerprint/keypoints/scale-space.ts';
import { noise, scene } from '../fingerprint/paint.ts';

/** One row, one column, odd sizes, and 8,000 pixels long. */
const SIDES = [
  [1, 1],
  [1, 37],
  [41, 1],
  [23, 29],
  [97, 60],
  [8000, 13],
  [17, 8000],
] as const;

/** Directions whose sine and cosine every engine has alike. */
const DIRECTIONS = [0, Math.PI];

const MAP: BentMap = { affine: [1.3, 0.1, -2, -0.2, 0.9, 3], squares: [0.001, 0, 0.002, 0, -0.001, 0] };

/** What every kernel answers about the same pictures, in few letters: alike in Node and in a browser. */
export function answersOfEveryKernel(): string[] {
  return SIDES.flatMap(([width, height], seed) => {
    const picture = seed % 2 === 0 ? noise(seed, width, height) : scene(seed, width, height);
    const small = greyOf(picture, Math.min(256, Math.max(width, height)));
    const pixels = { width, height, data: picture.data.subarray(0, width * height) };
    const answers = {
      grey: small.data,
      enlarged: greyOf(picture, Math.max(width, height) + 9).data,
      laid: rectified([pixels], MAP, 61, 33).data,
      resized: Float64Array.from(resizeBicubic(picture, 31, 45).data),
      square: blurredSquares(small).both,
      frequencies: frequenciesOf(picture.data),
      product: Float64Array.of(productOf(picture.data)),
      ...answersOfOctaves(scaleSpace(greyOf(picture, Math.max(width, height)))),
    };
    return Object.entries(answers).map(
      ([what, numbers]) => `${what} of ${width} × ${height}: ${letters(numbers)}`,
    );
  });
}

/** By a basis that every engine has alike, as it has not all cosines. */
function frequenciesOf(bytes: Uint8Array): Float64Array {
  const { run, rooms, doubles } = kernels();
  const counts = { square: 64 * 64, byPlace: 64 * 16, byFrequency: 64 * 16, across: 64 * 16, out: 16 * 16 };
  const sizes = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, 8 * count]));
  const at = rooms('frequencies under test', sizes as typeof counts);
  doubles(at.square, counts.square).set(
    Float64Array.from({ length: counts.square }, (_, i) => bytes[i % bytes.length] / 7),
  );
  for (const [seed, place] of [at.byPlace, at.byFrequency].entries()) {
    doubles(place, counts.byPlace).set(
      Float64Array.from({ length: counts.byPlace }, (_, i) => (((i * 37) ^ seed) % 101) / 103 - 0.4),
    );
  }
  run.dct(at.square, at.byPlace, at.byFrequency, at.across, at.out);
  return doubles(at.out, counts.out).slice();
}

/** Of the first halves and floats that bytes are, finite ones. */
function productOf(bytes: Uint8Array): number {
  const { run, rooms, bytes: at, floats } = kernels();
  const places = rooms('product', { row: 32, query: 64 });
  at(places.row, 32).set(Uint8Array.from({ length: 32 }, (_, i) => (bytes[i % bytes.length] ?? 0) & 0x3b));
  floats(places.query, 16).set(
    Float32Array.from({ length: 16 }, (_, i) => (bytes[i % bytes.length] - 99) * 2 ** 104),
  );
  return run.dotOfHalves(places.row, places.query, 32);
}

function answersOfOctaves(octaves: ReturnType<typeof scaleSpace>): Record<string, Float64Array> {
  const [layers, found, directions, bits]: number[][] = [[], [], [], []];
  for (const octave of octaves) {
    for (let i = 0; i < 6; i++) {
      const layer = kernels().floats(octave.layer(i), octave.width * octave.height);
      layers.push(layer.reduce((sum, value) => sum + value, 0));
    }
    for (const extremum of extremaOf(octave).slice(0, 200)) {
      found.push(extremum.x, extremum.y, extremum.layer, extremum.contrast);
      directions.push(...directionsOf(extremum, 2));
      for (const direction of DIRECTIONS) {
        const words = new Int32Array(WORDS);
        bits.push(describe(extremum, direction, words, 0), ...words);
      }
    }
  }
  const count = Math.floor(bits.length / (WORDS + 1));
  const matches = tentativeMatches(keypointsOf(bits, count), keypointsOf(bits, Math.floor(count / 2)));
  const lists = { layers, found, directions, bits, matches: [...matches.query, ...matches.row] };
  return Object.fromEntries(Object.entries(lists).map(([what, list]) => [what, Float64Array.from(list)]));
}

function keypointsOf(bits: readonly number[], count: number): Keypoints {
  const keypoints = emptyKeypoints(256, 256, count, count >> 1);
  for (let i = 0; i < count; i++) {
    keypoints.descriptors.set(bits.slice(i * (WORDS + 1) + 1, (i + 1) * (WORDS + 1)), i * WORDS);
    [keypoints.x[i], keypoints.y[i]] = [(i % 7) / 7, (i % 5) / 5];
  }
  return keypoints;
}

/** How many numbers there are, and 32 bits that all their bits decide (FNV-1a). */
function letters(numbers: Float64Array): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(numbers.slice().buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${numbers.length} numbers, ${(hash >>> 0).toString(16)}`;
}
