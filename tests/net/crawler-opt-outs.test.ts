import { describe, expect, it } from 'vitest';
import { closeAllAfterEach, crawl, NO_ROBOTS, startHost, text } from './crawling.ts';

closeAllAfterEach();

describe('an opt-out', () => {
  it('in tdmrep.json is honoured without asking for the picture', async () => {
    const rules = [
      { location: '/free/', 'tdm-reservation': 0 },
      { location: '/', 'tdm-reservation': 1 },
    ];
    const host = await startHost({ '/.well-known/tdmrep.json': text(JSON.stringify(rules)) });
    const { download } = crawl([host]);
    await expect(download(host.url('/a'))).rejects.toMatchObject({
      reason: 'opted-out',
      optOut: { signal: 'tdm-reservation', where: '/.well-known/tdmrep.json' },
      attempts: 0,
    });
    expect(await download(host.url('/free/a'))).toBe('a picture');
    expect(host.paths).toEqual([...NO_ROBOTS, '/free/a']);
  });

  it('in a file that cannot be read just now is not guessed at', async () => {
    const host = await startHost({ '/.well-known/tdmrep.json': { status: 500 } });
    await expect(crawl([host]).download(host.url('/a'))).rejects.toMatchObject({
      reason: 'tdmrep-unreachable',
    });
  });

  it('in a header is honoured', async () => {
    const headers = { 'content-type': 'image/png', 'x-robots-tag': 'somebot: noai' };
    const host = await startHost({ '/a': { headers, body: 'x' } });
    await expect(crawl([host]).download(host.url('/a'))).rejects.toMatchObject({
      reason: 'opted-out',
      optOut: { signal: 'noai', where: 'X-Robots-Tag' },
      attempts: 1,
    });
  });

  it('of the operator’s own domain alone is not asked for', async () => {
    const headers = { 'content-type': 'image/png', 'tdm-reservation': '1' };
    const host = await startHost({
      '/a': { headers, body: 'mine' },
      '/robots.txt': text('User-agent: *\nDisallow: /'),
    });
    const port = host.host.split(':')[1];
    const names = ['own.example', 'cdn.own.example', 'notown.example'].map((name) => `${name}:${port}`);
    const { download } = crawl([], {
      privateHosts: new Set(names),
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      ownDomains: new Set(['own.example']),
    });
    expect(await download(`http://own.example:${port}/a`)).toBe('mine');
    expect(await download(`http://cdn.own.example:${port}/a`)).toBe('mine');
    await expect(download(`http://notown.example:${port}/a`)).rejects.toMatchObject({ reason: 'robots' });
  });
});
