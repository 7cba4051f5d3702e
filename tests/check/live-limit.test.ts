import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import type { KeepLive } from '../../src/check/keep-live.ts';
import { type LiveParts, startLiveComparer } from '../../src/check/live/live-comparer.ts';
import { createProgress, ended } from '../../src/check/live/progress.ts';
import type { Comparer } from '../../src/check/verify/comparer.ts';
import { keepRecentChecks, type RecentCheck, type RecentChecks } from '../../src/check/recent-checks.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import type { Downloader } from '../../src/net/download.ts';
import { stopped } from '../../src/net/download-failure.ts';
import { aCandidate, aFingerprint, aRow } from '../helpers/candidates.ts';
import { KEEPS_NOTHING } from './live-rows.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => {});
const LIMIT_MS = 200;
const PICTURE = { bytes: Uint8Array.of(1), contentType: 'image/png', url: '', headers: {} };

/** A host that sends nothing, and a downloader that ends when it is told to. */
const heeding: Downloader['download'] = (_url, { signal } = {}) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(stopped()));
  });

describe('the time that there is for all rows of a check', () => {
  let recent: RecentChecks;
  afterEach(() => {
    vi.useRealTimers();
    recent.close();
  });

  function aCheck(rows: number): RecentCheck {
    recent = keepRecentChecks();
    const graded = Array.from({ length: rows }, (): GradedCandidate => ({
      ...aCandidate({ row: aRow() }),
      grade: 'look-alike',
    }));
    return recent.keep('check', {
      query: aFingerprint(),
      graded,
      groups: graded.map((_, n) => `picture-${n + 1}`),
      live: createProgress(
        'done',
        graded.map((_, n) => n),
      ),
      coverage: [],
      notSearched: [],
      indexes: [],
      checkedAt: new Date().toISOString(),
    });
  }

  /** A check of which every row was looked at, or given up, by these parts. */
  async function looked(
    rows: number,
    given: {
      download: Downloader['download'];
      fingerprint?: LiveParts['fingerprinter']['fingerprint'];
      keep?: Partial<KeepLive>;
      compare?: Comparer['compare'];
      answers?: () => Promise<never[]>;
    },
  ): Promise<RecentCheck> {
    const { download, fingerprint = never, compare = never, keep, answers = async () => [] } = given;
    const comparer = startLiveComparer(
      { limitMs: LIMIT_MS, deadLinkDays: 30, heldMaxBytes: 1_000 },
      {
        downloader: { download, close: async () => {} },
        fingerprinter: { fingerprint },
        comparer: { compare, close: async () => {} },
        database: { query: answers } as never,
        keep: { ...KEEPS_NOTHING, ...keep },
        report: () => {},
      },
    );
    const check = aCheck(rows);
    comparer.begin(check, { query: check.query, wholes: new Map() });
    await ended(check.live);
    expect(check.live).toMatchObject({ state: 'done', ended: new Set(check.live.rows) });
    return check;
  }

  const whys = ({ graded }: RecentCheck): [state?: string, why?: string | null][] =>
    graded.map(({ live }) => [live?.state, live?.why]);

  it('is that of comparing too: what came and is not graded by then is told so', async () => {
    const check = await looked(3, { download: async () => PICTURE });
    for (const [state, why] of whys(check)) {
      expect(state).toBe('not-compared');
      expect(why).toMatch(
        /^The picture came from pictures\.example, and could not be compared in time: .* 0\.2 s/,
      );
    }
  });

  it('is told otherwise of a host that sent nothing, by whoever was stopped, and by whoever heeds no signal', async () => {
    for (const download of [heeding, () => never<never>()]) {
      const check = await looked(2, { download });
      for (const [state, why] of whys(check)) {
        expect(state).toBe('not-compared');
        expect(why).toMatch(/^No picture came from pictures\.example in time: .* 0\.2 s/);
      }
    }
  });

  it('holds where a database keeps nothing of a failure, or does not say what it knows', async () => {
    const failing: Downloader['download'] = async () => {
      throw new Error('A mistake of ours.');
    };
    const silent = await looked(2, { download: failing, keep: { failed: () => never() } });
    expect(whys(silent)).toEqual([
      ['not-compared', 'This service could not look at it just now.'],
      ['not-compared', 'This service could not look at it just now.'],
    ]);
    const mute = await looked(2, { download: failing, answers: () => never() });
    expect(whys(mute)).toHaveLength(2);
  });

  it('is shorter for fetching, so that a picture that comes last is graded still', async () => {
    vi.useFakeTimers();
    let grade = (): void => {};
    const fingerprint = vi.fn(
      () => new Promise<Fingerprint>((resolve) => (grade = () => resolve(aFingerprint()))),
    );
    const [came, silent] = [vi.fn(async () => PICTURE), vi.fn(heeding)];
    const looking = looked(2, {
      download: (url, options) => (came.mock.calls.length === 0 ? came() : silent(url, options)),
      fingerprint,
      compare: async () => [null],
    });
    await vi.advanceTimersByTimeAsync(0.9 * LIMIT_MS);
    expect([fingerprint.mock.calls.length, silent.mock.calls[0][1]?.signal?.aborted]).toEqual([1, true]);
    grade();
    const check = await looking;
    expect(whys(check)).toEqual([
      ['compared', null],
      ['not-compared', expect.stringContaining('No picture came')],
    ]);
    expect(vi.getTimerCount()).toBe(1);
  });
});
