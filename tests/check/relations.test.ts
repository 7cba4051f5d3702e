import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePictures } from '../../src/check/verify/geometry/compare.ts';
import { relationOf } from '../../src/check/placed.ts';
import { ORIENTATIONS, type RgbPicture } from '../../src/core/picture.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { ground, pasted, withFigure, withMark, withRing } from '../fingerprint/figures.ts';
import { crop, noise, plain, scene } from '../fingerprint/paint.ts';
import { queryOf, relationBetween, rowOf } from './compared.ts';

/** As much to see as in a picture that somebody worked on. */
const busy = (seed: number, width = 280, height = 210): RgbPicture => scene(seed, width, height, 240, 0.07);

/** Some words in white on a bar, as a caption is: uneven blocks. */
function captioned(picture: RgbPicture, from: number, to: number): RgbPicture {
  const { width, height } = picture;
  const [top, tall] = [Math.round(from * height), Math.round((to - from) * height)];
  const bar = ground(width, tall, (x, y) => {
    const isLetter = Math.sin(x * 90) + Math.sin(x * 37) > 0.4 && y > 0.25 && y < 0.75;
    return isLetter ? 250 : 15;
  });
  return pasted(picture, bar, 0, top);
}

describe('the same picture', () => {
  it.each(ORIENTATIONS)('is itself %s', (orientation) => {
    const picture = busy(50);
    expect(relationBetween(orient(picture, orientation), picture)).toBe('same-picture');
  });

  it.each(ORIENTATIONS)('is itself %s, of a figure on plain ground', (orientation) => {
    const picture = withFigure(ground(240, 200), 51, 70, 40, 110);
    expect(relationBetween(orient(picture, orientation), picture)).toBe('same-picture');
  });

  it('is its crop, either way round', () => {
    const picture = busy(52, 320, 240);
    for (const part of [crop(picture, 40, 30, 240, 180), crop(picture, 0, 0, 230, 170)]) {
      expect(relationBetween(part, picture)).toBe('same-picture');
      expect(relationBetween(picture, part)).toBe('same-picture');
    }
  });

  it('is smaller and larger', () => {
    const picture = busy(53, 320, 240);
    expect(relationBetween(resizeBicubic(picture, 130, 98), picture)).toBe('same-picture');
    expect(relationBetween(picture, resizeBicubic(picture, 130, 98))).toBe('same-picture');
  });

  it('is the figure alone and the figure on a ground half as large again, either way round', () => {
    const own = withFigure(ground(130, 130), 54, 8, 8, 114);
    const wide = withFigure(ground(200, 170), 54, 45, 30, 114);
    expect(relationBetween(own, wide)).toBe('same-picture');
    expect(relationBetween(wide, own)).toBe('same-picture');
  });

  it('is under a caption, where there is much else to see', () => {
    const picture = busy(55, 300, 260);
    const meme = captioned(picture, 0.8, 0.95);
    expect(relationBetween(meme, picture)).toBe('same-picture');
    expect(relationBetween(picture, meme)).toBe('same-picture');
  });

  it.each<[string, RgbPicture]>([
    ['a slab with a notch', withMark(ground(200, 160), 60, 40, 80)],
    ['a ring', withRing(ground(200, 160), 60, 40, 80)],
  ])('is a mark in which next to nothing stands out: %s', (_, mark) => {
    expect(relationBetween(mark, mark)).toBe('same-picture');
  });

  it('is such a mark in another size', () => {
    const mark = withMark(ground(200, 160), 60, 40, 80);
    expect(relationBetween(resizeBicubic(mark, 320, 256), mark)).toBe('same-picture');
    expect(relationBetween(mark, resizeBicubic(mark, 320, 256))).toBe('same-picture');
  });
});

/** A drawing of a few parts on plain ground, of which each stands where it is told to. */
const drawn = (...parts: [seed: number, left: number, top: number, size: number][]): RgbPicture =>
  parts.reduce((on, [seed, left, top, size]) => withFigure(on, seed, left, top, size), ground(300, 260));

