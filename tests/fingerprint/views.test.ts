import { describe, expect, it } from 'vitest';
import type { PreprocessingProfile } from '../../src/core/model-card.ts';
import { ORIENTATIONS, type Orientation, type RgbPicture, VIEWS, type View } from '../../src/core/picture.ts';
import { modelInput } from '../../src/fingerprint/embedding/preprocess.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { resizeByVips } from '../../src/fingerprint/decode/large-resize.ts';
import { viewInputs as viewInputsBy } from '../../src/fingerprint/views.ts';
import { crop, meanDifference, scene } from './paint.ts';

const squeezed: PreprocessingProfile = { size: 64, fit: 'squeeze', mean: [0, 0, 0], std: [1, 1, 1] };
const cropped: PreprocessingProfile = { ...squeezed, fit: 'shortest-edge-crop' };
const padded: PreprocessingProfile = { ...squeezed, fit: 'pad-white-crop', padTo: 84 };

const viewInputs = (picture: RgbPicture, profile: PreprocessingProfile, views: readonly View[]) =>
  viewInputsBy(picture, profile, views, resizeByVips);

describe('viewInputs', () => {
  const picture = scene(11, 201, 150);

  it('answers in the order asked, one input a view', async () => {
    const asked: View[] = ['rotated-180', 'as-is', 'as-is', 'centre-crop'];
    const inputs = await viewInputs(picture, cropped, asked);
    const upright = await modelInput(picture, cropped);
    expect(inputs.map(({ view }) => view)).toEqual(asked);
    expect(inputs[0].input).toEqual(orient(upright, 'rotated-180'));
    expect(inputs[1].input).toEqual(upright);
    expect(inputs[2].input).toEqual(upright);
    expect(inputs[3].input).not.toEqual(upright);
    expect(await viewInputs(picture, cropped, [])).toEqual([]);
  });

  // An even rest on both sides of the crop and of the padding: then turning before and after are the same.
  it.each([
    ['squeeze', squeezed, 0.1],
    ['shortest-edge-crop', cropped, 0.1],
    ['pad-white-crop', padded, 0.2],
  ] as const)('shows with %s what a picture turned before would show', async (_fit, profile, tolerance) => {
    const even = scene(12, 180, 150);
    const turned = ORIENTATIONS.filter((view) =>
      (VIEWS as readonly string[]).includes(view),
    ) as (Orientation & View)[];
    const inputs = await viewInputs(even, profile, turned);
    for (const [i, view] of turned.entries()) {
      const turnedBefore = await modelInput(orient(even, view), profile);
      expect(meanDifference(inputs[i].input, turnedBefore)).toBeLessThan(tolerance);
    }
  });

  it('takes the middle half of the area as the centre crop', async () => {
    // 201 × 150 times the root of one half: 142 × 106, starting at 29, 22.
    const [{ input }] = await viewInputs(picture, squeezed, ['centre-crop']);
    expect(input).toEqual(await modelInput(crop(picture, 29, 22, 142, 106), squeezed));
  });

  it('has a centre crop even of a single pixel', async () => {
    const dot = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };
    const [{ input }] = await viewInputs(dot, squeezed, ['centre-crop']);
    expect([...input.data.subarray(0, 3)]).toEqual([1, 2, 3]);
  });

  it('takes the corners of a collage', async () => {
    const inputs = await viewInputs(picture, squeezed, ['upper-left', 'lower-right']);
    expect(inputs[0].input).toEqual(await modelInput(crop(picture, 0, 0, 100, 75), squeezed));
    expect(inputs[1].input).toEqual(await modelInput(crop(picture, 101, 75, 100, 75), squeezed));
  });

  it('trims a plain border but for a margin, and leaves the view out where there is none', async () => {
    const inputs = await viewInputs(framedBy(picture, 60, 245), squeezed, ['as-is', 'trimmed']);
    expect(inputs.map(({ view }) => view)).toEqual(['as-is', 'trimmed']);
    const ofPicture = await modelInput(picture, squeezed);
    const [untrimmed, trimmed] = inputs.map(({ input }) => meanDifference(input, ofPicture));
    expect(trimmed).toBeLessThan(0.6 * untrimmed);
    expect(await viewInputs(picture, squeezed, ['trimmed'])).toEqual([]);
  });

  it('finds the picture on a screen with bars and lines of text', async () => {
    const screen = framedBy(picture, 120, 250);
    for (let x = 10; x < screen.width - 10; x += 7)
      screen.data.fill(40, (30 * screen.width + x) * 3, (30 * screen.width + x + 3) * 3);
    const [inside] = await viewInputs(screen, squeezed, ['inside']);
    const differences = meanDifference(inside.input, await modelInput(picture, squeezed));
    expect(differences).toBeLessThan(
      meanDifference(
        (await viewInputs(screen, squeezed, ['as-is']))[0].input,
        await modelInput(picture, squeezed),
      ) / 3,
    );
  });

  it('leaves every crop out of a flat picture but the ones that need no content', async () => {
    const flat = { width: 40, height: 30, data: new Uint8Array(40 * 30 * 3).fill(90) };
    const views = (await viewInputs(flat, squeezed, VIEWS)).map(({ view }) => view);
    expect(views).not.toContain('trimmed');
  });
});

/** A picture in the middle of a plain ground, `border` pixels wide on every side. */
function framedBy(picture: RgbPicture, border: number, tone: number): RgbPicture {
  const [width, height] = [picture.width + 2 * border, picture.height + 2 * border];
  const data = new Uint8Array(width * height * 3).fill(tone);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
    data.set(row, ((y + border) * width + border) * 3);
  }
  return { width, height, data };
}
