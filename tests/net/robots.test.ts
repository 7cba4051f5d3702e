import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { comparablePath, pathPattern } from '../../src/net/rules/path-pattern.ts';
import { parseRobots, readRobots } from '../../src/net/rules/robots.ts';
import { parseTdmrep } from '../../src/net/rules/tdmrep.ts';

const at = (path: string): URL => new URL(`https://a.example${path}`);
const holds = (pattern: string, path: string): boolean =>
  pathPattern(pattern).matches(comparablePath(at(path)));
const allows = (text: string, path: string, token = 'Trainspot'): boolean =>
  parseRobots(text, token).allows(at(path));

const anyPath = fc
  .array(fc.oneof(fc.constantFrom(...Array.from('ab/%?*$=&~"é[]{}|^'), '%41', '%e9', '%2A'), fc.string()), {
    maxLength: 8,
  })
  .map((all) => `/${all.join('')}`);

describe('a path pattern', () => {
  // The table of RFC 9309, 2.2.2, and the examples of 2.2.3.
  it.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https://foo.bar', true],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%E3%83%84', '/foo/bar/ツ', true],
    ['/foo/bar/%e3%83%84', '/foo/bar/ツ', true],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz', true],
    ['/foo/bar/baz', '/foo/bar/%62%61%7A', true],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-*.html', true],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-b.html', false],
    ['/path/foo-%24', '/path/foo-$', true],
    ['/a$b', '/a$b', true],
    ['/this/path/exactly$', '/this/path/exactly', true],
    ['/this/path/exactly$', '/this/path/exactly/', false],
    ['/this/*/exactly', '/this/a/b/exactly/c', true],
    ['/this/*/exactly', '/this/exactly', false],
    ['/fish', '/fish.html', true],
    ['/fish', '/Fish', false],
    ['/fish', '/catfish', false],
    ['/*.php$', '/a.php?x', false],
    ['/*.php$', '/a.php.php', true],
    ['*.gif', '/a/b.gif', true],
    ['/a%2Fb', '/a/b', false],
    ['/', '/', true],
    ['/%', '/%', true],
    ['/a b', '/a%20b', true],
    ['/[x]|{y}', '/[x]|{y}', true],
    ['$', '/', false],
    ['*$', '/anything', true],
    ['/a*b*$', '/axbx', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(holds(pattern, path)).toBe(expected);
  });

  it('agrees with a regular expression on everything of few letters', () => {
    const letters = fc.constantFrom('a', 'b', '/');
    const path = fc.array(letters, { maxLength: 12 }).map((all) => `/${all.join('')}`);
    const pattern = fc
      .array(fc.oneof(letters, fc.constant('*')), { maxLength: 8 })
      .map((all) => `/${all.join('')}`);
    fc.assert(
      fc.property(pattern, path, fc.boolean(), (text, tried, isAnchored) => {
        const source = `^${text.replaceAll('*', '.*')}${isAnchored ? '$' : ''}`;
        expect(holds(text + (isAnchored ? '$' : ''), tried)).toBe(new RegExp(source).test(tried));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds for the very path it was made of, whatever that is', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const url = at(path);
        const literal = comparablePath(url);
        expect(pathPattern(literal).matches(literal)).toBe(true);
        expect(pathPattern(`${literal}$`).matches(literal)).toBe(true);
        expect(pathPattern(`${literal}$`).matches(`${literal}x`)).toBe(false);
      }),
    );
  });

  it('takes no long time for many stars', () => {
    const path = comparablePath(at(`/${'a'.repeat(2000)}`));
    expect(pathPattern(`/${'*a'.repeat(500)}*b$`).matches(path)).toBe(false);
  });
});

