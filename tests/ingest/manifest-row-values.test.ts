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

describe('what writers put around or in the place of a value', () => {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
  const sha256 = '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9';
  const md5 = '95a0b4a1ff03dd0b7e1f9c9d1f2ab3c4';

  it.each([
    ['bytes', bytes(sha256)],
    ['text as bytes', new Uint8Array(Buffer.from(sha256))],
    ['upper case', sha256.toUpperCase()],
    ['base64', Buffer.from(sha256, 'hex').toString('base64')],
    ['base64 without padding, for addresses', Buffer.from(sha256, 'hex').toString('base64url')],
    ['PostgreSQL', `\\x${sha256}`],
    ['its name before it', `sha256:${sha256}`],
    ['a list of one', [sha256]],
  ])('is a hash of 256 bits: %s', (_, value) => {
    expect(hexDigest(value, 256)).toBe(sha256);
    expect(hexDigest(value, 128)).toBe(null);
  });

  it.each([
    ['bytes', bytes(md5)],
    ['Content-MD5', Buffer.from(md5, 'hex').toString('base64')],
    ['a UUID', md5.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')],
  ])('is a hash of 128 bits: %s', (_, value) => expect(hexDigest(value, 128)).toBe(md5));

  it('is a hash of 64 bits as a whole number, signed or not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (hash) => {
        const hex = hash.toString(16).padStart(16, '0');
        expect(hexDigest(hash, 64)).toBe(hex);
        expect(hexDigest(BigInt.asIntN(64, hash), 64)).toBe(hex);
      }),
    );
    for (const none of [2n ** 64n, -(2n ** 63n) - 1n, 0.5]) expect(hexDigest(none, 64)).toBe(null);
  });

  it('is any bytes as a hash, and their base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (value) => {
        const hex = Buffer.from(value).toString('hex');
        expect(hexDigest(value, 128)).toBe(hex);
        expect(hexDigest(Buffer.from(value).toString('base64'), 128)).toBe(hex);
      }),
    );
  });

  it.each([
    [['one', 'two'], 'one\ntwo'],
    [['one', null, '', 'one'], 'one'],
    [{ en: 'a print', de: 'ein Druck', none: null }, 'a print\nein Druck'],
    [[{ text: 'deep', tags: ['words'] }], 'deep\nwords'],
    [new Uint8Array(Buffer.from('ü')), 'ü'],
    [2024n, '2024'],
    [[], null],
    [{ en: null }, null],
    [new Uint8Array([0xff, 0xfe]), null],
    [true, null],
  ])('is a caption of every text in it: %o', (value, caption) => expect(captionText(value)).toBe(caption));

  it('is no caption below so many lists that no manifest has them', () => {
    let value: unknown = 'words';
    for (let n = 0; n < 100_000; n++) value = [value];
    expect(captionText(value)).toBe(null);
  });

  it.each([
    [0.98, true],
    [0.5, true],
    [0.49, false],
    ['0.98', true],
    ['0.01', false],
    [1n, true],
    [0, false],
    [true, true],
    [false, false],
    ['UNSAFE', true],
    ['safe', false],
    ['True', true],
    ['VERY_LIKELY', true],
    [[0.7], true],
    [1.5, null],
    [-1, null],
    ['perhaps', null],
    [Number.NaN, null],
  ])('is a flag or a score of what is unsafe: %o', (value, flag) => expect(unsafeFlag(value)).toBe(flag));

  it('is an id in bytes, by its text or else in hex', () => {
    expect(rowIdentity(new Uint8Array(Buffer.from('key-1')))).toBe('key-1');
    expect(rowIdentity(bytes('00ff10'))).toBe('00ff10');
    expect(rowIdentity(new Uint8Array(200).fill(0xff))).toBe(null);
    expect(rowIdentity([7n])).toBe('7');
    expect(rowIdentity([7n, 8n])).toBe(null);
  });

  it('is an address in a list of one, or in bytes', () => {
    expect(webAddress(['https://a.example/1'])).toBe('https://a.example/1');
    expect(webAddress(new Uint8Array(Buffer.from('https://a.example/ü')))).toBe('https://a.example/ü');
    expect(webAddress(['https://a.example/1', 'https://a.example/2'])).toBe(null);
  });
});