/** Words across it, as a meme has them, of uneven blocks that leave what is between them. */
function lettered(picture: RgbPicture, from: number, to: number): RgbPicture {
  const { width, height } = picture;
  const isLetter = (x: number, y: number): boolean =>
    y / height > from && y / height < to && Math.sin(x * 0.31) + Math.sin(x * 0.13) > 0.5;
  return pasted(
    picture,
    ground(width, height, () => 12),
    0,
    0,
    isLetter,
  );
}

describe('a drawing that stayed where it is', () => {
  const own = drawn([90, 20, 20, 120], [91, 150, 90, 130], [92, 60, 150, 90]);

  it.each<[string, RgbPicture]>([
    ['words across it', lettered(own, 0.4, 0.62)],
    ['words below', lettered(own, 0.74, 0.95)],
    ['something set beside it', withFigure(own, 93, 225, 5, 70)],
    ['words across it, mirrored', orient(lettered(own, 0.4, 0.62), 'mirrored')],
  ])('is the same under what was laid over it: %s', (_, edited) => {
    expect(relationBetween(edited, own)).toBe('same-picture');
  });

  // The other way round, what is there may as well have been laid over what is not.
  it.each<[string, RgbPicture]>([
    ['one of three is another and smaller', drawn([90, 20, 20, 120], [94, 175, 40, 90], [92, 60, 150, 90])],
    ['one of three is gone', drawn([90, 20, 20, 120], [92, 60, 150, 90])],
    ['two have moved', drawn([90, 20, 20, 120], [91, 160, 20, 130], [92, 30, 160, 90])],
  ])('is not the same as one of which %s', (_, other) => {
    expect(relationBetween(other, own)).not.toBe('same-picture');
  });
});

describe('a mark in the middle of plain ground', () => {
  /** A small figure, as a logo stands on a wallpaper. */
  const mark = (seed: number): RgbPicture => withFigure(ground(320, 200), seed, 126, 66, 68);

  it.each([110, 111, 112, 113])('is the same under words that reach beyond it: %i', (seed) => {
    expect(relationBetween(lettered(mark(seed), 0.44, 0.56), mark(seed))).toBe('same-picture');
  });

  it.each<[string, RgbPicture]>([
    ['another one', mark(120)],
    ['a third one', mark(121)],
    ['one of which some is gone', pasted(mark(110), ground(68, 30), 126, 66)],
  ])('is not the same as %s, under the same words or without them', (_, other) => {
    expect(relationBetween(other, mark(110))).not.toBe('same-picture');
    expect(relationBetween(lettered(other, 0.44, 0.56), mark(110))).not.toBe('same-picture');
  });
});

describe('a picture drawn to its edges, in which less stands out than in a photograph full of detail', () => {
  const own = (seed: number): RgbPicture => scene(seed, 280, 210, 110, 0.09);
  /** A web of lines of light that let most of it through, as a grid of watermarks is. */
  const webbed = (picture: RgbPicture): RgbPicture => {
    const data = picture.data.map((value, at) => {
      const [x, y] = [Math.floor(at / 3) % picture.width, Math.floor(at / 3 / picture.width)];
      return (x + y) % 70 < 4 || (x - y + 1400) % 70 < 4 ? (2 * value + 235) / 3 : value;
    });
    return { ...picture, data };
  };
  const collage = (picture: RgbPicture): RgbPicture =>
    pasted(scene(199, 560, 420, 240, 0.07), resizeBicubic(picture, 250, 188), 290, 20);

  it.each([140, 141, 142, 143])('is the same under a grid of lines: %i', (seed) => {
    expect(relationBetween(webbed(own(seed)), own(seed))).toBe('same-picture');
    expect(relationBetween(webbed(own(seed)), own(seed + 10))).not.toBe('same-picture');
  });

  it.each([140, 141, 142, 143])('is the same in a collage of others: %i', (seed) => {
    expect(relationBetween(collage(own(seed)), own(seed))).toBe('same-picture');
  });
});