describe('a robots.txt', () => {
  it.each([
    ['', '/a', true],
    ['User-agent: *\nDisallow: /', '/a', false],
    ['User-agent: *\nDisallow:', '/a', true],
    ['user-AGENT : *\n dis' + 'allow : /a # all of it', '/ab', false],
    ['\ufeffUser-agent: *\r\nDisallow: /\r\n', '/a', false],
    ['User-agent: *\rDisallow: /', '/a', false],
    ['User-agent: Other\nDisallow: /', '/a', true],
    ['User-agent: TRAINSPOT\nDisallow: /', '/a', false],
    ['User-agent: Trainspot/9.0 (x)\nDisallow: /', '/a', false],
    ['User-agent: Trainspotter\nDisallow: /', '/a', true],
    // Who is named is not bound by what everyone is told,
    ['User-agent: *\nDisallow: /\n\nUser-agent: Trainspot\nDisallow: /b', '/a', true],
    ['User-agent: *\nDisallow: /\n\nUser-agent: Trainspot\n', '/a', true],
    // and has all the groups that name it.
    [
      'User-agent: trainspot\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: trainspot\nDisallow: /b',
      '/a',
      false,
    ],
    [
      'User-agent: trainspot\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: trainspot\nDisallow: /b',
      '/b',
      false,
    ],
    [
      'User-agent: trainspot\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: trainspot\nDisallow: /b',
      '/c',
      true,
    ],
    ['User-agent: x\nUser-agent: trainspot\nDisallow: /', '/a', false],
    // A line of another kind ends no group.
    ['User-agent: trainspot\nSitemap: https://a.example/s.xml\nUser-agent: x\nDisallow: /', '/a', false],
    ['User-agent: *\nContent-Signal: ai-train=no\n\nnonsense\n: /\nDisallow: /', '/a', false],
    // The longest pattern decides; Allow among equals.
    ['User-agent: *\nAllow: /p\nDisallow: /', '/page', true],
    ['User-agent: *\nAllow: /folder\nDisallow: /folder', '/folder/page', true],
    ['User-agent: *\nDisallow: /folder\nAllow: /folder', '/folder/page', true],
    ['User-agent: *\nAllow: /page\nDisallow: /*.htm', '/page.htm', false],
    ['User-agent: *\nAllow: /$\nDisallow: /', '/', true],
    ['User-agent: *\nAllow: /$\nDisallow: /', '/page.htm', false],
    ['Disallow: /', '/a', true],
  ])('%j on %s: %s', (text, path, expected) => {
    expect(allows(text.replace(/^\ufeff/, ''), path)).toBe(expected);
  });

  it.each([
    ['User-agent: *\nCrawl-delay: 10', 10],
    ['User-agent: *\nCrawl-delay: 0.5\nDisallow: /a', 0.5],
    ['User-agent: *\nCrawl-delay: soon', null],
    ['User-agent: *\nCrawl-delay: -3', null],
    ['User-agent: *\nCrawl-delay:', null],
    ['User-agent: other\nCrawl-delay: 10', null],
    ['User-agent: *\nCrawl-delay: 10\nUser-agent: trainspot\nDisallow: /a', null],
    ['User-agent: *\nCrawl-delay: 5\nUser-agent: *\nCrawl-delay: 7', 7],
  ])('asks in %j for a pause of %s s', (text, expected) => {
    expect(parseRobots(text, 'Trainspot').crawlDelaySeconds).toBe(expected);
  });

  it('decides as reading every rule one by one does', () => {
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '/', '*', '$'), { maxLength: 5 })
      .map((all) => `/${all.join('')}`);
    const rule = fc.record({ isAllowed: fc.boolean(), pattern });
    const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 6 }).map((all) => `/${all.join('')}`);
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), path, (rules, tried) => {
        const lines = rules.map((each) => `${each.isAllowed ? 'Allow' : 'Disallow'}: ${each.pattern}`);
        const fitting = rules.filter((each) => holds(each.pattern, tried));
        const longest = Math.max(...fitting.map((each) => pathPattern(each.pattern).length));
        const deciding = fitting.filter((each) => pathPattern(each.pattern).length === longest);
        expect(allows(['User-agent: *', ...lines].join('\n'), tried)).toBe(
          deciding.length === 0 || deciding.some(({ isAllowed }) => isAllowed),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('never fails, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), anyPath, (text, path) => {
        for (const given of [text, `User-agent: *\nDisallow: ${text}`, `User-agent: ${text}\nAllow: /`]) {
          expect(typeof allows(given, path)).toBe('boolean');
        }
        expect(typeof parseTdmrep(text)(at(path))).toBe('boolean');
      }),
    );
  });
});

describe('a tdmrep.json', () => {
  it.each([
    [[{ location: '/', 'tdm-reservation': 1 }], '/a.jpg', true],
    [[{ location: '/', 'tdm-reservation': 0 }], '/a.jpg', false],
    [[{ location: '*', 'tdm-reservation': '1' }], '/a.jpg', true],
    [[{ location: '/b/', 'tdm-reservation': 1 }], '/a.jpg', false],
    // The first that holds decides, not the longest.
    [
      [
        { location: '/', 'tdm-reservation': 0 },
        { location: '/a', 'tdm-reservation': 1 },
      ],
      '/a.jpg',
      false,
    ],
    [
      [
        { location: '/a', 'tdm-reservation': 1 },
        { location: '/', 'tdm-reservation': 0 },
      ],
      '/a.jpg',
      true,
    ],
    [[{ location: '/*.jpg$', 'tdm-reservation': 1, 'tdm-policy': 'https://a.example/p' }], '/x/a.jpg', true],
    [{ location: '/', 'tdm-reservation': 1 }, '/a.jpg', true],
    [
      [{ location: '/', 'tdm-reservation': 2 }, null, 7, {}, { location: 3, 'tdm-reservation': 1 }],
      '/a.jpg',
      false,
    ],
    ['no list', '/a.jpg', false],
    [null, '/a.jpg', false],
  ])('%j on %s: %s', (content, path, expected) => {
    expect(parseTdmrep(JSON.stringify(content))(at(path))).toBe(expected);
  });

  it('is nothing where it is a page', () => {
    expect(parseTdmrep('<!doctype html><title>Not found</title>')(at('/a.jpg'))).toBe(false);
  });
});

describe('a robots.txt that is read once for many robots', () => {
  it('says to each what it says to it alone, whatever the path', () => {
    const text = [
      'User-agent: a',
      'User-agent: bot2',
      'Disallow: /x',
      'Crawl-delay: 3',
      'User-agent: *',
      'Disallow: /y',
      'User-agent: A/1.0 (some)',
      'Allow: /x/z',
      'User-agent: bot',
      'Disallow: /',
    ].join('\n');
    const rulesOf = readRobots(text);
    for (const path of ['/', '/x', '/x/z', '/y', '/x']) {
      for (const token of ['a', 'A', 'bot', 'bot2', 'BOT2', 'other']) {
        const [shared, alone] = [rulesOf(token), parseRobots(text, token)];
        expect([token, path, shared.allows(at(path))]).toEqual([token, path, alone.allows(at(path))]);
        expect(shared).toMatchObject({ isNamed: alone.isNamed, crawlDelaySeconds: alone.crawlDelaySeconds });
      }
    }
    expect(['a', 'bot2', 'bot', 'other'].map((token) => rulesOf(token).allows(at('/x')))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(rulesOf('a').allows(at('/x/z'))).toBe(true);
  });
});
