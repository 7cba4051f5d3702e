import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reversedHost, sameAddress } from '../../src/core/web-address.ts';

describe('an address that is looked up', () => {
  it.each([
    ['https://a.example/x.jpg?w=1', 'a.example/x.jpg?w=1'],
    ['http://A.example:80/x.jpg?w=1#top', 'a.example/x.jpg?w=1'],
    ['https://münchen.example/ä.jpg', 'xn--mnchen-3ya.example/%C3%A4.jpg'],
    ['https://a.example:8443', 'a.example:8443/'],
    ['https://a.example./x.jpg', 'a.example/x.jpg'],
    ['https://a.example.:443/x.jpg', 'a.example/x.jpg'],
    ['https://a.example/caf%c3%a9.jpg?n=%c3%9c', 'a.example/caf%C3%A9.jpg?n=%C3%9C'],
    ['https://a.example/%7Euser/%41%2d%2E%5f.jpg?%61=1', 'a.example/~user/A-._.jpg?a=1'],
    ['https://a.example/x/%2e%2E/./y.jpg', 'a.example/y.jpg'],
    ['https://a.example/q?x=1&amp;y=2&#038;z=3&amp;amp;w=4#top', 'a.example/q?x=1&y=2&z=3&w=4'],
    ['https://a.example/a|b[1]^{x}`.jpg?s[]=|', 'a.example/a%7Cb%5B1%5D%5E%7Bx%7D%60.jpg?s%5B%5D=%7C'],
    ['https://a.example/a%2fb%zz%.jpg', 'a.example/a%2Fb%25zz%25.jpg'],
    ['https://a.example\\x y.jpg', 'a.example/x%20y.jpg'],
    ['ftp://a.example/x.jpg', null],
    ['nonsense', null],
  ])('%s is %s', (url, form) => expect(sameAddress(url)).toBe(form));

  it.each([
    ['https://live.staticflickr.com/x.jpg', 'com.staticflickr.live'],
    ['https://user@blog.example.co.uk:81/x', 'uk.co.example.blog'],
    ['http://a.example./x', 'example.a'],
    ['http://10.0.0.1/x', '10.0.0.1'],
    ['http://[::1]/x', '[::1]'],
    ['data:,x', null],
  ])('%s stands under %s', (url, host) => expect(reversedHost(url)).toBe(host));

  const character = fc.oneof(
    fc.constantFrom(...Array.from("aZ09-._~!$&'()*+,;=:@/ |[]{}^`%éßü画🦊")),
    fc.constantFrom('%2F', '%20', '%26', '%3F', '%C3%A9', '%E9', '%7E', '%41'),
  );
  const path = fc.array(character, { maxLength: 12 }).map((all) => all.join(''));
  const address = fc.record({
    host: fc.constantFrom('a.example', 'xn--mnchen-3ya.example', '192.0.2.7', 'b.a.example:8443'),
    path,
    query: fc.option(path, { nil: null }),
  });
  const written = ({ host, path: at, query }: { host: string; path: string; query: string | null }): string =>
    `https://${host}/${at}${query === null ? '' : `?${query}`}`.trim();

  /** Ways to write an address otherwise that change nothing, chosen by `bits`. */
  function otherwise(url: string, bits: number): string {
    const [, host, rest] = /^https:\/\/([^/]+)(.*)$/.exec(url)!;
    const is = (bit: number): boolean => (bits & (1 << bit)) !== 0;
    let path = rest;
    if (is(0)) path = path.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
    if (is(1))
      path = path.replace(/(?<!%[0-9a-f]?)[A-Za-z0-9~_-]/gi, (at) => `%${at.charCodeAt(0).toString(16)}`);
    if (is(2)) path = path.replace(/[^\0-\x7f]+/g, encodeURIComponent);
    if (is(3)) path = path.replaceAll('&', '&amp;');
    if (is(4)) path = `/./x/..${path}`;
    if (is(5)) path += '#fragment';
    const [name, port] = host.split(':');
    const dotted = is(6) && !/^\d/.test(name) ? `${name}.` : name;
    const cased = is(7) ? dotted.toUpperCase() : dotted;
    return `${is(8) ? 'http' : 'https'}://${cased}${port === undefined ? '' : `:${port}`}${path}`;
  }

  it('is one however it is written', () => {
    fc.assert(
      fc.property(address, fc.nat(511), (parts, bits) => {
        const url = written(parts);
        expect(sameAddress(otherwise(url, bits))).toBe(sameAddress(url));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the form of its own form', () => {
    fc.assert(
      fc.property(address, (parts) => {
        const form = sameAddress(written(parts))!;
        expect(sameAddress(`https://${form}`)).toBe(form);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['/a%2Fb', '/a/b'],
    ['/a%3Fb', '/a?b'],
    ['/a%23b', '/a#b'],
    ['/a?b%26c', '/a?b&c'],
    ['/a?b%3Dc', '/a?b=c'],
    ['/a?b+c', '/a?b%20c'],
    ['/a?b+c', '/a?b%2Bc'],
    ['/a%25C3', '/a%C3'],
    ['/a.jpg', '/A.jpg'],
    ['/a?b=1&c=2', '/a?c=2&b=1'],
    ['/a', '/a/'],
    ['/a//b', '/a/b'],
    ['/caf%E9', '/caf%C3%A9'],
    ['/a%2C', '/a,'],
  ])('is another one where a server may tell them apart: %s and %s', (one, other) => {
    expect(sameAddress(`https://a.example${one}`)).not.toBe(sameAddress(`https://a.example${other}`));
  });

  it('is another one on another port or host', () => {
    const forms = ['a.example', 'a.example:8443', 'www.a.example', 'a.example.org', 'xn--a-2fa.example'];
    expect(new Set(forms.map((host) => sameAddress(`https://${host}/x`))).size).toBe(forms.length);
  });
});