describe('another picture', () => {
  it('that holds the same figure is a part at most', () => {
    for (const seed of [60, 61, 62]) {
      const one = withFigure(busy(seed, 300, 220), 70, 20, 60, 100);
      const other = withFigure(busy(seed + 100, 300, 220), 70, 160, 80, 100);
      for (const relation of [relationBetween(one, other), relationBetween(other, one)]) {
        expect(relation).not.toBe('same-picture');
      }
    }
  });

  it.each([130, 131, 132])(
    'that holds it among others, all small on wide plain ground, is not the same: %i',
    (seed) => {
      const figure = withFigure(ground(120, 120), seed, 0, 0, 120);
      const own = pasted(ground(640, 360), figure, 260, 120);
      const small = pasted(ground(640, 360), resizeBicubic(figure, 66, 66), 287, 147);
      const group = withFigure(withFigure(small, seed + 10, 225, 150, 58), seed + 20, 358, 144, 60);
      expect(relationBetween(group, own)).not.toBe('same-picture');
      expect(relationBetween(own, group)).not.toBe('same-picture');
    },
  );

  it('in the same frame, of which there is as much as of it, is not the same', () => {
    const framed = (seed: number) => pasted(busy(63, 320, 260), busy(seed, 220, 160), 50, 50);
    expect(relationBetween(framed(64), framed(65))).not.toBe('same-picture');
  });

  it('in the same plain frame is not the same', () => {
    const plainly = (seed: number) =>
      pasted(
        ground(300, 240, () => 90),
        busy(seed, 240, 180),
        30,
        30,
      );
    expect(relationBetween(plainly(64), plainly(65))).not.toBe('same-picture');
  });

  it('under the same captions is not the same', () => {
    const meme = (seed: number) => captioned(captioned(busy(seed, 280, 240), 0.04, 0.18), 0.84, 0.97);
    expect(relationBetween(meme(66), meme(67))).not.toBe('same-picture');
  });

  it('of another mark on the same ground is not the same, wherever it stands', () => {
    const slab = withMark(ground(200, 160), 60, 40, 80);
    for (const ring of [withRing(ground(200, 160), 60, 40, 80), withRing(ground(300, 300), 20, 150, 90)]) {
      expect(relationBetween(slab, ring)).not.toBe('same-picture');
      expect(relationBetween(ring, slab)).not.toBe('same-picture');
    }
  });

  it('of noise never agrees', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 1e6 })),
        fc.integer({ min: 8, max: 120 }),
        ([a, b], side) => {
          fc.pre(a !== b);
          expect(relationBetween(noise(a, side, 64), noise(b, side, 64))).toBeNull();
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('pictures that show next to nothing', () => {
  const few: [string, RgbPicture][] = [
    ['a pixel', plain(1, 1, [3, 3, 3])],
    ['a line of pixels', noise(1, 700, 1)],
    ['a column of pixels', noise(1, 1, 700)],
    ['two lines of pixels', noise(2, 700, 2)],
    ['one colour', plain(80, 60, [200, 10, 10])],
    ['a gradient', ground(120, 90, (x) => 30 + 90 * x)],
    ['one edge', ground(120, 90, (x) => (x < 0.5 ? 10 : 240))],
    ['a border of 49 % of each side', pasted(ground(200, 200), busy(80, 4, 4), 98, 98)],
    [
      'a speck',
      pasted(
        ground(160, 120),
        ground(9, 9, () => 0),
        70,
        50,
      ),
    ],
  ];
  const others: [string, RgbPicture][] = [
    ...few,
    ['a mark', withMark(ground(200, 160), 60, 40, 80)],
    ['a figure', withFigure(ground(200, 160), 81, 50, 30, 100)],
    ['a rich picture', busy(82, 200, 150)],
  ];
  const rows = others.map(([, picture]) => rowOf(picture));
  const queries = others.map(([, picture]) => queryOf(picture));

  it.each(few.map(([name], i) => [name, i] as const))('are never the same as another: %s', (_, i) => {
    others.forEach((_other, j) => {
      if (i === j) return;
      expect(relationOf(comparePictures(queries[i], rows[j]))).not.toBe('same-picture');
      expect(relationOf(comparePictures(queries[j], rows[i]))).not.toBe('same-picture');
    });
  });

  it('are themselves or nothing', () => {
    few.forEach((_, i) => {
      expect([null, 'same-picture']).toContain(relationOf(comparePictures(queries[i], rows[i])));
    });
  });
});
