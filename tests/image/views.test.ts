import { describe, expect, it } from 'vitest';
import type { PreprocessingProfile } from '../../src/core/model-card.ts';
import { VIEWS, type View } from '../../src/core/picture.ts';
import { modelInput } from '../../src/image/preprocess.ts';
import { orient } from '../../src/image/orient.ts';
import { viewInputs } from '../../src/image/views.ts';
import { crop, meanDifference, scene } from './paint.ts';

const squeezed: PreprocessingProfile = { size: 64, fit: 'squeeze', mean: [0, 0, 0], std: [1, 1, 1] };
const cropped: PreprocessingProfile = { ...squeezed, fit: 'shortest-edge-crop' };
const padded: PreprocessingProfile = { ...squeezed, fit: 'pad-white-crop', padTo: 84 };

describe('viewInputs', () => {
  const picture = scene(11, 201, 150);

  it('answers in the order asked, one input a view', async () => {
    const asked: View[] = ['rotated-180', 'as-is', 'as-is', 'centre-crop'];
    const inputs = await viewInputs(picture, cropped, asked);
    const upright = await modelInput(picture, cropped);
    expect(inputs).toHaveLength(4);
    expect(inputs[0]).toEqual(orient(upright, 'rotated-180'));
    expect(inputs[1]).toEqual(upright);
    expect(inputs[2]).toEqual(upright);
    expect(inputs[3]).not.toEqual(upright);
    expect(await viewInputs(picture, cropped, [])).toEqual([]);
  });

  // An even rest on both sides of the crop and of the padding: then turning before and after are the same.
  it.each([
    ['squeeze', squeezed, 0.1],
    ['shortest-edge-crop', cropped, 0.1],
    ['pad-white-crop', padded, 0.2],
  ] as const)('shows with %s what a picture turned before would show', async (_fit, profile, tolerance) => {
    const even = scene(12, 180, 150);
    const turned = VIEWS.filter((view) => view !== 'centre-crop');
    const inputs = await viewInputs(even, profile, turned);
    for (const [i, view] of turned.entries()) {
      const turnedBefore = await modelInput(orient(even, view), profile);
      expect(meanDifference(inputs[i], turnedBefore)).toBeLessThan(tolerance);
    }
  });

  it('takes the middle half of the area as the centre crop', async () => {
    // 201 × 150 times the root of one half: 142 × 106, starting at 29, 22.
    const [input] = await viewInputs(picture, squeezed, ['centre-crop']);
    expect(input).toEqual(await modelInput(crop(picture, 29, 22, 142, 106), squeezed));
  });

  it('has a centre crop even of a single pixel', async () => {
    const dot = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };
    const [input] = await viewInputs(dot, squeezed, ['centre-crop']);
    expect([...input.data.subarray(0, 3)]).toEqual([1, 2, 3]);
  });
});
