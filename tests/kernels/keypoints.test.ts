import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grey } from '../../src/fingerprint/grey.ts';
import { kernels } from '../../src/fingerprint/kernels/load.ts';
import { describe as describePlace, WORDS } from '../../src/fingerprint/keypoints/descriptor.ts';
import { extremaOf } from '../../src/fingerprint/keypoints/extrema.ts';
import { directionsOf } from '../../src/fingerprint/keypoints/orientation.ts';
import { scaleSpace } from '../../src/fingerprint/keypoints/scale-space.ts';
import { expectSameBits, greyPicture, greys } from './inputs.ts';
import { describe as describeByReference } from './reference/descriptor.ts';
import { extremaOf as extremaByReference } from './reference/extrema.ts';
import { directionsOf as directionsByReference } from './reference/orientation.ts';
import { scaleSpace as scaleSpaceByReference } from './reference/scale-space.ts';

const LARGE: readonly Grey[] = [
  greyPicture(256, 191, 5, 'scene'),
  greyPicture(255, 256, 6, 'noise'),
  greyPicture(8000, 13, 7, 'noise'),
  greyPicture(13, 8000, 8, 'noise'),
  greyPicture(8000, 1, 9, 'scene'),
];

function expectSameLayers(grey: Grey): void {
  const octaves = scaleSpace(grey);
  const reference = scaleSpaceByReference(grey);
  expect(octaves.map(({ width, height, step }) => [width, height, step])).toEqual(
    reference.map(({ width, height, step }) => [width, height, step]),
  );
  octaves.forEach((octave, number) => {
    const { blurred, differences } = reference[number];
    const pixels = octave.width * octave.height;
    blurred.forEach((layer, i) => expectSameBits(kernels().floats(octave.layer(i), pixels), layer));
    const { layers } = octave.differences();
    differences.forEach((layer, i) => expectSameBits(kernels().floats(layers[i], pixels), layer));
  });
}

/** All that is known of an extremum but for the octave, which each side has in its own way. */
const placeOf = <Place extends { octave: unknown }>(extremum: Place) => ({ ...extremum, octave: null });

/** Extrema, the directions of each, and what is seen along these. */
function expectSameKeypoints(grey: Grey): number {
  const octaves = scaleSpace(grey);
  const reference = scaleSpaceByReference(grey);
  let compared = 0;
  octaves.forEach((octave, number) => {
    const found = extremaOf(octave);
    const foundByReference = extremaByReference(reference[number]);
    expect(found.map(placeOf)).toEqual(foundByReference.map(placeOf));
    found.slice(0, 300).forEach((extremum, i) => {
      const directions = directionsOf(extremum, 2);
      expect(directions).toEqual(directionsByReference(foundByReference[i], 2));
      for (const direction of directions) {
        const [own, others] = [new Int32Array(WORDS), new Int32Array(WORDS)];
        const gradients = describePlace(extremum, direction, own, 0);
        expect(gradients).toBe(describeByReference(foundByReference[i], direction, others, 0));
        expect([...own]).toEqual([...others]);
        compared++;
      }
    });
  });
  return compared;
}

describe('the kernels of keypoints answer what the reference does, to the bit', () => {
  it('in layers of odd sizes', () => {
    fc.assert(fc.property(greys, expectSameLayers), { numRuns: 60 });
  });

  it('in layers of large and of long pictures', () => {
    LARGE.forEach(expectSameLayers);
  });

  it('in extrema, directions and descriptors of odd sizes', () => {
    let compared = 0;
    fc.assert(
      fc.property(greys, (grey) => void (compared += expectSameKeypoints(grey))),
      { numRuns: 60, examples: [[greyPicture(61, 47, 1, 'noise')]] },
    );
    expect(compared).toBeGreaterThan(10);
  });

  it('in extrema, directions and descriptors of large and of long pictures', () => {
    expect(Math.min(...LARGE.slice(0, 4).map(expectSameKeypoints))).toBeGreaterThan(10);
  });

  it('in descriptors of places anywhere, also beyond the border, seen along any direction', () => {
    const grey = greyPicture(90, 70, 3, 'scene');
    const [octave] = scaleSpace(grey);
    const [reference] = scaleSpaceByReference(grey);
    const place = fc.record({
      x: fc.double({ min: -40, max: 130, noNaN: true }),
      y: fc.double({ min: -40, max: 110, noNaN: true }),
      layer: fc.double({ min: -1, max: 6, noNaN: true }),
      sigma: fc.double({ min: 0.3, max: 9, noNaN: true }),
    });
    const direction = fc.oneof(
      fc.integer({ min: 0, max: 255 }).map((step) => (step / 256) * 2 * Math.PI),
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
    );
    fc.assert(
      fc.property(place, direction, (at, along) => {
        const [own, others] = [new Int32Array(WORDS), new Int32Array(WORDS)];
        const gradients = describePlace({ octave, ...at }, along, own, 0);
        expect(gradients).toBe(describeByReference({ octave: reference, ...at }, along, others, 0));
        expect([...own]).toEqual([...others]);
      }),
      { numRuns: 400 },
    );
  });

  it('and refuse an octave whose place another picture took', () => {
    const [octave] = scaleSpace(greyPicture(40, 30, 1, 'scene'));
    scaleSpace(greyPicture(40, 30, 2, 'scene'));
    expect(() => octave.layer(0)).toThrow('another one took');
  });
});
