import { describe, expect, it } from 'vitest';
import { writeOptOutFiles } from '../../src/opt-out/files/registry.ts';
import { audit, withOptOutReader } from './audited-host.ts';

withOptOutReader();

const HTML = { 'content-type': 'text/html; charset=utf-8' };

describe('the files that are written', () => {
  const files = writeOptOutFiles({ keepOut: 'all', policyUrl: 'https://studio.example/terms?a="b"&c={d}' });
  const textOf = (name: string) => files.find((file) => file.name === name)!.text;

  it('say no by every mechanism and to every crawler, as the audit reads them', async () => {
    const nginx = [...textOf('nginx.conf').matchAll(/^add_header (\S+) "(.*)" always;$/gm)];
    const headers = Object.fromEntries(nginx.map(([, name, value]) => [name.toLowerCase(), value]));
    expect(headers).toMatchObject({ 'x-robots-tag': 'noai, noimageai', 'tdm-reservation': '1' });
    const found = await audit({
      '/page': { headers: { ...HTML, ...headers }, body: `<head>${textOf('meta-tags.html')}</head>` },
      '/robots.txt': { body: textOf('robots.txt') },
      '/ai.txt': { body: textOf('ai.txt') },
      '/.well-known/tdmrep.json': { body: textOf('.well-known/tdmrep.json') },
    });
    expect(
      found.mechanisms.filter(({ state }) => state !== 'reserves').map(({ mechanism }) => mechanism),
    ).toEqual(['data-mining']);
    expect(found.crawlers.filter(({ mayFetch }) => mayFetch !== false)).toEqual([]);
  });

  it('let AI search in where only training is to be kept out', () => {
    const [{ text }] = writeOptOutFiles({ keepOut: 'training', policyUrl: null });
    expect(text).toContain('User-agent: GPTBot\n');
    expect(text).not.toMatch(/OAI-SearchBot|ChatGPT-User|img2dataset/);
  });

  it('carry the page with terms, and nothing that ends a line early', () => {
    expect(JSON.parse(textOf('.well-known/tdmrep.json'))).toEqual([
      {
        location: '/',
        'tdm-reservation': 1,
        'tdm-policy': 'https://studio.example/terms?a=%22b%22&c=%7Bd%7D',
      },
    ]);
    for (const { text } of files) expect(text).not.toMatch(/[{]d[}]|"b"/);
    expect(() => writeOptOutFiles({ keepOut: 'all', policyUrl: 'javascript:alert(1)' })).toThrow(
      /no web address/,
    );
  });

  it('set the same headers with every server', () => {
    for (const name of ['nginx.conf', 'apache.htaccess', 'Caddyfile']) {
      expect(textOf(name)).toMatch(/X-Robots-Tag "noai, noimageai"/);
      expect(textOf(name)).toMatch(/TDM-Reservation "1"/);
      expect(textOf(name)).toMatch(/TDM-Policy "https:/);
    }
  });
});
