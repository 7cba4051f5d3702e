import { describe, expect, it } from 'vitest';
import { comparePictures, queryPicture } from '../../src/check/verify/geometry/compare.ts';
import { compareUnseen, UNSEEN, unseenQuery } from '../../src/check/verify/geometry/unseen.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { readKeypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../src/fingerprint/keypoints/keypoints.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { crop, noise, plain, scene, waves } from '../fingerprint/paint.ts';
import { ground, withFigure, withMark, withRing } from '../fingerprint/figures.ts';
import { rowOf } from './compared.ts';

const PICTURES: readonly RgbPicture[] = [
  scene(1, 400, 300),
  scene(2, 300, 400),
  scene(3, 512, 512, 80, 0.1),
  crop(scene(1, 400, 300), 60, 40, 240, 200),
  orient(scene(2, 300, 400), 'mirrored'),
  orient(scene(3, 512, 512, 80, 0.1), 'rotated-90'),
  withFigure(ground(400, 300), 7, 60, 60, 120),
  withFigure(scene(1, 400, 300), 7, 200, 100, 120),
  withMark(ground(320, 320), 80, 80, 160),
  withRing(ground(320, 320), 80, 80, 160),
  withMark(ground(500, 200), 30, 30, 90),
  waves(400, 300),
  noise(4, 160, 160),
  plain(100, 100, [9, 99, 199]),
];

describe('comparing without the query’s pixels', () => {
  it('says what comparing with them says, or that it wants them', () => {
    let [told, wanted] = [0, 0];
    for (const picture of PICTURES) {
      const keypoints = readKeypoints(pictureKeypoints(picture, KEYPOINT_BUDGETS.query));
      const pixels = queryPixels(picture);
      const seen = queryPicture(keypoints, pixels);
      const unseen = unseenQuery(keypoints, pixels.parts);
      for (const other of PICTURES) {
        const row = rowOf(other);
        const geometry = compareUnseen(unseen, row);
        if (geometry === UNSEEN) wanted++;
        else {
          told++;
          expect(geometry).toEqual(comparePictures(seen, row));
          // Nothing is confirmed that nobody looked at.
          expect(geometry?.look ?? null).toBeNull();
        }
      }
    }
    expect(told).toBeGreaterThan(0);
    expect(wanted).toBeGreaterThan(0);
  });

  it('wants them for a picture and itself', () => {
    const picture = scene(1, 400, 300);
    const keypoints = readKeypoints(pictureKeypoints(picture, KEYPOINT_BUDGETS.query));
    expect(compareUnseen(unseenQuery(keypoints, []), rowOf(picture))).toBe(UNSEEN);
  });

  it('throws what else goes wrong', () => {
    const keypoints = readKeypoints(pictureKeypoints(scene(1, 400, 300), KEYPOINT_BUDGETS.query));
    const broken = { ...rowOf(scene(1, 400, 300)), x: null as unknown as Float32Array };
    expect(() => compareUnseen(unseenQuery(keypoints, []), broken)).toThrow(TypeError);
  });
});
