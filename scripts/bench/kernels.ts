// What each kernel costs beside the TypeScript that answers the same to the bit, side by side in one run, on one thread:
//
//   npx tsx scripts/bench/kernels.ts [--pictures DIR] [--sample 24] [--rounds 5]
//
// Each round does each kind of work on every picture (the demo set's, or DIR's) by the one and then by the other. Times are
// the processor's, a picture's, the median of the rounds.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { straightBack } from '../../src/check/verify/geometry/bent.ts';
import { rectified } from '../../src/check/verify/geometry/rectified.ts';
import { tentativeMatches } from '../../src/check/verify/geometry/tentative.ts';
import type { QueryPixels, RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { greyOf, smallGreyOf } from '../../src/fingerprint/grey.ts';
import { describe, WORDS } from '../../src/fingerprint/keypoints/descriptor.ts';
import { extremaOf } from '../../src/fingerprint/keypoints/extrema.ts';
import { KEYPOINT_BUDGETS, keypointsOf } from '../../src/fingerprint/keypoints/keypoints.ts';
import { directionsOf } from '../../src/fingerprint/keypoints/orientation.ts';
import { scaleSpace } from '../../src/fingerprint/keypoints/scale-space.ts';
import { dct } from '../../src/fingerprint/pdq/frequencies.ts';
import { blurredSquares, LONGER_SIDE } from '../../src/fingerprint/pdq/pdq-grey.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { describe as describeByReference } from '../../tests/kernels/reference/descriptor.ts';
import { extremaOf as extremaByReference } from '../../tests/kernels/reference/extrema.ts';
import { greyOf as greyByReference } from '../../tests/kernels/reference/grey.ts';
import { directionsOf as directionsByReference } from '../../tests/kernels/reference/orientation.ts';
import { blurredSquare, dct as dctByReference } from '../../tests/kernels/reference/pdq.ts';
import { rectified as rectifiedByReference } from '../../tests/kernels/reference/rectified.ts';
import { resizeBicubic as resizeByReference } from '../../tests/kernels/reference/resize.ts';
import { scaleSpace as scaleSpaceByReference } from '../../tests/kernels/reference/scale-space.ts';
import { tentativeMatches as matchesByReference } from '../../tests/kernels/reference/tentative.ts';

const { values: options } = parseArgs({
  options: {
    pictures: {
      type: 'string',
      default: fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url)),
    },
    sample: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '5' },
  },
});

/** A picture, and what the kinds of work begin with. */
interface Subject {
  picture: RgbPicture;
  pixels: QueryPixels;
  query: ReturnType<typeof keypointsOf>;
  row: ReturnType<typeof keypointsOf>;
}

const MAX_PIXELS = 100_000_000;
const subjects: Subject[] = [];
const names = readdirSync(options.pictures).filter((name) => /\.(jpe?g|png|webp)$/i.test(name));
for (const name of names.slice(0, Number(options.sample))) {
  const { picture } = await decodePicture(readFileSync(join(options.pictures, name)), MAX_PIXELS);
  const [query, row] = [KEYPOINT_BUDGETS.query, KEYPOINT_BUDGETS.row].map((most) =>
    keypointsOf(picture, most),
  );
  subjects.push({ picture, pixels: queryPixels(picture), query, row });
}

const map = straightBack([0.4, 0.02, 0.1, -0.02, 0.4, 0.1]);
const words = new Int32Array(WORDS);
/** Prepares what is not timed, and answers the work itself. */
type Prepare = (subject: Subject, others: readonly Subject[]) => () => unknown;
const works: Record<string, { kernel: Prepare; reference: Prepare }> = {
  'brightness in 256, 512 and 768 pixels': {
    kernel:
      ({ picture }) =>
      () =>
        [256, 512, 768].map((side) => greyOf(picture, side)),
    reference:
      ({ picture }) =>
      () =>
        [256, 512, 768].map((side) => greyByReference(picture, side)),
  },
  'resized to 128 of the shorter side': {
    kernel:
      ({ picture }) =>
      () =>
        resizeBicubic(picture, ...fitted(picture)),
    reference:
      ({ picture }) =>
      () =>
        resizeByReference(picture, ...fitted(picture)),
  },
  "PDQ's squares and their frequencies": {
    kernel: ({ picture }) => {
      const grey = greyOf(picture, LONGER_SIDE);
      return () => Object.values(blurredSquares(grey)).map(dct);
    },
    reference: ({ picture }) => {
      const grey = greyOf(picture, LONGER_SIDE);
      return () => [0, 1, 2, 3].map((way) => dctByReference(blurredSquare(grey, way % 2 === 1, way > 1)));
    },
  },
  'octaves with their differences': {
    kernel: ({ picture }) => {
      const grey = smallGreyOf(picture);
      return () => scaleSpace(grey).map((octave) => octave.differences());
    },
    reference: ({ picture }) => {
      const grey = smallGreyOf(picture);
      return () => scaleSpaceByReference(grey);
    },
  },
  'extrema, with their differences': {
    kernel: ({ picture }) => {
      const octaves = scaleSpace(smallGreyOf(picture));
      octaves.forEach((octave) => octave.differences());
      return () => octaves.flatMap(extremaOf);
    },
    reference: ({ picture }) => {
      const octaves = scaleSpaceByReference(smallGreyOf(picture));
      return () => octaves.flatMap(extremaByReference);
    },
  },
  'directions and descriptors of all extrema': {
    kernel: ({ picture }) => {
      const extrema = scaleSpace(smallGreyOf(picture)).flatMap(extremaOf);
      return () =>
        extrema.map((extremum) =>
          directionsOf(extremum, 2).map((along) => describe(extremum, along, words, 0)),
        );
    },
    reference: ({ picture }) => {
      const extrema = scaleSpaceByReference(smallGreyOf(picture)).flatMap(extremaByReference);
      return () =>
        extrema.map((extremum) =>
          directionsByReference(extremum, 2).map((along) => describeByReference(extremum, along, words, 0)),
        );
    },
  },
  'laid on a row of 256 × 192 pixels': {
    kernel:
      ({ pixels }) =>
      () =>
        rectified([pixels], map, 256, 192),
    reference:
      ({ pixels }) =>
      () =>
        rectifiedByReference([pixels], map, 256, 192),
  },
  'matches with all rows': {
    kernel:
      ({ query }, others) =>
      () =>
        others.map(({ row }) => tentativeMatches(query, row)),
    reference:
      ({ query }, others) =>
      () =>
        others.map(({ row }) => matchesByReference(query, row)),
  },
};

/** As `pocket` has pictures. */
function fitted({ width, height }: RgbPicture): [width: number, height: number] {
  const scale = 128 / Math.min(width, height);
  return [Math.round(width * scale), Math.round(height * scale)];
}

function cpuMs(prepare: Prepare): number {
  let sum = 0;
  for (const subject of subjects) {
    const work = prepare(subject, subjects);
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    sum += (user + system) / 1000;
  }
  return sum / subjects.length;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
for (const [name, { kernel, reference }] of Object.entries(works)) {
  const [own, others]: number[][] = [[], []];
  cpuMs(kernel);
  cpuMs(reference);
  for (let round = 0; round < Number(options.rounds); round++) {
    own.push(cpuMs(kernel));
    others.push(cpuMs(reference));
  }
  const [a, b] = [median(own), median(others)];
  console.log(
    `${name.padEnd(42)} kernel ${a.toFixed(2).padStart(6)} ms, reference ${b.toFixed(2).padStart(6)} ms, ratio ${(a / b).toFixed(2)}`,
  );
}
