import { beforeAll, describe, expect, it } from 'vitest';
import { DRAWN_SETS } from '../../scripts/eval/drawn/registry.ts';
import { comparePictures } from '../../src/check/verify/geometry/compare.ts';
import { relationOf } from '../../src/check/placed.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { queryOf, rowOf } from '../check/compared.ts';

/** Of each set the pictures of which most pairs were called the same, or came nearest to it, before that was mended. */
const NEAREST: Record<string, readonly number[]> = {
  figures: [0, 1, 2, 3, 4, 5],
  templates: [3, 5, 8, 15, 21, 23, 29, 30],
  logos: [0, 1, 2, 3, 4, 5],
  views: [0, 1, 2, 3, 4, 5],
};

describe.each(DRAWN_SETS)('pictures of one set that share something: $name', ({ name, draw }) => {
  let pictures: readonly RgbPicture[] = [];
  beforeAll(async () => {
    pictures = await Promise.all(NEAREST[name].map((number) => draw(5, number)));
  });

  it('are each the same as itself, and as no other one', () => {
    const rows = pictures.map(rowOf);
    const same = pictures.flatMap((picture, one) => {
      const query = queryOf(picture);
      const others = rows.flatMap((row, other) =>
        relationOf(comparePictures(query, row)) === 'same-picture' ? [other] : [],
      );
      return others.map((other) => [NEAREST[name][one], NEAREST[name][other]]);
    });
    expect(same).toEqual(NEAREST[name].map((number) => [number, number]));
  });
});
