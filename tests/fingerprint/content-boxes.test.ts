import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { contentBox, partBoxes } from '../../src/fingerprint/content-boxes.ts';
import { keypointsOf, KEYPOINT_BUDGETS } from '../../src/fingerprint/keypoints/keypoints.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import type { Window } from '../../src/fingerprint/resize.ts';
import { ground, pasted, withFigure, withMark, withRing } from './figures.ts';
import { noise, plain, scene } from './paint.ts';

const whole = ({ width, height }: RgbPicture): Window => ({ left: 0, top: 0, width, height });

/** A box of which each side lies where another one's does, or further out by `margin` of its size at most. */
function expectAround(box: Window, left: number, top: number, size: number, margin = 0.1): void {
  const most = margin * size;
  expect(box.left).toBeGreaterThanOrEqual(left - most);
  expect(box.left).toBeLessThanOrEqual(left + 1);
  expect(box.top).toBeGreaterThanOrEqual(top - most);
  expect(box.top).toBeLessThanOrEqual(top + 1);
  expect(box.left + box.width).toBeGreaterThanOrEqual(left + size - 1);
  expect(box.left + box.width).toBeLessThanOrEqual(left + size + most);
  expect(box.top + box.height).toBeGreaterThanOrEqual(top + size - 1);
  expect(box.top + box.height).toBeLessThanOrEqual(top + size + most);
}

async function savedAsJpeg({ data, width, height }: RgbPicture, quality: number): Promise<RgbPicture> {
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return { width, height, data: new Uint8Array(await sharp(file).raw().toBuffer()) };
}

