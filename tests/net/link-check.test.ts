import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createLinkChecker, type LinkChecker } from '../../src/net/link-check.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';

const PICTURE = Buffer.from('a picture');
const SHA256 = createHash('sha256').update(PICTURE).digest('hex');

describe('a link check', () => {
  let host: ScriptedHost;
  let links: LinkChecker;
  async function serve(answers: Record<string, Answer>): Promise<void> {
    host = await startScriptedHost((path) => answers[path]);
    links = createLinkChecker({
      timeoutMs: 3_000,
      maxBytes: 100,
      concurrency: 4,
      intervalMs: 0,
      privateHosts: new Set([host.host]),
    });
  }
  afterEach(async () => {
    await links.close();
    await host.close();
  });

  it('writes down what came: status, headers without cookies, size and hash', async () => {
    const headers = { 'content-type': 'image/png', 'set-cookie': 'secret=1', etag: '"7"' };
    await serve({ '/a.png': { headers, body: PICTURE } });
    const found = await links.check(host.url('/a.png'));
    expect(found).toMatchObject({
      outcome: 'served',
      httpStatus: 200,
      answeredBy: host.url('/a.png'),
      bytes: PICTURE.length,
      sha256: SHA256,
      why: null,
      headers: { 'content-type': 'image/png', etag: '"7"' },
    });
    expect(JSON.stringify(found)).not.toMatch(/secret|a picture/);
    expect(Math.abs(Date.parse(found.checkedAt) - Date.now())).toBeLessThan(60_000);
  });

  it('is ended while the rules of the host are waited for', async () => {
    const ending = new AbortController();
    await serve({ '/robots.txt': () => ending.abort(), '/a.png': { body: PICTURE } });
    expect(await links.check(host.url('/a.png'), ending.signal)).toMatchObject({
      outcome: 'not-asked',
      why: expect.stringContaining('stopped'),
    });
    expect(host.paths).toEqual(['/robots.txt']);
  });

  it('follows redirects, and says where they ended', async () => {
    await serve({ '/a.png': { status: 302, headers: { location: '/b.png' } }, '/b.png': { body: PICTURE } });
    expect(await links.check(host.url('/a.png'))).toMatchObject({
      outcome: 'served',
      answeredBy: host.url('/b.png'),
      sha256: SHA256,
    });
  });

  it.each([404, 410, 403, 500])('tells the status %i, with the hash of its page', async (status) => {
    await serve({ '/a.png': { status, body: PICTURE } });
    expect(await links.check(host.url('/a.png'))).toMatchObject({
      outcome: 'not-served',
      httpStatus: status,
      sha256: SHA256,
    });
  });

  it.each([
    ['noai', { '/a.png': { headers: { 'x-robots-tag': 'noai' }, body: PICTURE } }, 200],
    [
      'robots.txt',
      { '/robots.txt': { body: 'User-agent: Trainspot\nDisallow: /' }, '/a.png': { body: PICTURE } },
      null,
    ],
    ['tdmrep.json', { '/.well-known/tdmrep.json': { body: '[{"location":"/","tdm-reservation":1}]' } }, null],
  ] as [string, Record<string, Answer>, number | null][])(
    'reads nothing of what is reserved: %s',
    async (_, answers, status) => {
      await serve(answers);
      const found = await links.check(host.url('/a.png'));
      expect(found).toMatchObject({ outcome: 'reserved', httpStatus: status, sha256: null, bytes: null });
      expect(found.why).toMatch(/read|asked for/);
      expect(host.paths.includes('/a.png')).toBe(status !== null);
    },
  );

  it('has no hash of what is too large, and says so', async () => {
    await serve({ '/a.png': { body: 'x'.repeat(101) } });
    expect(await links.check(host.url('/a.png'))).toMatchObject({
      outcome: 'served',
      sha256: null,
      why: expect.stringContaining('at most 100') as string,
    });
  });

  it('says that nobody answered, or was asked', async () => {
    await serve({ '/a.png': (response) => response.destroy() });
    expect(await links.check(host.url('/a.png'))).toMatchObject({ outcome: 'no-answer', httpStatus: null });
    expect(await links.check('http://10.0.0.1/a.png')).toMatchObject({ outcome: 'not-asked' });
    const stopped = new AbortController();
    stopped.abort();
    expect(await links.check(host.url('/a.png'), stopped.signal)).toMatchObject({ outcome: 'not-asked' });
  });
});
