import { createProgress } from '../../src/check/live/progress.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  eitherOf,
  keepRecentChecks,
  type RecentCheck,
  type RecentChecks,
} from '../../src/check/recent-checks.ts';
import { aCandidate, aFingerprint } from '../helpers/candidates.ts';

const HOUR_MS = 60 * 60_000;

function aCheck(rows = 1): RecentCheck {
  return {
    query: {
      ...aFingerprint(),
      keypoints: Uint8Array.of(1),
      embeddings: [{ model: 'pocket', view: 'as-is', vector: Float32Array.of(1) }],
    },
    graded: Array.from({ length: rows }, () => ({
      ...aCandidate({ keypoints: Uint8Array.of(2) }),
      grade: 'look-alike' as const,
      geometry: null,
      compared: true,
    })),
    groups: ['picture-1'],
    coverage: [],
    notSearched: [],
    indexes: [],
    checkedAt: '2026-11-24T08:15:00.000Z',
    asFound: [],
    limit: 1,
    looks: new Map(),
    live: createProgress('off', []),
    unseen: null,
  };
}

describe('recent checks', () => {
  let recent: RecentChecks;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    recent.close();
    vi.useRealTimers();
  });

  it('are found for an hour, and not after it', () => {
    recent = keepRecentChecks();
    recent.keep('a', aCheck());
    vi.advanceTimersByTime(HOUR_MS - 1);
    expect(recent.find('a')).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(recent.find('a')).toBeNull();
  });

  it('are let go after the hour, though the clock of the machine is set back, and are kept though it is set on', () => {
    recent = keepRecentChecks();
    recent.keep('a', aCheck());
    vi.setSystemTime(Date.now() + 24 * HOUR_MS);
    expect(recent.find('a')).not.toBeNull();
    vi.setSystemTime(Date.now() - 48 * HOUR_MS);
    vi.advanceTimersByTime(HOUR_MS - 1);
    expect(recent.find('a')).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(recent.find('a')).toBeNull();
  });

  it('grow old by the clock that is given', () => {
    let nowMs = 5;
    recent = keepRecentChecks({ maxAgeMs: 10, maxChecks: 9, maxRows: 9 }, () => nowMs);
    recent.keep('a', aCheck());
    nowMs = 14;
    recent.keep('b', aCheck());
    nowMs = 15;
    expect(['a', 'b'].map((id) => recent.find(id) !== null)).toEqual([false, true]);
  });

  it('are let go after the hour though nobody asks', () => {
    recent = keepRecentChecks();
    const check = aCheck();
    recent.keep('a', check);
    const freed = vi.spyOn(Map.prototype, 'delete');
    vi.advanceTimersByTime(HOUR_MS + 60_000);
    expect(freed).toHaveBeenCalledWith('a');
    freed.mockRestore();
  });

  it('keep the keypoints and hashes of the picture; no embedding, and no keypoints of a row', () => {
    recent = keepRecentChecks();
    recent.keep('a', aCheck());
    const kept = recent.find('a');
    expect(kept?.query).toMatchObject({ keypoints: Uint8Array.of(1), embeddings: [] });
    expect(kept?.graded).toMatchObject([{ keypoints: null, compared: true }]);
  });

  it('make room by their number, the oldest first', () => {
    recent = keepRecentChecks({ maxAgeMs: HOUR_MS, maxChecks: 2, maxRows: 100 });
    for (const id of ['a', 'b', 'c']) recent.keep(id, aCheck());
    expect(['a', 'b', 'c'].map((id) => recent.find(id) !== null)).toEqual([false, true, true]);
  });

  it('make room by their rows, the oldest first; one that is too large by itself is not kept', () => {
    recent = keepRecentChecks({ maxAgeMs: HOUR_MS, maxChecks: 100, maxRows: 10 });
    recent.keep('a', aCheck(4));
    recent.keep('b', aCheck(4));
    recent.keep('c', aCheck(4));
    expect(['a', 'b', 'c'].map((id) => recent.find(id) !== null)).toEqual([false, true, true]);
    recent.keep('d', aCheck(11));
    expect(['b', 'c', 'd'].map((id) => recent.find(id) !== null)).toEqual([false, false, false]);
    recent.keep('e', aCheck(10));
    expect(recent.find('e')).not.toBeNull();
  });

  it('are forgotten when the service closes, and its process is not held up', () => {
    recent = keepRecentChecks();
    recent.keep('a', aCheck());
    recent.close();
    expect(recent.find('a')).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('recent checks of two kinds', () => {
  it('are found as one, and many of the second push none out of the first', () => {
    const limits = { maxAgeMs: HOUR_MS, maxChecks: 2, maxRows: 100 };
    const [single, batched] = [keepRecentChecks(limits), keepRecentChecks(limits)];
    const both = eitherOf(single, batched);
    both.keep('single', aCheck());
    for (const id of ['a', 'b', 'c']) batched.keep(id, aCheck());
    expect(['single', 'a', 'b', 'c'].map((id) => both.find(id) !== null)).toEqual([true, false, true, true]);
    // One that is answered anew stays where it was.
    both.keep('c', aCheck(3));
    expect([single.find('c'), batched.find('c')?.graded.length]).toEqual([null, 3]);
    both.close();
    expect(both.find('single')).toBe(null);
    expect(both.find('c')).toBe(null);
  });
});
