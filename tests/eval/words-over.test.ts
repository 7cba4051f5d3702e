import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawIllustration, drawOfSet } from '../../scripts/eval/drawn/draw.ts';
import { editNamed } from '../../scripts/eval/edits/registry.ts';
import type { KeypointBytes } from '../../src/core/keypoints.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { randomFor } from '../../src/core/random.ts';
import { compareBeneathWords } from '../../src/check/verify/beneath-words.ts';
import type { Comparer } from '../../src/check/verify/comparer.ts';
import { comparePictures, queryPicture } from '../../src/check/verify/geometry/compare.ts';
import { relationOf } from '../../src/check/placed.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../src/fingerprint/keypoints/keypoints.ts';
import { readKeypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { withoutWords } from '../../src/fingerprint/lettering/lettering.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';

async function decoded(file: Uint8Array, side = 800): Promise<RgbPicture> {
  const { data, info } = await sharp(file)
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

const edited = (file: Uint8Array, number: number, edit: string): Promise<Uint8Array> =>
  editNamed(edit).apply(file, randomFor(1, String(number), edit));

/** Compares in this very thread. */
const comparer: Comparer = {
  compare: async ({ keypoints, pixels }, rows) => {
    const query = queryPicture(readKeypoints(keypoints), pixels!);
    return rows.map((row) => comparePictures(query, readKeypoints(row)));
  },
  close: async () => {},
};

const rowOf = (picture: RgbPicture): KeypointBytes => pictureKeypoints(picture, KEYPOINT_BUDGETS.row);

function queryOf(picture: RgbPicture) {
  const without = withoutWords(picture);
  const keypoints = pictureKeypoints(picture, KEYPOINT_BUDGETS.query);
  return {
    keypoints,
    pixels: queryPixels(picture),
    ...(without && {
      withoutWords: pictureKeypoints(without, KEYPOINT_BUDGETS.query),
      pixelsWithoutWords: queryPixels(without),
    }),
  };
}

/** In the mean, of 255. */
function differenceOf(a: RgbPicture, b: RgbPicture): number {
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;
}

const SETS = ['logos', 'figures', 'templates'] as const;
const NUMBERS = [0, 3, 5, 8] as const;

describe.each(SETS)('words over drawings of one kind: %s', (set) => {
  const files = new Map<number, Uint8Array>();
  const rows = new Map<number, KeypointBytes>();
  beforeAll(async () => {
    for (const number of NUMBERS) {
      const file = await drawOfSet(set, 7, number);
      files.set(number, file);
      rows.set(number, rowOf(await decoded(file, 1024)));
    }
  });

  it.each(['large-text', 'meme'])(
    'make none of them another one, and hide half of them at most: %s',
    async (edit) => {
      let own = 0;
      for (const number of NUMBERS) {
        const query = queryOf(await decoded(await edited(files.get(number)!, number, edit)));
        const found = await compareBeneathWords(comparer, query, [...rows.values()]);
        const same = [...rows.keys()].filter((_, i) => relationOf(found[i]) === 'same-picture');
        expect([number, same.filter((other) => other !== number)]).toEqual([number, []]);
        own += same.length;
      }
      expect(own).toBeGreaterThanOrEqual(NUMBERS.length / 2);
    },
  );
});

describe('a drawing that only without its words is the same', () => {
  it.each([
    ['logos', 0],
    ['logos', 4],
    ['templates', 1],
    ['templates', 9],
    ['figures', 1],
    ['figures', 6],
  ] as const)('is told so: %s %i', async (set, number) => {
    const file = await drawOfSet(set, 7, number);
    const query = queryOf(await decoded(await edited(file, number, 'large-text')));
    const row = rowOf(await decoded(file, 1024));
    const [withThem] = await comparer.compare(query, [row]);
    const [placed] = await compareBeneathWords(comparer, query, [row]);
    expect([relationOf(withThem) === 'same-picture', relationOf(placed)]).toEqual([false, 'same-picture']);
    expect(placed?.withoutWords).toBe(true);
  });
});

describe('a picture without the words over it', () => {
  it.each([1, 4, 7])('is nearer to what it was before they were there: %i', async (number) => {
    const file = await drawIllustration(3, number);
    const before = await decoded(await edited(file, number, 'large-jpeg-30'));
    const under = await decoded(await edited(file, number, 'large-text'));
    const without = withoutWords(under);
    expect(without).not.toBeNull();
    expect(differenceOf(without!, before)).toBeLessThan(0.8 * differenceOf(under, before));
  });
});
