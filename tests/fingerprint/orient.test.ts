import { describe, expect, it } from 'vitest';
import { ORIENTATIONS, type Orientation, type RgbPicture } from '../../src/core/picture.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { noise } from './paint.ts';

/** A picture from letters, one a pixel: each letter's three bytes are its own. */
function lettered(...rows: string[]): RgbPicture {
  const letters = rows.join('').split('');
  const data = Uint8Array.from(
    letters.flatMap((letter) => [0, 1, 2].map((c) => letter.charCodeAt(0) + c * 40)),
  );
  return { width: rows[0].length, height: rows.length, data };
}

const LAID: Record<Orientation, string[]> = {
  'as-is': ['abc', 'def'],
  'rotated-90': ['da', 'eb', 'fc'],
  'rotated-180': ['fed', 'cba'],
  'rotated-270': ['cf', 'be', 'ad'],
  mirrored: ['cba', 'fed'],
  flipped: ['def', 'abc'],
  transposed: ['ad', 'be', 'cf'],
  transversed: ['fc', 'eb', 'da'],
};

describe('orient', () => {
  it.each(ORIENTATIONS)('lays six letters %s', (orientation) => {
    expect(orient(lettered('abc', 'def'), orientation)).toEqual(lettered(...LAID[orientation]));
  });

  it.each([
    [1, 5],
    [5, 1],
    [1, 1],
  ])('lays a strip of %i × %i and back', (width, height) => {
    const picture = noise(1, width, height);
    for (const there of ORIENTATIONS) {
      const undone = ORIENTATIONS.filter((back) => same(orient(orient(picture, there), back), picture));
      expect(undone).not.toEqual([]);
    }
  });

  it('is a group: two in a row are one of the eight, each has an inverse, none repeats', () => {
    const picture = noise(2, 5, 3);
    const all = ORIENTATIONS.map((orientation) => orient(picture, orientation));
    for (const first of all) {
      const reached = ORIENTATIONS.map((second) => {
        const laid = orient(first, second);
        return all.findIndex((one) => same(one, laid));
      });
      expect(new Set(reached)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    }
  });

  it('never hands back the same bytes to write into', () => {
    const picture = noise(3, 2, 2);
    for (const orientation of ORIENTATIONS) expect(orient(picture, orientation).data).not.toBe(picture.data);
  });
});

function same(a: RgbPicture, b: RgbPicture): boolean {
  return a.width === b.width && a.height === b.height && Buffer.compare(a.data, b.data) === 0;
}
