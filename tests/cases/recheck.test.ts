import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseMatch } from '../../src/api/case.ts';
import { type Fingerprint, fingerprintPicture } from '../../src/fingerprint/fingerprint.ts';
import type { Recheck, RowStanding } from '../../src/api/recheck.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { recheck } from '../../src/cases/recheck.ts';
import { painting } from '../helpers/painting.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';

const NOW = new Date('2026-11-24T09:00:00Z');

const look = (bytes: Uint8Array): Promise<Fingerprint> =>
  fingerprintPicture(bytes, 1_000_000, [], { views: [], keypoints: 'none' });

describe('the re-check of a link, before a sham host', () => {
  let host: ScriptedHost;
  let downloader: Downloader;
  let own: Fingerprint;
  const fingerprinter: Pick<Fingerprinter, 'fingerprint'> = { fingerprint: look };

  beforeAll(async () => {
    const picture = await painting(1);
    const other = await painting(2);
    const smaller = await sharp(picture).resize(200).jpeg({ quality: 80 }).toBuffer();
    own = await look(picture);
    const png = { 'content-type': 'image/png' };
    host = await startScriptedHost((path): Answer | undefined => {
      switch (path) {
        case '/unchanged':
          return { headers: png, body: picture };
        case '/saved-anew':
          return { headers: png, body: smaller };
        case '/replaced':
          return { headers: png, body: other };
        case '/gone':
          return { status: 410 };
        case '/withheld':
          return { status: 403 };
        case '/broken':
          return { status: 503 };
        case '/moved':
          return { status: 301, headers: { location: '/unchanged' } };
        case '/moved-away':
          return { status: 302, headers: { location: '/404' } };
        case '/noai':
          return { headers: { ...png, 'x-robots-tag': 'noai' }, body: picture };
        case '/moved-to-noai':
          return { status: 302, headers: { location: '/noai' } };
        case '/reserved':
          return { headers: { ...png, 'tdm-reservation': '1' }, body: picture };
        case '/page':
          return { headers: { 'content-type': 'text/html' }, body: '<h1>This picture was removed</h1>' };
        case '/empty':
          return { headers: png, body: '' };
        default:
          return undefined;
      }
    });
    downloader = createDownloader({
      timeoutMs: 20_000,
      maxBytes: 1_000_000,
      privateHosts: new Set([host.host]),
    });
  });
  afterAll(async () => {
    await downloader?.close();
    await host?.close();
  });

  function match(url: string, recorded: Partial<CaseMatch> = own.picture): CaseMatch {
    const { sha256 = null, md5 = null, pdq = null, pdqQuality = null } = recorded;
    return {
      n: 3,
      dataset: 'a',
      release: '1',
      rowId: '7',
      file: null,
      url,
      grade: 'copy',
      pdqDistance: 6,
      similarity: null,
      foundOn: null,
      checkId: null,
      sha256,
      md5,
      pdq,
      pdqQuality,
    };
  }
  const at = (path: string, recorded?: Partial<CaseMatch>, first: Recheck | null = null): Promise<Recheck> =>
    recheck(match(host.url(path), recorded), first, null, downloader, fingerprinter, NOW);

  it.each<[string, Partial<Recheck>, RegExp]>([
    [
      '/unchanged',
      { link: 'alive', picture: 'same-file', against: 'row', pdqDistance: 0, movedTo: null },
      /very same file/,
    ],
    ['/saved-anew', { link: 'alive', picture: 'same-picture' }, /saved anew/],
    ['/replaced', { link: 'alive', picture: 'another-picture' }, /another picture there now/],
    ['/gone', { link: 'gone', httpStatus: 410, reason: 'http-410', picture: null }, /nothing is there.*410/],
    ['/never-was', { link: 'gone', httpStatus: 404 }, /404/],
    ['/withheld', { link: 'withheld', httpStatus: 403 }, /does not give/],
    ['/broken', { link: 'unreachable', httpStatus: 503 }, /another day/],
    ['/noai', { link: 'reserved', optOut: { signal: 'noai', where: 'X-Robots-Tag' }, sha256: null }, /noai/],
    ['/reserved', { link: 'reserved', picture: null }, /tdm-reservation/],
    ['/page', { link: 'no-picture', httpStatus: 200 }, /no picture/],
    ['/empty', { link: 'no-picture', reason: 'picture-empty' }, /no picture/],
  ])('%s', async (path, found, sentence) => {
    const result = await at(path);
    expect(result).toMatchObject({ match: 3, at: NOW.toISOString(), movedTo: null, ...found });
    expect(result.sentence).toMatch(sentence);
  });

  it.each([
    ['/moved', '/unchanged', { link: 'alive', picture: 'same-file' }],
    ['/moved-away', '/404', { link: 'gone' }],
    ['/moved-to-noai', '/noai', { link: 'reserved' }],
  ])('%s says where it was moved', async (path, to, found) => {
    const result = await at(path);
    expect(result).toMatchObject({ ...found, movedTo: host.url(to) });
    expect(result.sentence).toContain(`moved: the address leads to ${host.url(to)}`);
  });

  it('a host that is dead is told apart from one that took the picture down', async () => {
    const dead = await startScriptedHost(() => undefined);
    await dead.close();
    const open = createDownloader({ timeoutMs: 20_000, maxBytes: 1e6, privateHosts: new Set([dead.host]) });
    const result = await recheck(match(dead.url('/a.png')), null, null, open, fingerprinter, NOW);
    await open.close();
    expect(result).toMatchObject({ link: 'unreachable', httpStatus: null, reason: 'connection' });
    const nameless = createDownloader({
      timeoutMs: 20_000,
      maxBytes: 1e6,
      privateHosts: new Set(),
      lookup: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
    });
    const gone = await recheck(match('http://gone.example/a.png'), null, null, nameless, fingerprinter, NOW);
    await nameless.close();
    expect(gone).toMatchObject({ link: 'no-server', reason: 'dns' });
  });

  it('does not open a private address, whatever a row says', async () => {
    const guarded = createDownloader({ timeoutMs: 20_000, maxBytes: 1e6, privateHosts: new Set() });
    const asked = host.paths.length;
    const result = await recheck(match(host.url('/unchanged')), null, null, guarded, fingerprinter, NOW);
    await guarded.close();
    expect(result).toMatchObject({ link: 'no-picture', reason: 'address-refused', sha256: null });
    expect(host.paths).toHaveLength(asked);
  });

  it('compares with what the case saw first, where the row recorded nothing', async () => {
    const first = await at('/unchanged', {});
    expect(first).toMatchObject({ picture: 'not-recorded', against: null, sha256: own.picture.sha256 });
    expect(await at('/unchanged', {}, first)).toMatchObject({
      picture: 'same-file',
      against: 'first-recheck',
    });
    expect(await at('/replaced', {}, first)).toMatchObject({
      picture: 'another-picture',
      against: 'first-recheck',
    });
  });

  it('says whether the row is still in the newest release', async () => {
    const say = async (standing: RowStanding['standing'], rowsPublished: number | null) => {
      const row = { release: '2', standing, rowsListed: 50, rowsPublished };
      return (await recheck(match(host.url('/gone')), null, row, downloader, fingerprinter, NOW)).sentence;
    };
    expect(await say('listed', null)).toContain('is in release 2');
    expect(await say('absent', 50)).toContain('not in release 2 any more');
    expect(await say('absent', 400)).toContain('not among the 50 rows');
    expect(await say('hidden', 50)).toBe(await say('absent', 50));
  });
});
