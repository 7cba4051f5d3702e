import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunk } from '../../scripts/synthetic/png-chunk.ts';
import type { OptOutAudit } from '../../src/api/opt-out.ts';
import { whyUnanswered } from '../../src/opt-out/unanswered.ts';
import { pngOf } from '../fingerprint/bombs.ts';
import type { Answer } from '../helpers/scripted-host.ts';
import { audit, withOptOutReader } from './audited-host.ts';
import { noise } from './pictures.ts';

withOptOutReader();

const HTML = { 'content-type': 'text/html' };
const PNG = { 'content-type': 'image/png' };
const EMPTY: Answer = { headers: HTML, body: '' };
const CONTENT = {
  type: 'urn:trainspot:problem:content-unreadable',
  title: 'What the address serves cannot be read',
  status: 422,
};
const PICTURE = {
  type: 'urn:trainspot:problem:picture-unreadable',
  title: 'The picture cannot be read',
  status: 422,
};

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

const problemsIn = ({ mechanisms, fetched }: OptOutAudit) =>
  [...mechanisms, ...fetched].flatMap(({ problem }) => problem ?? []);

const readingOf = ({ mechanisms }: OptOutAudit, name: string) =>
  mechanisms.find(({ mechanism }) => mechanism === name);

/** A sound PNG that holds 64 MiB of nothing. */
async function bomb(): Promise<Uint8Array> {
  const file = await noise('png');
  const profile = Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(64 * 2 ** 20))]);
  return Uint8Array.from(Buffer.concat([file.subarray(0, 33), chunk('iCCP', profile), file.subarray(33)]));
}

describe('what is refused for what is served', () => {
  it.each([
    ['a page of tags in tags', 'meta-robots', '/page', HTML, '<b>'.repeat(3_000), /2000 deep/],
    [
      'a tag of 20,000 attributes',
      'tdm-meta',
      '/page',
      HTML,
      `<p ${lines(20_000, (n) => `a${n}`)}>`,
      /10000/,
    ],
    [
      'a robots tag of 20,000 letters',
      'meta-robots',
      '/page',
      HTML,
      `<meta name=robots content="${'noai,'.repeat(4_000)}">`,
      /has 20000 letters; 16384/,
    ],
    [
      'a page without a beginning',
      'tdm-meta',
      '/page',
      HTML,
      `<style>${'x'.repeat(600_000)}`,
      /512000 bytes/,
    ],
    [
      'a rule of 20,000 letters',
      'robots-txt',
      '/robots.txt',
      {},
      `User-agent: *\nDisallow: /${'a*'.repeat(10_000)}`,
      /letters in one line/,
    ],
    [
      '11,000 rules of four stars',
      'robots-txt',
      '/robots.txt',
      {},
      lines(11_000, (n) => `Disallow: /*a*${n}*a*`),
      /44000 stars/,
    ],
    [
      '12,000 escaped dots',
      'ai-txt',
      '/ai.txt',
      {},
      lines(1_200, () => `Disallow: ${'%2e'.repeat(10)}`),
      /12000 escapes/,
    ],
    [
      '12,000 names',
      'robots-txt',
      '/robots.txt',
      {},
      lines(12_000, (n) => `User-agent: a${n}`),
      /12000 names/,
    ],
    ['200,000 empty lines', 'ai-txt', '/ai.txt', {}, '\n'.repeat(200_000), /200001 lines/],
    [
      'lists in lists',
      'tdmrep-json',
      '/.well-known/tdmrep.json',
      {},
      `${'['.repeat(99)}${']'.repeat(99)}`,
      /99 lists/,
    ],
  ])('carries a problem: %s', async (_what, mechanism, path, headers, body, why) => {
    const found = await audit({ '/page': EMPTY, [path]: { headers, body } });
    expect(readingOf(found, mechanism)).toMatchObject({
      state: 'unknown',
      problem: { ...CONTENT, detail: expect.stringMatching(why) },
    });
    expect(whyUnanswered(found)).toMatch(/^What this says about AI training is not known\. /);
  });

  it('says of what was packed too tight, or is broken, at which address it lies', async () => {
    const packed = { 'content-encoding': 'gzip' };
    const found = await audit({
      '/page': EMPTY,
      '/robots.txt': { headers: packed, body: gzipSync(Buffer.alloc(2e6)) },
      '/ai.txt': { headers: packed, body: 'nothing that was ever packed' },
    });
    expect(found.fetched.map(({ problem }) => problem?.detail)).toEqual([
      undefined,
      expect.stringContaining('unpacks to more than 512000 bytes'),
      undefined,
      expect.stringContaining('broken'),
    ]);
    expect(readingOf(found, 'robots-txt')).toMatchObject({ state: 'unknown', problem: CONTENT });
    expect(readingOf(found, 'ai-txt')).toMatchObject({ state: 'unknown', problem: CONTENT });
  });

  it('reads the beginning of a long robots.txt, and says that it is long', async () => {
    const rest = `${'#'.repeat(99)}\n`.repeat(6_000);
    const silent = await audit({ '/page': EMPTY, '/robots.txt': { body: rest } });
    expect(readingOf(silent, 'robots-txt')).toMatchObject({ state: 'silent', problem: CONTENT });
    expect(whyUnanswered(silent)).toContain('512000 bytes');
    const said = await audit({
      '/page': EMPTY,
      '/robots.txt': { body: `User-agent: *\nDisallow: /\n${rest}` },
    });
    expect(readingOf(said, 'robots-txt')).toMatchObject({ state: 'reserves', problem: CONTENT });
    expect(whyUnanswered(said)).toBeNull();
  });

  it.each([
    ['a packed profile', bomb, PNG],
    [
      'a claim of pixels',
      async () => pngOf(60_000, 60_000, [chunk('IDAT', deflateSync(Buffer.alloc(9)))]),
      PNG,
    ],
    [
      'a claim of pixels in a GIF',
      async () => Buffer.from(`GIF89a${'\xff'.repeat(4)}${'\0'.repeat(30)}`, 'latin1'),
      { 'content-type': 'image/gif' },
    ],
    [
      'a claim of pixels in a JPEG',
      async () =>
        Buffer.from(`\xff\xd8\xff\xc0\0\x11\x08${'\xff'.repeat(4)}\x03${'\0'.repeat(9)}\xff\xd9`, 'latin1'),
      { 'content-type': 'image/jpeg' },
    ],
  ])('carries a problem: a picture with %s', async (_what, make, headers) => {
    const found = await audit({ '/page': { headers, body: await make() } });
    expect(readingOf(found, 'data-mining')).toMatchObject({ state: 'unknown', problem: PICTURE });
    expect(whyUnanswered(found)).not.toBeNull();
  });
});

