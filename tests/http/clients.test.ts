import type { InjectOptions } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { appWith } from './app-under-test.ts';

/** Asks as a connection from `from` that says `forwarded`. */
interface Asked {
  from?: string;
  forwarded?: string | string[];
}

/** The statuses of requests in their order, where each client may ask once. */
async function statuses(trust: string, asked: readonly Asked[]): Promise<number[]> {
  const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: trust });
  const answers: number[] = [];
  for (const { from, forwarded } of asked) {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const request: InjectOptions = { url: '/v1/images?domain=a.example', headers, remoteAddress: from };
    answers.push((await app.inject(request)).statusCode);
  }
  await app.close();
  return answers;
}

const one = (...forwarded: string[]): Asked[] => forwarded.map((text) => ({ forwarded: text }));
const from = (...addresses: string[]): Asked[] => addresses.map((address) => ({ from: address }));

describe('a client', () => {
  it.each<[what: string, trust: string, asked: Asked[], expected: number[]]>([
    ['is the connection where no proxy is trusted', 'false', one('192.0.2.1', '192.0.2.2'), [200, 429]],
    ['is the connection where 0 proxies are named', '0', one('192.0.2.1', '192.0.2.2'), [200, 429]],
    ['is what the one proxy says', '1', one('192.0.2.1', '192.0.2.2', '192.0.2.1'), [200, 200, 429]],
    ['is not what it says of itself', '1', one('192.0.2.1, 192.0.2.9', '192.0.2.2, 192.0.2.9'), [200, 429]],
    ['is behind two proxies', '2', one('192.0.2.1, 10.0.0.1', '192.0.2.1, 10.0.0.2'), [200, 429]],
    ['may come by fewer proxies than are named', '3', one('192.0.2.1', '192.0.2.2'), [200, 200]],
    ['is behind a proxy on this machine', 'loopback', one('192.0.2.1', '192.0.2.2'), [200, 200]],
    [
      'is not believed where its connection is no proxy’s',
      'loopback, 10.0.0.0/8',
      [
        { from: '198.51.100.1', forwarded: '192.0.2.1' },
        { from: '198.51.100.1', forwarded: '192.0.2.2' },
      ],
      [200, 429],
    ],
    [
      'is the first address from here that is no proxy’s',
      'loopback,10.0.0.0/8',
      one('192.0.2.1, 192.0.2.9, 10.1.2.3', '192.0.2.2, 192.0.2.9, 10.3.2.1:4711'),
      [200, 429],
    ],
    ['is behind a proxy by IPv6', '::1', [{ from: '::1', forwarded: '192.0.2.1' }], [200]],
    [
      'is behind a proxy whose IPv4 is written as IPv6',
      '10.0.0.0/8',
      [
        { from: '::ffff:10.0.0.1', forwarded: '192.0.2.1' },
        { from: '::ffff:10.0.0.1', forwarded: '192.0.2.2' },
      ],
      [200, 200],
    ],
    [
      'is named in the last of several headers',
      '1',
      [{ forwarded: ['192.0.2.1', '192.0.2.9'] }, { forwarded: ['192.0.2.2', '192.0.2.9'] }],
      [200, 429],
    ],
    [
      'is the same from every port',
      '1',
      one('192.0.2.1:1025', '192.0.2.1:1026', '192.0.2.1'),
      [200, 429, 429],
    ],
    [
      'is the same in brackets',
      '1',
      one('[2001:db8::1]:80', '2001:db8::1', '[2001:db8::1]'),
      [200, 429, 429],
    ],
    [
      'is the proxy where that writes no address',
      '1',
      one('unknown', '_hidden', ' ', ', ,'),
      [200, 429, 429, 429],
    ],
    [
      'is its /64 of IPv6',
      'false',
      from('2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'),
      [200, 429, 200],
    ],
    [
      'is the same as IPv4 and as IPv6',
      'false',
      from('192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201'),
      [200, 429, 429],
    ],
    ['is its link without the zone', 'false', from('fe80::1%eth0', 'fe80::1%eth1'), [200, 429]],
  ])('%s', async (_what, trust, asked, expected) => {
    expect(await statuses(trust, asked)).toEqual(expected);
  });
});

describe('what a proxy says of its own host and scheme', () => {
  it('is in no answer', async () => {
    const app = await appWith({}, { TRUST_PROXY: '1' });
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-for': '192.0.2.77',
    };
    for (const url of [
      '/',
      '/docs',
      '/docs/',
      '/openapi.json',
      '/v1/datasets',
      '/case',
      '/x',
      '//evil.example/%2e',
    ]) {
      const { body, headers: answered } = await app.inject({ url, headers });
      expect(JSON.stringify(answered) + body, url).not.toMatch(/evil\.example|gopher|192\.0\.2\.77/);
    }
  });
});

describe('the rate limit', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends after a minute, though the clock of the machine is set back', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1' });
    const ask = () => app.inject('/v1/images?domain=a.example');
    expect((await ask()).statusCode).toBe(200);
    vi.setSystemTime(Date.now() - 3_600_000);
    const refused = await ask();
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    vi.advanceTimersByTime(60_000);
    expect((await ask()).statusCode).toBe(200);
  });
});
