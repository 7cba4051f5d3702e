import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../src/core/picture.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { distinctInputs } from '../../src/fingerprint/distinct-inputs.ts';
import { resizeByVips } from '../../src/fingerprint/decode/large-resize.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { viewInputs } from '../../src/fingerprint/views.ts';
import { findModelCard } from '../../src/models/models.ts';
import { noise, plain, scene } from './paint.ts';

const { preprocessing } = findModelCard('pocket');
const viewsOf = async (picture: RgbPicture): Promise<string[]> =>
  distinctInputs(await viewInputs(picture, preprocessing, VIEWS, resizeByVips)).map(({ view }) => view);
const allViewsOf = async (picture: RgbPicture): Promise<string[]> =>
  (await viewInputs(picture, preprocessing, VIEWS, resizeByVips)).map(({ view }) => view);

/** Two pictures of one width, one below the other. */
function joined(a: RgbPicture, b: RgbPicture): RgbPicture {
  const data = new Uint8Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { width: a.width, height: a.height + b.height, data };
}

describe('views that bring up nothing that another does not', () => {
  it('are all but one of a plain picture, also as JPEG leaves one', async () => {
    expect(await viewsOf(plain(300, 200, [90, 120, 30]))).toEqual(['as-is']);
    const grainy = plain(300, 200, [90, 120, 30]);
    grainy.data.forEach((value, i) => (grainy.data[i] = value + ((i * 7) % 3) - 1));
    expect(await viewsOf(grainy)).toEqual(['as-is']);
  });

  it('are the turned ones of a picture that looks the same so', async () => {
    const half = scene(3, 256, 128);
    const symmetrical = joined(half, orient(half, 'flipped'));
    const views = await viewsOf(orient(symmetrical, 'rotated-90'));
    // Left is right: mirrored it is what it was, and turned round it is what it is upside down.
    expect(views).not.toContain('mirrored');
    expect(views).toEqual(expect.arrayContaining(['as-is', 'rotated-90', 'rotated-180', 'centre-crop']));
  });

  it('are none of any other picture', async () => {
    for (const picture of [scene(1, 400, 300), scene(2, 128, 128), noise(3, 200, 220)]) {
      expect(await viewsOf(picture)).toEqual(await allViewsOf(picture));
    }
  });
});