describe('an audit of which something was answered', () => {
  it.each([
    ['by robots.txt', { '/robots.txt': { body: 'User-agent: *\nDisallow: /' } }, {}],
    [
      'to a crawler of search alone',
      { '/robots.txt': { body: 'User-agent: OAI-SearchBot\nDisallow: /' } },
      {},
    ],
    ['by a header', {}, { 'tdm-reservation': '1' }],
    ['with yes', {}, { 'tdm-reservation': '0' }],
  ])('is an answer beside a bomb: %s', async (_what, more, headers) => {
    const found = await audit({ '/page': { headers: { ...PNG, ...headers }, body: await bomb() }, ...more });
    expect(readingOf(found, 'data-mining')).toMatchObject({ problem: PICTURE });
    expect(whyUnanswered(found)).toBeNull();
  });

  const drop: Answer = (response) => response.destroy();
  it.each([
    [
      'nothing answers',
      { '/page': drop, '/robots.txt': drop, '/ai.txt': drop, '/.well-known/tdmrep.json': drop },
    ],
    ['a server fails', { '/page': { status: 500 }, '/robots.txt': { status: 503 } }],
    ['nothing is said', { '/page': EMPTY }],
    [
      'a page is packed in a way that is not known here',
      { '/page': { headers: { ...HTML, 'content-encoding': 'zstd' }, body: 'x' } },
    ],
    ['a word is none', { '/page': { headers: PNG, body: Buffer.from('no picture') } }],
  ] as [string, Record<string, Answer>][])('has no problem where %s', async (_what, answers) => {
    const found = await audit(answers);
    expect(problemsIn(found)).toEqual([]);
    expect(whyUnanswered(found)).toBeNull();
  });

  it.each([
    ['a start page in one line in place of every file', `<html>${'<div class="a">['.repeat(9_000)}`],
    ['a robots.txt of escaped paths', lines(3_000, (n) => `Disallow: /%D0%BF%D0%BE%D0%B8%D1%81%D0%BA${n}`)],
    ['a robots.txt of 9,000 paths', lines(9_000, (n) => `Disallow: /*/page/${n}/*?sort=`)],
    ['a robots.txt of 2,000 names', lines(2_000, (n) => `User-agent: bot${n}\nDisallow: /`)],
    [
      'a tdmrep.json of 2,000 rules',
      JSON.stringify(
        Array.from({ length: 2_000 }, (_, n) => ({ location: `/a/${n}/*`, 'tdm-reservation': 0 })),
      ),
    ],
  ])('has no problem with %s', async (_what, body) => {
    const file: Answer = { body };
    const found = await audit({
      '/page': EMPTY,
      '/robots.txt': file,
      '/ai.txt': file,
      '/.well-known/tdmrep.json': file,
    });
    expect(problemsIn(found)).toEqual([]);
  });
});
