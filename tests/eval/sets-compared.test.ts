import { beforeAll, describe, expect, it } from 'vitest';
import { DRAWN_SETS } from '../../scripts/eval/drawn/registry.ts';
import { comparePictures } from '../../src/check/verify/geometry/compare.ts';
import { bearsOut, relationOf } from '../../src/check/placed.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { queryOf, rowOf } from '../check/compared.ts';

/** Of each set the pictures of which most pairs were called the same, or came nearest to it, before that was mended. */
const NEAREST: Record<string, { seed: number; numbers: readonly number[] }> = {
  figures: { seed: 5, numbers: [0, 1, 2, 3, 4, 5] },
  templates: { seed: 5, numbers: [3, 5, 8, 15, 21, 23, 29, 30] },
  logos: { seed: 1, numbers: [0, 1, 2, 3, 4, 14] },
  views: { seed: 5, numbers: [0, 1, 2, 3, 4, 5] },
};

describe.each(DRAWN_SETS)('pictures of one set that share something: $name', ({ name, draw }) => {
  const { seed, numbers } = NEAREST[name];
  let pictures: readonly RgbPicture[] = [];
  beforeAll(async () => {
    pictures = await Promise.all(numbers.map((number) => draw(seed, number)));
  });

  it('are each the same as itself, and as no other one, not even where hashes agree', () => {
    const rows = pictures.map(rowOf);
    const same = pictures.flatMap((picture, one) => {
      const query = queryOf(picture);
      return rows.flatMap((row, other) => {
        const geometry = comparePictures(query, row);
        const isSame = relationOf(geometry) === 'same-picture' || bearsOut(geometry);
        return isSame ? [[numbers[one], numbers[other]]] : [];
      });
    });
    expect(same).toEqual(numbers.map((number) => [number, number]));
  });
});
