import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Something that a host answers, and would take far more to read than it has. */
export interface SiteBomb {
  name: string;
  path: '/page' | '/robots.txt' | '/ai.txt' | '/.well-known/tdmrep.json';
  headers: Record<string, string>;
  body: () => string | Uint8Array;
  /** What an audit says by which mechanism: of a file that is too long its beginning is read. */
  mechanism: string;
  read: 'unknown' | 'silent';
}

const HTML = { 'content-type': 'text/html' };
const TEXT = { 'content-type': 'text/plain' };
const KB = 500 * 1024;
const filled = (piece: string): string => piece.repeat(Math.floor(KB / piece.length));
const lines = (line: (n: number) => string): string => {
  const all: string[] = [];
  for (let [n, length] = [0, 0]; length < KB - 100; n++) {
    all.push(line(n));
    length += all[n].length + 1;
  }
  return all.join('\n');
};
const ROBOTS = 'User-agent: *\nUser-agent: GPTBot\nUser-agent: CCBot\nUser-agent: Trainspot\n';

export const SITE_BOMBS: readonly SiteBomb[] = [
  {
    name: 'tags in tags',
    path: '/page',
    headers: HTML,
    body: () => filled('<b>'),
    mechanism: 'meta-robots',
    read: 'unknown',
  },
  {
    name: 'tags in tags that others end',
    path: '/page',
    headers: HTML,
    body: () => `${'<b>'.repeat(90_000)}${'</i>'.repeat(60_000)}`,
    mechanism: 'tdm-meta',
    read: 'unknown',
  },
  {
    name: 'one endless attribute',
    path: '/page',
    headers: HTML,
    body: () => `<meta name="${filled('a ')}`,
    mechanism: 'meta-robots',
    read: 'unknown',
  },
  {
    name: 'a tag of 100,000 attributes',
    path: '/page',
    headers: HTML,
    body: () => `<meta ${lines((n) => `a${n}`)}>`,
    mechanism: 'meta-robots',
    read: 'unknown',
  },
  {
    name: 'the same word over and over',
    path: '/page',
    headers: HTML,
    body: () => `<meta name=robots content="${filled('noai,').slice(100)}">`,
    mechanism: 'meta-robots',
    read: 'unknown',
  },
  {
    name: 'a page that unpacks to 64 MiB',
    path: '/page',
    headers: { ...HTML, 'content-encoding': 'br' },
    body: () =>
      brotliCompressSync(Buffer.alloc(64 * 2 ** 20), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    mechanism: 'meta-robots',
    read: 'unknown',
  },
  {
    name: 'a robots.txt of stars',
    path: '/robots.txt',
    headers: TEXT,
    body: () => `${ROBOTS}Disallow: /${filled('*a')}`,
    mechanism: 'robots-txt',
    read: 'silent',
  },
  {
    name: 'a robots.txt of many lines of stars',
    path: '/robots.txt',
    headers: TEXT,
    body: () => ROBOTS + lines((n) => `Disallow: /*a*${n}*a*a$`),
    mechanism: 'robots-txt',
    read: 'unknown',
  },
  {
    name: 'a robots.txt of escapes',
    path: '/robots.txt',
    headers: TEXT,
    body: () => ROBOTS + lines(() => `Disallow: ${'%2e%2E'.repeat(30)}`),
    mechanism: 'robots-txt',
    read: 'unknown',
  },
  {
    name: 'a robots.txt of names',
    path: '/robots.txt',
    headers: TEXT,
    body: () => lines((n) => `user-agent: gptbot${n}`),
    mechanism: 'robots-txt',
    read: 'unknown',
  },
  {
    name: 'a robots.txt that unpacks to 64 MiB',
    path: '/robots.txt',
    headers: { ...TEXT, 'content-encoding': 'gzip' },
    body: () => gzipSync(Buffer.alloc(64 * 2 ** 20)),
    mechanism: 'robots-txt',
    read: 'unknown',
  },
  {
    name: 'a robots.txt that says that it is a picture of 24 MB',
    path: '/robots.txt',
    headers: { 'content-type': 'image/png' },
    body: () => Buffer.alloc(24_000_000, '\n'),
    mechanism: 'robots-txt',
    read: 'unknown',
  },
  {
    name: 'an ai.txt of empty lines',
    path: '/ai.txt',
    headers: TEXT,
    body: () => filled('\n'),
    mechanism: 'ai-txt',
    read: 'unknown',
  },
  {
    name: 'an ai.txt of returns',
    path: '/ai.txt',
    headers: TEXT,
    body: () => `${filled('\r \t')}x`,
    mechanism: 'ai-txt',
    read: 'unknown',
  },
  {
    name: 'lists in lists',
    path: '/.well-known/tdmrep.json',
    headers: { 'content-type': 'application/json' },
    body: () => filled('['),
    mechanism: 'tdmrep-json',
    read: 'unknown',
  },
  {
    name: 'many rules of stars',
    path: '/.well-known/tdmrep.json',
    headers: { 'content-type': 'application/json' },
    body: () => `[${lines(() => '{"location":"/*a*a*a*b","tdm-reservation":1},')}{}]`,
    mechanism: 'tdmrep-json',
    read: 'unknown',
  },
];

/** Bodies of requests in JSON. */
export const JSON_BOMBS: readonly [name: string, body: string][] = [
  ['lists in lists', '['.repeat(30_000) + ']'.repeat(30_000)],
  ['objects in objects', `${'{"url":'.repeat(8_000)}1${'}'.repeat(8_000)}`],
  ['lists in a field', `{"url":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ['a prototype far down', `${'{"a":'.repeat(8_000)}{"__proto__":1}${'}'.repeat(8_000)}`],
  ['many fields', `{${Array.from({ length: 6_000 }, (_, n) => `"f${n}":1`).join()}}`],
  ['many values', `{"url":[${'1,'.repeat(30_000)}1]}`],
  ['a number of many digits', `{"limit":${'9'.repeat(60_000)}}`],
  ['more than is taken', `{"url":"${'a'.repeat(2_000_000)}"}`],
];
