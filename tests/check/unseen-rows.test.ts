import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../src/api/geometry.ts';
import { conclude } from '../../src/check/conclude.ts';
import { keepRecentChecks } from '../../src/check/recent-checks.ts';
import { runComparisons } from '../../src/check/run-fingerprints.ts';
import {
  emptyKeypoints,
  keypointCount,
  writeKeypoints,
} from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { aCandidate, aFingerprint, aRow } from '../helpers/candidates.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';

const GEOMETRY: Geometry = {
  ...MEASURED_AS_SAME,
  mirrored: false,
  rotationDegrees: 0,
  scale: 1,
  query: { percent: 62, polygon: [], whole: false },
  row: { percent: 100, polygon: [], whole: false },
};

const KEYPOINTS = writeKeypoints({
  ...emptyKeypoints(300, 200, 160, 0),
  sigma: new Float32Array(160).fill(1),
});
const EVERY = async (ids: readonly number[]) => new Set(ids);

/** A check by fingerprints: its first row waits for a look, its second one has nothing but a vector. */
function begun() {
  const recent = keepRecentChecks();
  const begin: unknown[][] = [];
  const live = { state: 'auto' as const, rows: 4, begin: (...given: unknown[]) => void begin.push(given) };
  const waiting = aCandidate({
    row: aRow({ id: 1, rowId: '1', pdq: aFingerprint().picture.pdq, pdqQuality: 100 }),
    pdqDistance: 0,
    pdqOrientation: 'as-is',
    keypoints: KEYPOINTS,
  });
  const far = { similarity: 0.9, whole: 0.9, asItLies: 0.9, rank: 0, model: 'pocket' };
  const listed = aCandidate({ row: aRow({ id: 2, rowId: '2' }), ...far });
  const wholes = new Map([['pocket', Float32Array.of(1)]]);
  const check = {
    query: { ...aFingerprint(), keypoints: KEYPOINTS },
    candidates: [waiting, listed],
    wholes,
    unseen: [0],
    limit: 12,
    coverage: [],
    notSearched: [],
    indexes: [],
    checkedAt: '2026-11-28T12:00:00.000Z',
  };
  const first = conclude('id', check, { recent, live });
  const answer = (comparisons: Parameters<typeof runComparisons>[0]['comparisons'], visible = EVERY) =>
    runComparisons({ checkId: 'id', comparisons }, visible, { recent, live }, undefined);
  return { recent, begin, first, answer, wholes };
}

describe('rows that only a look at the picture tells apart', () => {
  it('are no copies before it, whatever their hashes say, and are what it finds afterwards', async () => {
    const { first, answer, recent } = begun();
    expect(first.matches).toEqual([]);
    expect(first.lookAlikes.map(({ rowId, compared }) => [rowId, compared])).toContainEqual(['1', false]);
    const { matches } = await answer([{ n: 0, geometry: GEOMETRY }]);
    expect(matches.map(({ grade, compared }) => [grade, compared])).toEqual([['copy', true]]);
    expect(recent.find('id')?.unseen).toBeNull();
  });

  it('are no copies where the look finds nothing', async () => {
    const { matches, lookAlikes } = await begun().answer([{ n: 0, geometry: null }]);
    expect(matches).toEqual([]);
    expect(lookAlikes.find(({ rowId }) => rowId === '1')?.compared).toBe(true);
  });

  it('wait with how many keypoints they have, and without these', () => {
    const kept = begun().recent.find('id')?.unseen?.candidates[0].keypoints ?? new Uint8Array(0);
    expect(keypointCount(kept)).toBe(160);
    expect(kept.length).toBeLessThan(30);
  });

  it('hold back what looks at rows’ addresses, and let it begin with the picture’s vectors', async () => {
    const { first, begin, answer, wholes } = begun();
    expect(first.live).toEqual({ state: 'off', compared: 0, of: 0 });
    expect(begin).toEqual([]);
    await answer([{ n: 0, geometry: null }]);
    expect(begin).toHaveLength(1);
    expect(begin[0][1]).toMatchObject({ wholes });
    // Asked again, nothing begins a second time.
    await answer([]);
    expect(begin).toHaveLength(1);
  });

  it('are left out where they were hidden meanwhile', async () => {
    const { matches, lookAlikes } = await begun().answer(
      [{ n: 0, geometry: GEOMETRY }],
      async (ids) => new Set(ids.filter((id) => id !== 1)),
    );
    expect(matches).toEqual([]);
    expect(lookAlikes.map(({ rowId }) => rowId)).toEqual(['2']);
  });
});
