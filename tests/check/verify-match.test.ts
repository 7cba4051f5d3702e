import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pictureFromUrl } from '../../src/check/receive/picture.ts';
import { keepRecentChecks, type RecentChecks } from '../../src/check/recent-checks.ts';
import { verifyMatch } from '../../src/check/verify-match.ts';
import type { Comparer } from '../../src/check/verify/comparer.ts';
import type { IndexedRow } from '../../src/core/dataset.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import type { Geometry } from '../../src/api/match.ts';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import { placedAs, seenFromOther } from '../../src/check/placed.ts';
import { type Fingerprint, fingerprintPicture } from '../../src/fingerprint/fingerprint.ts';
import type { KeypointBytes } from '../../src/core/keypoints.ts';
import type { Verification } from '../../src/api/verification.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { aCandidate, aRow, turned } from '../helpers/candidates.ts';
import { painting } from '../helpers/painting.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';

/** Finds nothing. */
const COMPARER: Comparer = { compare: async (_, rows) => rows.map(() => null), close: async () => {} };

type Compare = (query: KeypointBytes, row: KeypointBytes) => Geometry | null;

const GEOMETRY: Geometry = {
  inliers: 41,
  mirrored: false,
  rotationDegrees: 12,
  scale: 2,
  agreementPercent: 38,
  middleAgreementPercent: 41,
  look: {
    keypoints: 160,
    matched: 44,
    fitting: 41,
    precise: 36,
    points: 92,
    agreeing: 90,
    exact: 84,
    alike: 91,
    areas: 37,
    areasAgreeing: 36,
  },
  frame: { percent: 62, isPlain: false, outside: 0, strangers: 0 },
  query: { percent: 62, polygon: [], whole: false },
  row: { percent: 100, polygon: [], whole: false },
};

/** Fingerprints as the service does, with keypoints that only `compare` understands. */
async function fingerprintOf(bytes: Uint8Array): Promise<Fingerprint> {
  const fingerprint = await fingerprintPicture(bytes, 1_000_000, [], { views: [], keypoints: 'row' });
  return { ...fingerprint, keypoints: Uint8Array.of(1) };
}

