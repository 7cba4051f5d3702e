import { beforeAll, describe, expect, it } from 'vitest';
import type { OptOutAudit } from '../../src/api/opt-out.ts';
import { pngXmp } from '../../src/fingerprint/xmp/png.ts';
import { crawlers } from '../../src/advice/facts/crawlers.ts';
import { createLooker } from '../../src/net/looker.ts';
import { auditOptOuts } from '../../src/opt-out/audit.ts';
import { markPicture } from '../../src/opt-out/mark-picture.ts';
import { type Answer } from '../helpers/scripted-host.ts';
import { noise } from './pictures.ts';
import { audit, host, reader, withOptOutReader } from './audited-host.ts';

withOptOutReader();

const HTML = { 'content-type': 'text/html; charset=utf-8' };

let marked: Uint8Array;

beforeAll(async () => {
  marked = markPicture(await noise('jpeg'), 'DMI-PROHIBITED-AIMLTRAINING').bytes;
});

const stateOf = ({ mechanisms }: OptOutAudit, name: string) =>
  mechanisms.find(({ mechanism }) => mechanism === name)?.state;

const crawler = ({ crawlers: all }: OptOutAudit, name: string) => all.find(({ token }) => token === name)!;

describe('an audit', () => {
  it('finds nothing where nothing is said, and says what was fetched', async () => {
    const found = await audit({ '/page': { headers: HTML, body: '<p>Hello' } });
    expect(found.mechanisms.map(({ mechanism, state }) => [mechanism, state])).toEqual([
      ['robots-txt', 'silent'],
      ['x-robots-tag', 'silent'],
      ['meta-robots', 'silent'],
      ['tdmrep-json', 'silent'],
      ['tdm-header', 'silent'],
      ['tdm-meta', 'silent'],
      ['ai-txt', 'silent'],
      ['data-mining', 'not-looked-for'],
    ]);
    expect(found.crawlers).toHaveLength(crawlers().length);
    expect(crawler(found, 'GPTBot')).toMatchObject({
      mayFetch: true,
      isNamed: false,
      sentence: 'GPTBot may fetch this page: there is no robots.txt.',
      status: 'third-party',
    });
    expect(found.fetched.map(({ httpStatus, failure }) => [httpStatus, failure])).toEqual([
      [200, null],
      [404, null],
      [404, null],
      [404, null],
    ]);
    expect(host!.paths.toSorted()).toEqual(['/.well-known/tdmrep.json', '/ai.txt', '/page', '/robots.txt']);
    expect(found.summary).toContain('Nothing that was read');
  });

  it('reads robots.txt for each crawler by itself', async () => {
    const body = [
      'User-agent: *',
      'Disallow: /private/',
      '',
      'User-agent: GPTBot',
      'User-agent: ai2bot',
      'Disallow: /',
      '',
      'User-agent: ClaudeBot',
      'Disallow: /',
      'Allow: /page',
      'User-agent: Google-Extended',
      'Disallow: /',
    ].join('\n');
    const found = await audit({ '/page': { headers: HTML }, '/robots.txt': { body } });
    const said = (token: string) => crawler(found, token).sentence;
    expect(said('GPTBot')).toBe('GPTBot may not fetch this page: robots.txt forbids it by name.');
    expect(said('AI2Bot')).toBe('AI2Bot may not fetch this page: robots.txt forbids it by name.');
    expect(said('ClaudeBot')).toBe('ClaudeBot may fetch this page: robots.txt names it and lets it.');
    expect(said('CCBot')).toBe(
      'CCBot may fetch this page: robots.txt neither names it nor forbids it to everybody.',
    );
    expect(said('Google-Extended')).toBe(
      'Google may not use this page for training (Google-Extended): robots.txt forbids it by name.',
    );
    expect(said('Bytespider')).toContain('Site owners report that it does not keep to robots.txt.');
    expect(stateOf(found, 'robots-txt')).toBe('reserves');
  });

  it('says of everybody what is said to everybody', async () => {
    const found = await audit({
      '/page': { headers: HTML },
      '/robots.txt': { body: 'User-agent: *\nDisallow: /' },
    });
    const barred = found.crawlers.filter(({ token }) => token !== 'img2dataset');
    expect(barred.every(({ mayFetch, isNamed }) => mayFetch === false && !isNamed)).toBe(true);
    expect(crawler(found, 'img2dataset')).toMatchObject({ mayFetch: true });
    expect(crawler(found, 'GPTBot').sentence).toContain('robots.txt forbids it to everybody');
  });

  it.each([
    [{ 'x-robots-tag': 'noai, noimageai' }, 'x-robots-tag', 'reserves', ['noai', 'noimageai']],
    [
      { 'x-robots-tag': ['noindex', 'GPTBot: noai, noimageai'] },
      'x-robots-tag',
      'reserves',
      ['gptbot: noai', 'gptbot: noimageai'],
    ],
    [{ 'x-robots-tag': 'unavailable_after: 25 Jun 2030 15:00:00 PST' }, 'x-robots-tag', 'silent', []],
    [{ 'tdm-reservation': '1' }, 'tdm-header', 'reserves', ['tdm-reservation: 1']],
    [{ 'tdm-reservation': '0' }, 'tdm-header', 'allows', ['tdm-reservation: 0']],
  ])('reads the headers %j', async (headers, mechanism, state, said) => {
    const found = await audit({ '/page': { headers: { ...HTML, ...(headers as Record<string, string>) } } });
    expect(found.mechanisms.find((each) => each.mechanism === mechanism)).toMatchObject({ state, said });
  });

  it.each([
    ['<META NAME="Robots" CONTENT="NoIndex, NoAI">', 'meta-robots', 'reserves', ['noai']],
    ["<meta content=noimageai name='GPTBot'>", 'meta-robots', 'reserves', ['gptbot: noimageai']],
    ['<!-- <meta name="robots" content="noai"> -->', 'meta-robots', 'silent', []],
    ['<script>"<meta name=robots content=noai>"</script>', 'meta-robots', 'silent', []],
    ['<meta name="description" content="noai">', 'meta-robots', 'silent', []],
    ['<meta name="tdm-reservation" content="1">', 'tdm-meta', 'reserves', ['tdm-reservation: 1']],
  ])('reads the page %s', async (body, mechanism, state, said) => {
    const found = await audit({ '/page': { headers: HTML, body } });
    expect(found.mechanisms.find((each) => each.mechanism === mechanism)).toMatchObject({ state, said });
  });

  it.each([
    ['User-Agent: *\nDisallow: *.jpg', '/a.jpg', 'reserves'],
    ['User-Agent: *\nDisallow: *.jpg', '/a.txt', 'silent'],
    ['User-Agent: *\nDisallow: /', '/a.txt', 'reserves'],
    ['<html>Our start page</html>', '/a.txt', 'silent'],
  ])('reads the ai.txt %j for %s', async (body, path, state) => {
    const found = await audit({ [path]: { headers: HTML }, '/ai.txt': { body } }, path);
    expect(stateOf(found, 'ai-txt')).toBe(state);
  });

  it('reads the picture itself', async () => {
    const headers = { 'content-type': 'image/jpeg' };
    const found = await audit({ '/page': { headers, body: marked } });
    expect(found.mechanisms.find(({ mechanism }) => mechanism === 'data-mining')).toMatchObject({
      state: 'reserves',
      sentence: 'This picture reserves training of AI and machine learning.',
      said: ['DMI-PROHIBITED-AIMLTRAINING'],
    });
    expect(stateOf(found, 'meta-robots')).toBe('not-looked-for');
  });

  it('reads a bare picture, and one that says something else', async () => {
    const headers = { 'content-type': 'image/png' };
    expect(stateOf(await audit({ '/page': { headers, body: await noise('png') } }), 'data-mining')).toBe(
      'silent',
    );
    await host!.close();
    const allowed = markPicture(await noise('png'), 'DMI-ALLOWED').bytes;
    expect(stateOf(await audit({ '/page': { headers, body: allowed } }), 'data-mining')).toBe('allows');
  });

  it.each([
    ['is packed past reading', { ...HTML, 'content-encoding': 'zstd' }, 'x', 'unknown'],
    ['is cut before its body', HTML, `<style>${'x'.repeat(600_000)}`, 'unknown'],
    ['is cut after its body began', HTML, `<body><p>${'x'.repeat(600_000)}`, 'silent'],
    ['has tags deeper than any page', HTML, '<div>'.repeat(3_000), 'unknown'],
    ['has many tags side by side', HTML, '<div></div><p>'.repeat(30_000), 'silent'],
  ])('knows what it can of the tags of a page that %s', async (_, headers, body, state) => {
    const found = await audit({ '/page': { headers, body } });
    expect([stateOf(found, 'meta-robots'), stateOf(found, 'tdm-meta')]).toEqual([state, state]);
  });

  it('reads a picture of no type as the picture that it is', async () => {
    const found = await audit({ '/page': { body: marked } });
    expect(stateOf(found, 'data-mining')).toBe('reserves');
  });

  it('reads a robots.txt that says that it is a picture', async () => {
    const body = 'User-agent: GPTBot\nDisallow: /';
    const found = await audit({
      '/page': { headers: HTML },
      '/robots.txt': { headers: { 'content-type': 'image/png' }, body },
    });
    expect(crawler(found, 'GPTBot')).toMatchObject({ mayFetch: false, isNamed: true });
  });

  it('shows the beginning of a word that is no word', async () => {
    const endless = `<x><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="${'no '.repeat(9_000)}"/></rdf:RDF></x>`;
    const body = pngXmp.write(await noise('png'), () => endless);
    const found = await audit({ '/page': { headers: { 'content-type': 'image/png' }, body } });
    const { state, said } = found.mechanisms.find(({ mechanism }) => mechanism === 'data-mining')!;
    expect([state, said[0].length]).toEqual(['unknown', 200]);
  });

  it('says what it does not know where the site fails', async () => {
    const found = await audit({
      '/page': (response) => response.destroy(),
      '/robots.txt': { status: 503 },
      '/.well-known/tdmrep.json': { status: 500 },
    });
    for (const name of [
      'robots-txt',
      'x-robots-tag',
      'meta-robots',
      'tdmrep-json',
      'tdm-header',
      'data-mining',
    ]) {
      expect(stateOf(found, name)).toBe('unknown');
    }
    expect(crawler(found, 'GPTBot')).toMatchObject({ mayFetch: null });
    expect(found.summary).toContain('The address gave no answer');
    expect(found.fetched[0]).toMatchObject({ httpStatus: null, answeredBy: null });
    expect(found.fetched[1]).toMatchObject({ httpStatus: 503, failure: 'The server answered 503.' });
  });

  it('says in one sentence that nobody answered at all', async () => {
    const drop: Answer = (response) => response.destroy();
    const found = await audit({
      '/page': drop,
      '/robots.txt': drop,
      '/.well-known/tdmrep.json': drop,
      '/ai.txt': drop,
    });
    expect(found.summary).toMatch(
      /^Nobody answered there, so what it says about AI training is not known\. \S/,
    );
    expect(found.summary).not.toContain('Nothing that was read');
  });

  it('follows redirects, and says where they led', async () => {
    const found = await audit({
      '/page': { status: 301, headers: { location: '/moved' } },
      '/moved': { headers: HTML },
    });
    expect(found.url).toBe(host!.url('/moved'));
    expect(found.fetched[0]).toMatchObject({ url: host!.url('/page'), answeredBy: host!.url('/moved') });
  });

  it.each(['http://10.0.0.1/ai.txt', 'ftp://example.org/ai.txt', 'http://[/'])(
    'goes on where a file of the site leads astray, to %s',
    async (location) => {
      const found = await audit({
        '/page': { headers: HTML, body: '<p>Hello' },
        '/ai.txt': { status: 302, headers: { location } },
      });
      expect(stateOf(found, 'ai-txt')).toBe('unknown');
      expect(found.fetched.at(-1)).toMatchObject({ httpStatus: null, failure: expect.any(String) });
    },
  );

  it.each([
    ['http://10.0.0.1/', 'address-refused'],
    ['http://localhost/', 'address-refused'],
    ['ftp://example.org/', 'address-invalid'],
    ['', 'address-invalid'],
    ['not a domain', 'address-invalid'],
  ])('does not ask %j', async (address, code) => {
    const looker = createLooker({
      timeoutMs: 1_000,
      maxBytes: 1_000,
      concurrency: 1,
      privateHosts: new Set(),
    });
    await expect(auditOptOuts(address, looker, reader)).rejects.toMatchObject({ code });
    await looker.close();
  });
});
