import { describe, expect, it } from 'vitest';
import { pictureFromUrl } from '../../src/check/receive/picture.ts';
import { verifyMatch } from '../../src/check/verify-match.ts';
import type { Comparer } from '../../src/check/verify/comparer.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { fingerprintOf, refusal, withLiveRows, KEEPS_NOTHING } from './live-rows.ts';

/** Finds nothing. */
const COMPARER: Comparer = { compare: async (_, rows) => rows.map(() => null), close: async () => {} };

describe('a comparison with a live picture', () => {
  const { live: at, remember, verify, visibleIds } = withLiveRows();

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
      remember({ url: at.host.url(path) });
      const { code, message } = await refusal(verify());
      expect(code).toBe(expected);
      expect(message).toContain(words);
      if (expected !== 'address-refused') expect(message).toContain(at.host.host);
      expect(message).not.toMatch(/upload|169\.254/i);
      // Nothing is changed by it.
      expect(at.recent.find('check')?.graded).toMatchObject([{ grade: 'look-alike', compared: false }]);
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
    const before = at.host.connections();
    expect((await refusal(verify())).code).toMatch(/^address-(refused|invalid)$/);
    expect(at.host.connections()).toBe(before);
  });

  it('ends between two steps when nobody waits for the answer', async () => {
    remember({ url: at.host.url('other.png') });
    const signal = AbortSignal.abort();
    let fingerprints = 0;
    const counting: Fingerprinter = {
      fingerprint: (bytes) => (fingerprints++, fingerprintOf(bytes)),
      close: async () => {},
    };
    const fetchPicture = (url: string) => pictureFromUrl(at.downloader, url);
    const match = { checkId: 'check', n: 0, signal };
    const work = verifyMatch(match, visibleIds, fetchPicture, {
      fingerprinter: counting,
      comparer: COMPARER,
      recent: at.recent,
      keep: KEEPS_NOTHING,
    });
    await expect(work).rejects.toThrow(/abort/i);
    expect(fingerprints).toBe(0);
  });
});