describe('a row compared with its live picture', () => {
  let host: PictureHost;
  let downloader: Downloader;
  let recent: RecentChecks;
  let mine: Fingerprint;
  let other: Fingerprint;
  const fingerprinter: Fingerprinter = { fingerprint: fingerprintOf, close: async () => {} };

  beforeAll(async () => {
    const [picture, another] = await Promise.all([painting(1), painting(2)]);
    host = await startPictureHost({
      'mine.png': picture,
      'copy.jpg': await sharp(picture).flop().jpeg({ quality: 80 }).toBuffer(),
      'other.png': another,
      'other-saved-again.jpg': await sharp(another).jpeg({ quality: 70 }).toBuffer(),
    });
    downloader = createDownloader({
      timeoutMs: 2_000,
      maxBytes: 1_000_000,
      privateHosts: new Set([host.host]),
    });
    [mine, other] = await Promise.all([fingerprintOf(picture), fingerprintOf(another)]);
  });
  afterAll(async () => {
    await downloader.close();
    await host.close();
  });
  /** Ids of rows that were suppressed since the check. */
  const suppressed = new Set<number>();
  const visibleIds = async (ids: readonly number[]) => new Set(ids.filter((id) => !suppressed.has(id)));
  beforeEach(() => {
    recent = keepRecentChecks();
    suppressed.clear();
  });
  afterEach(() => recent.close());

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
        rowsSuppressed: 0,
        rowsNotCompared: 0,
        rowsPublished: null,
        model: 'pocket',
        indexedAt: '',
      },
    ];
    const checkedAt = new Date().toISOString();
    recent.keep('check', { query: mine, graded, groups, coverage, notSearched: [], indexes: [], checkedAt });
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
    const fetchPicture = (url: string) => pictureFromUrl(downloader, url, { honourOptOut: true });
    return verifyMatch({ checkId, n }, visibleIds, fetchPicture, { fingerprinter, comparer, recent });
  }

  async function refusal(work: Promise<unknown>): Promise<TrainspotError> {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TrainspotError);
    return error as TrainspotError;
  }

  it('is edited where the keypoints agree, and moves the verdict', async () => {
    remember({ url: host.url('other.png') });
    const seen: unknown[] = [];
    const { match, verdict, live } = await verify(0, (query, row) => {
      seen.push(query, row);
      return GEOMETRY;
    });
    expect(seen).toEqual([Uint8Array.of(1), Uint8Array.of(1)]);
    expect(match).toMatchObject({ grade: 'edited', geometry: GEOMETRY, compared: true, group: 'picture-1' });
    expect(match.channels.length).toBeGreaterThan(0);
    expect(verdict.answer).toBe('found');
    expect(verdict.sentence).toContain('an edited copy');
    expect(live).toMatchObject({
      grade: 'edited',
      status: 'not-recorded',
      width: 320,
      height: 240,
      sha256Agrees: null,
      md5Agrees: null,
      recordedPdqDistance: null,
    });
    expect(live.pdqDistance).toBeGreaterThan(31);
  });

  it('is a copy where the hash agrees in any orientation, and identical for the same bytes', async () => {
    remember({ url: host.url('copy.jpg') }, { url: host.url('mine.png') });
    const copy = await verify(0, () => ({ ...GEOMETRY, mirrored: true }));
    expect(copy.match).toMatchObject({ grade: 'copy', view: 'mirrored', compared: true });
    expect(copy.match.pdqDistance).toBeLessThanOrEqual(31);
    expect(copy.live).toMatchObject({ grade: 'copy', orientation: 'mirrored' });
    const identical = await verify(1);
    expect(identical.match).toMatchObject({ grade: 'identical', pdqDistance: 0, view: 'as-is' });
    // With both: the strongest comes first in the sentence.
    expect(identical.verdict.sentence).toContain('this very file stands 2 times');
  });

  it('stays a look-alike where nothing agrees, though it has been compared', async () => {
    remember({ url: host.url('other.png'), pdq: other.picture.pdq, pdqQuality: 100 });
    const { match, verdict, live } = await verify();
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: true });
    expect(verdict.answer).not.toBe('found');
    expect(live).toMatchObject({ grade: null, status: 'same-picture', recordedPdqDistance: 0 });
  });

  it.each([
    ['same-file', 'other.png', (): object => ({ sha256: other.picture.sha256 })],
    ['same-file', 'other.png', (): object => ({ sha256: 'f'.repeat(64), md5: other.picture.md5 })],
    [
      'same-picture',
      'other-saved-again.jpg',
      (): object => ({ sha256: other.picture.sha256, pdq: other.picture.pdq, pdqQuality: 100 }),
    ],
    [
      'another-picture',
      'other.png',
      (): object => ({ pdq: turned(other.picture.pdq, 120), pdqQuality: 100 }),
    ],
    ['another-file', 'other.png', (): object => ({ md5: 'f'.repeat(32) })],
    ['not-recorded', 'other.png', (): object => ({})],
    ['not-recorded', 'other.png', (): object => ({ pdq: turned(other.picture.pdq, 120), pdqQuality: 20 })],
  ])('says %s of %s by what the row recorded', async (status, path, recorded) => {
    remember({ url: host.url(path), ...recorded() });
    expect((await verify()).live.status).toBe(status);
  });

  it('adds nothing to the row where its host serves another picture now, but says what that one is', async () => {
    remember({ url: host.url('mine.png'), pdq: other.picture.pdq, pdqQuality: 100 });
    const { match, verdict, live } = await verify(0, () => GEOMETRY);
    expect(live).toMatchObject({
      status: 'another-picture',
      grade: 'identical',
      geometry: placedAs('identical', GEOMETRY),
    });
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: false });
    expect(verdict.answer).not.toBe('found');
  });

  it('calls no row identical whose recorded file was another one', async () => {
    remember({ url: host.url('mine.png'), md5: 'f'.repeat(32) });
    const { match, live } = await verify();
    expect(live).toMatchObject({ status: 'another-file', grade: 'identical' });
    expect(match.grade).toBe('copy');
  });

  it('never loses what was known before', async () => {
    remember({ url: host.url('other.png'), grade: 'copy' });
    expect((await verify()).match.grade).toBe('copy');
  });

  it('keeps each result for the next verdict, and numbers rows as they were answered', async () => {
    remember({ url: host.url('other.png') }, { url: host.url('mine.png') });
    expect((await verify(1)).match.grade).toBe('identical');
    const { match, verdict } = await verify(0);
    expect(match).toMatchObject({ grade: 'look-alike', url: host.url('other.png') });
    expect(verdict.answer).toBe('found');
  });

  it('is no copy where the hash agrees and nothing else does, as of two marks on one ground', async () => {
    remember({ url: host.url('copy.jpg') });
    const { match, live } = await verify(0);
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: true });
    expect(live).toMatchObject({ grade: null, orientation: 'mirrored' });
  });

  it('stays a look-alike where hardly any keypoints agree, and shows no placement', async () => {
    remember({ url: host.url('other.png') });
    const { match, live } = await verify(0, () => ({ ...GEOMETRY, inliers: 4, look: null }));
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: true });
    expect(live).toMatchObject({ grade: null, geometry: null });
  });

  it('numbers a part after what was found and before what looks similar, and says how many there are', async () => {
    remember({ grade: 'copy' }, { url: host.url('other.png'), grade: 'part' }, {});
    const { match, verdict } = await verify(1);
    expect(match).toMatchObject({ grade: 'part', compared: true });
    expect(match.channels.length).toBeGreaterThan(0);
    expect(verdict.answer).toBe('found');
    expect((await refusal(verify(3))).message).toContain('through matches, then through parts, and then');
  });

  it('is refused for a check that is not known, or not any more', async () => {
    const { code, message } = await refusal(verify(0, () => null, 'gone'));
    expect(code).toBe('check-unknown');
    expect(message).toMatch(/'gone'.*Check the picture again/);
  });

  it('is refused for a row that is not there, naming the number and how many there are', async () => {
    remember({}, {});
    const { code, message } = await refusal(verify(2));
    expect(code).toBe('match-unknown');
    expect(message).toMatch(/no row 2.*has 2, from 0 to 1/);
    remember();
    expect((await refusal(verify(0))).message).toContain('has none');
  });

  it.each([
    ['404', 'download-failed', '404'],
    ['html', 'picture-unreadable', 'no picture'],
    ['short', 'download-failed', 'broke off'],
    ['loop', 'download-failed', 'did not give'],
    ['silent', 'download-timeout', 'in time'],
    ['huge', 'download-too-large', '1000000'],
    ['noai', 'opted-out', 'reserves'],
    ['tdm-reservation', 'opted-out', 'reserves'],
    ['redirect-to?to=http://169.254.169.254/', 'address-refused', 'public internet'],
  ])(
    'is refused for an address that leads to %s, in words on the host',
    async (path, expected, words) => {
      remember({ url: host.url(path) });
      const { code, message } = await refusal(verify());
      expect(code).toBe(expected);
      expect(message).toContain(words);
      if (expected !== 'address-refused') expect(message).toContain(host.host);
      expect(message).not.toMatch(/upload|169\.254/i);
      // Nothing is changed by it.
      expect(recent.find('check')?.graded).toMatchObject([{ grade: 'look-alike', compared: false }]);
    },
    10_000,
  );

  it.each([
    'http://127.0.0.1:1/x.jpg',
    'http://10.0.0.7/x.jpg',
    'http://localhost/x.jpg',
    'file:///etc/passwd',
  ])('is refused for a row at %s, which is not asked', async (url) => {
    remember({ url });
    const before = host.connections();
    expect((await refusal(verify())).code).toMatch(/^address-(refused|invalid)$/);
    expect(host.connections()).toBe(before);
  });

  it('ends between two steps when nobody waits for the answer', async () => {
    remember({ url: host.url('other.png') });
    const signal = AbortSignal.abort();
    let fingerprints = 0;
    const counting: Fingerprinter = {
      fingerprint: (bytes) => (fingerprints++, fingerprintOf(bytes)),
      close: async () => {},
    };
    const fetchPicture = (url: string) => pictureFromUrl(downloader, url);
    const match = { checkId: 'check', n: 0, signal };
    const work = verifyMatch(match, visibleIds, fetchPicture, {
      fingerprinter: counting,
      comparer: COMPARER,
      recent,
    });
    await expect(work).rejects.toThrow(/abort/i);
    expect(fingerprints).toBe(0);
  });
});
