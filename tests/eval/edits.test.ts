import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawIllustration } from '../../scripts/eval/drawn/draw.ts';
import { chosenEdits, EDITS, UNEDITED } from '../../scripts/eval/edits/registry.ts';
import { randomFor } from '../../src/core/random.ts';

let picture: Uint8Array;

beforeAll(async () => {
  picture = await drawIllustration(5, 4);
});

async function pixels(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes).resize(64, 64, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

/** Mean difference of two pictures' values, both brought to 64 × 64. */
async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = [await pixels(a), await pixels(b)];
  return first.reduce((sum, value, i) => sum + Math.abs(value - second[i]), 0) / first.length;
}

describe('the registry of edits', () => {
  it('holds twenty standard and at least ten hard edits, each with a name of its own', () => {
    expect(EDITS.filter(({ group }) => group === 'standard')).toHaveLength(20);
    expect(EDITS.filter(({ group }) => group === 'hard').length).toBeGreaterThanOrEqual(10);
    expect(EDITS.filter(({ group }) => group === 'truth').map(({ name }) => name)).toEqual([
      UNEDITED,
      ...[
        'jpeg-30',
        'crop-60',
        'crop-40',
        'text',
        'mirrored',
        'padding',
        'screenshot',
        'grey',
        'turned-5',
      ].map((name) => `large-${name}`),
    ]);
    expect(new Set(EDITS.map(({ name }) => name)).size).toBe(EDITS.length);
    expect(new Set(EDITS.map(({ title }) => title)).size).toBe(EDITS.length);
    for (const { name } of EDITS) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  it('is chosen from by group or by name, and names what there is for a wrong one', () => {
    expect(chosenEdits('all')).toEqual(EDITS);
    expect(chosenEdits('20')).toHaveLength(20);
    expect(chosenEdits('truth').every(({ group }) => group === 'truth')).toBe(true);
    expect(chosenEdits('hard').every(({ group }) => group === 'hard')).toBe(true);
    expect(chosenEdits('meme, crop-40').map(({ name }) => name)).toEqual(['meme', 'crop-40']);
    expect(() => chosenEdits('meme,nothing')).toThrow(/'nothing'.*crop-40/s);
  });
});

describe.each(EDITS)('the edit $name', (edit) => {
  it('gives another picture, the same for the same random numbers and another for others', async () => {
    const edited = await edit.apply(picture, randomFor(1, 'a', edit.name));
    const again = await edit.apply(picture, randomFor(1, 'a', edit.name));
    expect(Buffer.from(edited).equals(Buffer.from(again))).toBe(true);

    const { width, height, format } = await sharp(edited).metadata();
    expect(format).toBe('jpeg');
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(40);
    expect(Math.max(width, height)).toBeLessThanOrEqual(800);
    expect(Buffer.from(edited).equals(Buffer.from(picture))).toBe(false);
    if (edit.name !== UNEDITED) expect(await difference(edited, picture)).toBeGreaterThan(0.3);
  });

  it('does not blow a picture up that is larger than a row', async () => {
    const large = await sharp(picture).resize(1400).png().toBuffer();
    const edited = await edit.apply(large, randomFor(1, 'large', edit.name));
    const { width, height } = await sharp(edited).metadata();
    // A picture of 800 pixels on a screen that it fills to 60 %.
    const most = edit.group === 'truth' ? 800 / 0.6 + 1 : 800;
    expect(Math.max(width, height)).toBeLessThanOrEqual(most);
  });
});

describe('the larger edits', () => {
  it.each([
    [UNEDITED, 800, 800],
    ['large-mirrored', 800, 800],
    ['large-padding', 1120, 1120],
    ['large-screenshot', 1333, 1333],
    ['large-turned-5', 802, 900],
  ])('%s is of the picture at 800 pixels, and no smaller one is blown up', async (name, least, most) => {
    const [edit] = chosenEdits(name);
    const longSide = async (width: number): Promise<number> => {
      const of = await sharp(picture).resize(width).png().toBuffer();
      const edited = await sharp(await edit.apply(of, randomFor(1, name))).metadata();
      return Math.max(edited.width, edited.height);
    };
    const { width, height } = await sharp(picture).metadata();
    const large = Math.round((1400 * width) / Math.max(width, height));
    expect(await longSide(large)).toBeGreaterThanOrEqual(least);
    expect(await longSide(large)).toBeLessThanOrEqual(most);
    expect(await longSide(Math.round(large / 7))).toBeLessThanOrEqual(Math.ceil(most / 4) + 1);
  });
});

it('places random crops elsewhere for another picture of the same name, seed by seed', async () => {
  const [crop] = chosenEdits('crop-40');
  const edits = await Promise.all(
    [1, 2, 3].map((seed) => crop.apply(picture, randomFor(seed, 'a', crop.name))),
  );
  expect(new Set(edits.map((bytes) => Buffer.from(bytes).toString('base64'))).size).toBe(3);
});

it('keeps the share of the area that a crop is named for', async () => {
  const { width, height } = await sharp(picture).metadata();
  for (const [name, share] of [
    ['crop-80', 0.8],
    ['crop-60', 0.6],
    ['crop-40', 0.4],
    ['crop-25', 0.25],
  ] as const) {
    const [crop] = chosenEdits(name);
    const cropped = await sharp(await crop.apply(picture, randomFor(3, name))).metadata();
    expect((cropped.width * cropped.height) / (width * height)).toBeCloseTo(share, 1);
  }
});
