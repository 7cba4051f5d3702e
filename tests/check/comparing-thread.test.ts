import { afterAll, describe, expect, it } from 'vitest';
import type { CompareTask } from '../../src/check/verify/comparer.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../src/fingerprint/keypoints/keypoints.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { startPool } from '../../src/runtime/threads/pool.ts';
import { scene } from '../fingerprint/paint.ts';

const pool = startPool<CompareTask, number>(new URL('./measured-worker', import.meta.url), 1, null);
afterAll(() => pool.close());

const QUERIES = 60;

describe('a comparing thread', () => {
  it('keeps nothing of the pictures that it compared, though one comes straight after the other', async () => {
    const picture = scene(3, 640, 480);
    const query = {
      keypoints: pictureKeypoints(picture, KEYPOINT_BUDGETS.query),
      pixels: queryPixels(picture),
    };
    const rows = [pictureKeypoints(picture, KEYPOINT_BUDGETS.row)];
    const held = await Promise.all(Array.from({ length: QUERIES }, () => pool.run({ query, rows })));
    // What waits for a collection comes and goes; the least of some tells what stays.
    const least = (some: number[]): number => Math.min(...some);
    expect(least(held.slice(-10)) - least(held.slice(0, 10))).toBeLessThan(query.pixels.data.length);
  }, 60_000);
});
