import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawIllustration, drawOfSet } from '../../scripts/eval/drawn/draw.ts';
import { editNamed } from '../../scripts/eval/edits/registry.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { randomFor } from '../../src/core/random.ts';
import { comparePictures } from '../../src/check/verify/geometry/compare.ts';
import { relationOf } from '../../src/check/placed.ts';
import type { Keypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { queryOf, relationBetween, rowOf } from '../check/compared.ts';

async function decoded(file: Uint8Array): Promise<RgbPicture> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

const edited = (file: Uint8Array, number: number, edit: string): Promise<Uint8Array> =>
  editNamed(edit).apply(file, randomFor(1, String(number), edit));

/** Two by two one scene from two places. */
const VIEWS = [0, 1, 2, 3, 6, 7] as const;

describe('a scene under something plain', () => {
  const files = new Map<number, Uint8Array>();
  const rows = new Map<number, Keypoints>();
  beforeAll(async () => {
    for (const number of VIEWS) {
      const file = await drawOfSet('views', 5, number);
      files.set(number, file);
      rows.set(number, rowOf(await decoded(file)));
    }
  });

  it.each(['bars', 'mixture-b', 'discs'])(
    'is the same as itself, and as none from elsewhere: %s',
    async (edit) => {
      for (const number of VIEWS) {
        const query = queryOf(await decoded(await edited(files.get(number)!, number, edit)));
        const same = [...rows].filter(
          ([, row]) => relationOf(comparePictures(query, row)) === 'same-picture',
        );
        expect([number, ...same.map(([other]) => other)]).toEqual([number, number]);
        const look = comparePictures(query, rows.get(number)!)?.look;
        expect(look!.points - (look!.beside?.points ?? 0)).toBeGreaterThan(5);
      }
    },
  );
});

describe('a drawing', () => {
  it.each([1, 4, 15, 19])('is the same under three lines of words across its middle: %i', async (number) => {
    const file = await drawIllustration(2, number);
    const under = await decoded(await edited(file, number, 'large-text'));
    expect(relationBetween(under, await decoded(file))).toBe('same-picture');
  });

  it.each([
    ['illustrations', 4],
    ['figures', 8],
    ['figures', 12],
    ['figures', 14],
    ['figures', 21],
  ])('is the same cut to a quarter, all of which agrees: %s %i', async (set, number) => {
    const file = await (set === 'figures' ? drawOfSet(set, 2, number) : drawIllustration(2, number));
    const cut = await decoded(await edited(file, number, 'crop-25'));
    expect(relationBetween(cut, await decoded(file))).toBe('same-picture');
  });
});
