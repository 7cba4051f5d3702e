import { describe, expect, it } from 'vitest';
import { placedAs } from '../../src/check/placed.ts';
import { turned } from '../helpers/candidates.ts';
import { GEOMETRY, refusal, withLiveRows } from './live-rows.ts';

describe('a row compared with its live picture', () => {
  const { live: at, remember, verify } = withLiveRows();

  it('is edited where the keypoints agree, and moves the verdict', async () => {
    remember({ url: at.host.url('other.png') });
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
    remember({ url: at.host.url('copy.jpg') }, { url: at.host.url('mine.png') });
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
    remember({ url: at.host.url('other.png'), pdq: at.other.picture.pdq, pdqQuality: 100 });
    const { match, verdict, live } = await verify();
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: true });
    expect(verdict.answer).not.toBe('found');
    expect(live).toMatchObject({ grade: null, status: 'same-picture', recordedPdqDistance: 0 });
  });

  it.each([
    ['same-file', 'other.png', (): object => ({ sha256: at.other.picture.sha256 })],
    ['same-file', 'other.png', (): object => ({ sha256: 'f'.repeat(64), md5: at.other.picture.md5 })],
    [
      'same-picture',
      'other-saved-again.jpg',
      (): object => ({ sha256: at.other.picture.sha256, pdq: at.other.picture.pdq, pdqQuality: 100 }),
    ],
    [
      'another-picture',
      'other.png',
      (): object => ({ pdq: turned(at.other.picture.pdq, 120), pdqQuality: 100 }),
    ],
    ['another-file', 'other.png', (): object => ({ md5: 'f'.repeat(32) })],
    ['not-recorded', 'other.png', (): object => ({})],
    ['not-recorded', 'other.png', (): object => ({ pdq: turned(at.other.picture.pdq, 120), pdqQuality: 20 })],
  ])('says %s of %s by what the row recorded', async (status, path, recorded) => {
    remember({ url: at.host.url(path), ...recorded() });
    expect((await verify()).live.status).toBe(status);
  });

  it('adds nothing to the row where its host serves another picture now, but says what that one is', async () => {
    remember({ url: at.host.url('mine.png'), pdq: at.other.picture.pdq, pdqQuality: 100 });
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
    remember({ url: at.host.url('mine.png'), md5: 'f'.repeat(32) });
    const { match, live } = await verify();
    expect(live).toMatchObject({ status: 'another-file', grade: 'identical' });
    expect(match.grade).toBe('copy');
  });

  it('never loses what was known before', async () => {
    remember({ url: at.host.url('other.png'), grade: 'copy' });
    expect((await verify()).match.grade).toBe('copy');
  });

  it('keeps each result for the next verdict, and numbers rows as they were answered', async () => {
    remember({ url: at.host.url('other.png') }, { url: at.host.url('mine.png') });
    expect((await verify(1)).match.grade).toBe('identical');
    const { match, verdict } = await verify(0);
    expect(match).toMatchObject({ grade: 'look-alike', url: at.host.url('other.png') });
    expect(verdict.answer).toBe('found');
  });

  it('is no copy where the hash agrees and nothing else does, as of two marks on one ground', async () => {
    remember({ url: at.host.url('copy.jpg') });
    const { match, live } = await verify(0);
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: true });
    expect(live).toMatchObject({ grade: null, orientation: 'mirrored' });
  });

  it('stays a look-alike where hardly any keypoints agree, and shows no placement', async () => {
    remember({ url: at.host.url('other.png') });
    const { match, live } = await verify(0, () => ({ ...GEOMETRY, inliers: 4, look: null }));
    expect(match).toMatchObject({ grade: 'look-alike', geometry: null, compared: true });
    expect(live).toMatchObject({ grade: null, geometry: null });
  });

  it('numbers a part after what was found and before what looks similar, and says how many there are', async () => {
    remember({ grade: 'copy' }, { url: at.host.url('other.png'), grade: 'part' }, {});
    const { match, verdict } = await verify(1);
    expect(match).toMatchObject({ grade: 'part', compared: true });
    expect(match.channels.length).toBeGreaterThan(0);
    expect(verdict.answer).toBe('found');
    expect((await refusal(verify(3))).message).toContain('through matches, then through parts, and then');
  });
});