describe('the content of a picture', () => {
  it.each<[string, RgbPicture]>([
    ['plain ground', ground(300, 220)],
    ['dark ground', ground(300, 220, () => 6)],
    ['ground that falls off slowly', ground(300, 220, (x, y) => 250 - 70 * x - 50 * y)],
  ])('is the figure that stands on %s', (_, on) => {
    expectAround(contentBox(withFigure(on, 4, 150, 60, 100)), 150, 60, 100);
  });

  it.each([85, 50])(
    'is the figure after saving as JPEG %i, which leaves its noise around it',
    async (quality) => {
      const saved = await savedAsJpeg(withFigure(ground(300, 220), 4, 150, 60, 100), quality);
      expectAround(contentBox(saved), 150, 60, 100, 0.18);
    },
  );

  it('is all of the marks that lie apart, and each of them is a part', () => {
    const picture = withRing(withMark(ground(320, 240), 60, 40, 60), 180, 110, 80);
    const [content, ...parts] = partBoxes(picture);
    expect(content).toEqual(contentBox(picture));
    expect(content.left).toBeLessThanOrEqual(61);
    expect(content.left + content.width).toBeGreaterThanOrEqual(259);
    const [mark, ring] = [
      parts.find(({ left }) => left < 100) ?? content,
      parts.find(({ left, width }) => left > 150 && width > 70) ?? content,
    ];
    expectAround(mark, 60, 40, 60, 0.12);
    expectAround(ring, 180, 110, 80, 0.12);
  });

  it('holds the box of a mark in a dark picture on a white page', () => {
    const dark = withMark(
      ground(160, 120, () => 30),
      55,
      35,
      50,
      230,
    );
    const page = pasted(ground(400, 300), dark, 60, 50);
    const { left, top } = contentBox(page);
    expect(Math.hypot(left - 60, top - 50)).toBeLessThan(20);
    const smallest = partBoxes(page).toSorted((a, b) => a.width * a.height - b.width * b.height)[0];
    expectAround(smallest, 115, 85, 50, 0.14);
  });

  it('is found in frames within frames in one pass, whatever is in them', () => {
    const side = 600;
    let frames = ground(side, side);
    for (let size = 500; size > 12; size *= 0.72) {
      const frame = ground(Math.round(size), Math.round(size), () => 10);
      const from = Math.round((side - size) / 2);
      const isLine = (at: number) => at < 3 || at >= frame.width - 3;
      frames = pasted(frames, frame, from, from, (x, y) => isLine(x) || isLine(y));
    }
    // What is inside of a part has parts again: looked at in turn, three of each would be ever more of them.
    const rowsCut = vi.spyOn(Uint8Array.prototype, 'set');
    try {
      expect(partBoxes(frames).length).toBeGreaterThan(0);
      expect(rowsCut.mock.calls.length).toBeLessThan(10 * side);
    } finally {
      rowsCut.mockRestore();
    }
  });

  it.each<[string, RgbPicture]>([
    ['a picture full of detail', scene(3, 240, 180, 240, 0.07)],
    ['noise', noise(5, 90, 70)],
    ['one colour', plain(120, 90, [40, 90, 200])],
    ['a slow gradient', ground(200, 150, (x) => 40 + 100 * x)],
    ['a line of pixels', noise(1, 3000, 1)],
    ['a column of pixels', noise(1, 1, 3000)],
    ['a single pixel', plain(1, 1, [9, 9, 9])],
    ['two columns', noise(2, 2, 900)],
  ])('is the whole of %s, which has no parts', (_, picture) => {
    expect(contentBox(picture)).toEqual(whole(picture));
    expect(partBoxes(picture)).toEqual([]);
    expect(queryPixels(picture).parts).toEqual([]);
  });

  it.each([0.3, 0.4, 0.45])('is what a border of %f of each side leaves', (share) => {
    const [width, height] = [400, 400];
    const inner = scene(8, Math.round(width * (1 - 2 * share)), Math.round(height * (1 - 2 * share)), 30);
    const from = Math.round(width * share);
    const box = contentBox(pasted(ground(width, height), inner, from, from));
    // A box of a few pixels has cells of its own size around it.
    expect(Math.abs(box.left + box.width / 2 - 200)).toBeLessThan(8);
    expect(box.width).toBeLessThan(inner.width * 1.2 + 16);
    expect(box.width).toBeGreaterThanOrEqual(Math.min(inner.width, 6));
  });

  it('lies within the picture where a border of 49 % leaves hardly anything', () => {
    const picture = pasted(ground(400, 400), scene(8, 8, 8, 30), 196, 196);
    const { left, top, width, height } = contentBox(picture);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(400);
    expect(Math.min(width, height)).toBeGreaterThan(0);
  });

  it('moves with its figure, as far', () => {
    const from = contentBox(withFigure(ground(256, 200), 12, 60, 50, 80));
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 110 }), fc.integer({ min: 20, max: 80 }), (left, top) => {
        const at = contentBox(withFigure(ground(256, 200), 12, left, top, 80));
        expect(Math.abs(at.left - from.left - (left - 60))).toBeLessThanOrEqual(2);
        expect(Math.abs(at.top - from.top - (top - 50))).toBeLessThanOrEqual(2);
        expect(Math.abs(at.width - from.width)).toBeLessThanOrEqual(3);
        expect(Math.abs(at.height - from.height)).toBeLessThanOrEqual(3);
      }),
      { numRuns: 8 },
    );
  });

  it('keeps its keypoints where they are on the figure, whatever the size of its ground', () => {
    const size = 90;
    const placesOn = (width: number, height: number, left: number, top: number) => {
      const { x, y, count } = keypointsOf(
        withFigure(ground(width, height), 21, left, top, size),
        KEYPOINT_BUDGETS.row,
      );
      return Array.from({ length: count }, (_, i) => [x[i] * width - left, y[i] * height - top]);
    };
    const own = placesOn(120, 120, 15, 15);
    expect(own.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(fc.integer({ min: 130, max: 340 }), fc.integer({ min: 0, max: 30 }), (side, left) => {
        const others = placesOn(side, side, left + 5, 12);
        const kept = own.filter(([x, y]) => others.some(([u, v]) => Math.hypot(u - x, v - y) < 1.5));
        expect(kept.length).toBeGreaterThan(0.6 * own.length);
      }),
      { numRuns: 5 },
    );
  });
});
