import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  captionText,
  hexDigest,
  rowIdentity,
  sideLength,
  similarityValue,
  unsafeFlag,
  webAddress,
} from '../../src/ingest/manifest/row-values.ts';

const cleaners = {
  captionText,
  rowIdentity,
  sideLength,
  similarityValue,
  unsafeFlag,
  webAddress,
  sha256: (value: unknown) => hexDigest(value, 256),
};

describe('every cleaner', () => {
  it.each(Object.entries(cleaners))('%s takes anything, and gives its own kind or null', (_name, clean) => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withTypedArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const cleaned = clean(value);
        if (typeof cleaned === 'string') expect(cleaned).not.toContain('\u0000');
        else expect(cleaned === null || ['number', 'boolean'].includes(typeof cleaned)).toBe(true);
      }),
    );
    for (const nothing of [null, undefined, '', '  ', Number.NaN, {}, []]) expect(clean(nothing)).toBe(null);
  });
});

describe('webAddress', () => {
  it.each([null, 'not a url', 'http://', 'https://?x', 'ftp://files.example/x.jpg', 'javascript:alert(1)'])(
    'refuses %j',
    (text) => expect(webAddress(text)).toBe(null),
  );

  it.each([
    'http:example.org',
    'http:///example.org/x',
    '//example.org/x',
    'http://a b/',
    'http://a\u0000b/',
  ])('refuses %j', (text) => expect(webAddress(text)).toBe(null));

  it('keeps an address as it is written, but for white space around it', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        expect(webAddress(url)).toBe(url);
        expect(webAddress(` ${url}\n`)).toBe(url);
      }),
    );
    for (const url of ['HTTP://Example.ORG/A%20b.jpg?w=1&amp;h=2', 'https://münchen.example/ü.jpg#x']) {
      expect(webAddress(url)).toBe(url);
    }
  });
});

it('takes addresses with letters like ü for as long as it runs', () => {
  // A file of LAION-400M has 13 million rows; Node 20's own URL.canParse gives up on such letters after 4,000.
  const decoder = new TextDecoder();
  for (let n = 0; n < 20_000; n++) {
    const url = decoder.decode(Buffer.from(`https://münchen.example/${n}.jpg`));
    if (webAddress(url) !== url) expect([n, webAddress(url)]).toEqual([n, url]);
  }
  expect(webAddress(decoder.decode(Buffer.from('https://münchen.example/')))).toBe(
    'https://münchen.example/',
  );
});

describe('rowIdentity', () => {
  it('keeps every digit of a 64-bit id', () => {
    fc.assert(
      fc.property(fc.bigInt(), (id) => {
        expect(rowIdentity(id)).toBe(id.toString());
      }),
    );
    expect(rowIdentity(9_223_372_036_854_775_807n)).toBe('9223372036854775807');
  });

  it.each([2 ** 53, 1.5, 'a\nb', 'x'.repeat(257)])('refuses %j', (id) => expect(rowIdentity(id)).toBe(null));

  it('keeps leading zeros of a key', () => expect(rowIdentity('000000012')).toBe('000000012'));
});

describe('sideLength', () => {
  it('takes whole numbers from 1 on, of any type', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (side) => {
        for (const value of [side, BigInt(side), String(side), `${side}.0`])
          expect(sideLength(value)).toBe(side);
        for (const value of [-side, BigInt(-side), side + 2 ** 31]) expect(sideLength(value)).toBe(null);
      }),
    );
  });

  it.each([0, -0, 0n, 0.5, 12.5, Number.POSITIVE_INFINITY, true, '0', '12px'])('does not know %s', (value) =>
    expect(sideLength(value)).toBe(null),
  );
});

describe('similarityValue', () => {
  it('takes [-1, 1] and nothing else', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(similarityValue(value)).toBe(value >= -1 && value <= 1 ? value : null);
      }),
    );
    expect(similarityValue(6016)).toBe(null);
  });
});

describe('unsafeFlag', () => {
  it.each([
    ['NSFW', true],
    ['UNSURE', true],
    ['UNLIKELY', false],
    ['unlikely', false],
    ['', null],
    ['SAFE?', null],
  ])('reads %j as %s', (word, flag) => expect(unsafeFlag(word)).toBe(flag));
});

describe('hexDigest', () => {
  it('takes the right number of hex digits, in lower case', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')),
      minLength: 30,
      maxLength: 34,
    });
    fc.assert(
      fc.property(digits, (text) => {
        expect(hexDigest(text, 128)).toBe(text.length === 32 ? text.toLowerCase() : null);
      }),
    );
    expect(hexDigest('g'.repeat(32), 128)).toBe(null);
  });
});

describe('captionText', () => {
  it('keeps entities and every script as they are', () => {
    for (const text of ['&quot;study&quot; рисунок 猫', ' a ']) expect(captionText(text)).toBe(text);
    expect(captionText('a\u0000b')).toBe('ab');
  });
});
