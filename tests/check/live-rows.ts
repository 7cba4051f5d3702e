import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { KeepLive } from '../../src/check/keep-live.ts';
import { pictureFromUrl } from '../../src/check/receive/picture.ts';
import { keepRecentChecks, type RecentChecks } from '../../src/check/recent-checks.ts';
import { verifyMatch } from '../../src/check/verify-match.ts';
import type { Comparer } from '../../src/check/verify/comparer.ts';
import type { IndexedRow } from '../../src/core/dataset.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import type { Geometry } from '../../src/api/geometry.ts';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import { seenFromOther } from '../../src/check/placed.ts';
import { type Fingerprint, fingerprintPicture } from '../../src/fingerprint/fingerprint.ts';
import type { KeypointBytes } from '../../src/core/keypoints.ts';
import type { Verification } from '../../src/api/verification.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { aCandidate, aRow } from '../helpers/candidates.ts';
import { painting } from '../helpers/painting.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';

type Compare = (query: KeypointBytes, row: KeypointBytes) => Geometry | null;

/** As the keypoints of two pictures agree that are the same. */
export const GEOMETRY: Geometry = {
  ...MEASURED_AS_SAME,
  mirrored: false,
  rotationDegrees: 12,
  scale: 2,
  query: { percent: 62, polygon: [], whole: false },
  row: { percent: 100, polygon: [], whole: false },
};

/** Fingerprints as the service does, with keypoints that only `compare` understands. */
export async function fingerprintOf(bytes: Uint8Array): Promise<Fingerprint> {
  const fingerprint = await fingerprintPicture(bytes, 1_000_000, [], { views: [], keypoints: 'row' });
  return { ...fingerprint, keypoints: Uint8Array.of(1) };
}

/** For what is not about keeping. */
export const KEEPS_NOTHING: KeepLive = { seen: async () => 'not-kept', failed: async () => {} };

/** What a test of live pictures has at hand, once its hooks have run. */
interface LiveRows {
  host: PictureHost;
  downloader: Downloader;
  recent: RecentChecks;
  /** Of the artist's picture, and of another one. */
  mine: Fingerprint;
  other: Fingerprint;
  /** Ids of rows that were suppressed since the check. */
  suppressed: Set<number>;
}

/** A host with pictures for the tests of this file, and a check anew for each of them. */
export function withLiveRows() {
  const live = { suppressed: new Set<number>() } as LiveRows;
  const fingerprinter: Fingerprinter = { fingerprint: fingerprintOf, close: async () => {} };

  beforeAll(async () => {
    const [picture, another] = await Promise.all([painting(1), painting(2)]);
    live.host = await startPictureHost({
      'mine.png': picture,
      'copy.jpg': await sharp(picture).flop().jpeg({ quality: 80 }).toBuffer(),
      'other.png': another,
      'other-saved-again.jpg': await sharp(another).jpeg({ quality: 70 }).toBuffer(),
    });
    live.downloader = createDownloader({
      timeoutMs: 2_000,
      maxBytes: 1_000_000,
      privateHosts: new Set([live.host.host]),
    });
    [live.mine, live.other] = await Promise.all([fingerprintOf(picture), fingerprintOf(another)]);
  });
  afterAll(async () => {
    await live.downloader.close();
    await live.host.close();
  });
  const visibleIds = async (ids: readonly number[]) => new Set(ids.filter((id) => !live.suppressed.has(id)));
  beforeEach(() => {
    live.recent = keepRecentChecks();
    live.suppressed.clear();
  });
  afterEach(() => live.recent.close());

  function remember(...rows: (Partial<IndexedRow> & Partial<Pick<GradedCandidate, 'grade'>>)[]): void {
    const graded = rows.map(({ grade = 'look-alike', ...given }) => ({
      ...aCandidate({ row: aRow(given), similarity: 0.7, similarityView: 'as-is', model: 'pocket' }),
      grade,
    }));
    const groups = rows.map((_, i) => `picture-${i + 1}`);
    const coverage = [
      {
        dataset: 'laion-400m',
        release: '2021-08',
        rowsIndexed: 2,
        rowsListed: 2,
        rowsHashed: 2,
        rowsFingerprinted: 2,
        rowsSuppressed: 0,
        rowsNotCompared: 0,
        rowsPublished: null,
        model: 'pocket',
        indexedAt: '',
      },
    ];
    const checkedAt = new Date().toISOString();
    live.recent.keep('check', {
      query: live.mine,
      graded,
      groups,
      coverage,
      notSearched: [],
      indexes: [],
      checkedAt,
    });
  }

  function verify(n = 0, compare: Compare = () => null, checkId = 'check'): Promise<Verification> {
    const comparer: Comparer = {
      // The live picture is laid on the query's.
      compare: async (live, rows) =>
        rows.map((query) => {
          const placed = compare(query, live.keypoints);
          return placed && seenFromOther(placed);
        }),
      close: async () => {},
    };
    const fetchPicture = (url: string) => pictureFromUrl(live.downloader, url, { honourOptOut: true });
    return verifyMatch({ checkId, n }, visibleIds, fetchPicture, {
      fingerprinter,
      comparer,
      recent: live.recent,
      keep: KEEPS_NOTHING,
    });
  }

  return { live, remember, verify, visibleIds };
}

export async function refusal(work: Promise<unknown>): Promise<TrainspotError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TrainspotError);
  return error as TrainspotError;
}
