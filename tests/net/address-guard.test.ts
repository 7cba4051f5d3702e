import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { checkUrl, isPublicAddress } from '../../src/net/address-guard.ts';

const NONE: ReadonlySet<string> = new Set();

/** IANA's special-purpose IPv4 blocks, and those that are handed out for inner use. */
const PRIVATE_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
];

const PRIVATE_IPV6 = [
  '::/128',
  '::1/128',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

function number(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

const privateIpv4 = fc.constantFrom(...PRIVATE_IPV4).chain((block) => {
  const [text, bits] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return fc
    .integer({ min: 0, max: size - 1 })
    .map((offset) => number(text.split('.').map(Number)) + offset)
    .map((value) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256));
});

/** Every way the URL standard lets an IPv4 address be written. */
function writtenForms(octets: readonly number[]): string[] {
  const [a, b, c, d] = octets;
  const value = number(octets);
  return [
    octets.join('.'),
    `${octets.join('.')}.`,
    String(value),
    `0x${value.toString(16)}`,
    `0${value.toString(8)}`,
    octets.map((octet) => `0x${octet.toString(16)}`).join('.'),
    octets.map((octet) => `0${octet.toString(8)}`).join('.'),
    `${a}.${number([b, c, d])}`,
    `0x${a.toString(16)}.${b}.0${number([c, d]).toString(8)}`,
    `${a}.${b}.${c}.%${d.toString().charCodeAt(0).toString(16)}${d.toString().slice(1)}`,
  ];
}

/** IPv6 addresses that carry an IPv4 address, or hide one. */
function carryingForms(octets: readonly number[]): string[] {
  const [high, low] = [number(octets.slice(0, 2)), number(octets.slice(2))].map((half) => half.toString(16));
  const dotted = octets.join('.');
  return [
    `::ffff:${dotted}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:FFFF:${high}:${low}`,
    `::ffff:0:${dotted}`,
    `::${dotted}`,
    `64:ff9b::${dotted}`,
    `64:ff9b:1::${dotted}`,
    `2002:${high}:${low}::1`,
    `2001:0:0:0:0:0:${high}:${low}`,
  ];
}

describe('isPublicAddress', () => {
  it('refuses every private IPv4 address, however it is written or carried', () => {
    fc.assert(
      fc.property(privateIpv4, (octets) => {
        expect(isPublicAddress(octets.join('.'))).toBe(false);
        for (const form of carryingForms(octets))
          expect([form, isPublicAddress(form)]).toEqual([form, false]);
      }),
    );
  });

  it('refuses every IPv6 address of the special ranges', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.constantFrom(...PRIVATE_IPV6),
        fc.array(byte, { minLength: 16, maxLength: 16 }),
        (block, random) => {
          const [network, bits] = ipaddr.IPv6.parseCIDR(block);
          const bytes = network.toByteArray().map((fixed, at) => {
            const mask = 0xff >> Math.max(0, Math.min(8, bits - at * 8));
            return fixed | (random[at] & mask);
          });
          const address = ipaddr.fromByteArray(bytes);
          expect([address.toString(), isPublicAddress(address.toString())]).toEqual([
            address.toString(),
            false,
          ]);
          expect(isPublicAddress(address.toNormalizedString())).toBe(false);
        },
      ),
    );
  });

  it.each(['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.0', '100.63.255.255', '198.17.255.255'])(
    'takes the public address %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888'])(
    'takes the public address %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['', 'example.org', '1.2.3', '256.1.1.1', '2606:4700:4700::1111%eth0', '[::1]', '1.1.1.1 '])(
    'does not take %j for a public address',
    (text) => {
      // The old shortened form 1.2.3 is an address, 1.2.0.3: public, and no name server ever answers so.
      expect(isPublicAddress(text)).toBe(text === '1.2.3');
    },
  );
});

describe('checkUrl', () => {
  it('refuses a private address in every form a URL can have', () => {
    fc.assert(
      fc.property(privateIpv4, fc.constantFrom('http', 'https'), (octets, scheme) => {
        const hosts = [...writtenForms(octets), ...carryingForms(octets).map((form) => `[${form}]`)];
        for (const host of hosts) {
          expect(() => checkUrl(`${scheme}://${host}/picture.jpg`, NONE)).toThrow(
            expect.objectContaining({ code: 'address-refused' }),
          );
        }
      }),
    );
  });

  it.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://0/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://printer/',
    'http://nas.local/',
    'http://metadata.google.internal/',
    'http://router.home.arpa./',
    'http://example.org:22/',
    'http://example.org:25/',
    'http://example.org:1023/',
    'http://example.org:0/',
  ])('refuses %s', (url) => {
    expect(() => checkUrl(url, NONE)).toThrow(expect.objectContaining({ code: 'address-refused' }));
  });

  it.each([
    '',
    'picture.jpg',
    '//example.org/x.jpg',
    'http://',
    'http://exa mple.org/',
    'http://256.256.256.256/',
    'file:///etc/passwd',
    'ftp://example.org/x.jpg',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    'blob:https://example.org/1',
    'http://user@example.org/',
    'http://user:password@example.org/',
  ])('says that %j is no address to fetch', (url) => {
    expect(() => checkUrl(url, NONE)).toThrow(expect.objectContaining({ code: 'address-invalid' }));
  });

  it.each([
    'http://example.org/x.jpg',
    'https://example.org:443/',
    'https://example.org:8443/a?b=c',
    'http://93.184.216.34/',
    'https://[2606:4700:4700::1111]/',
    'https://münchen.example/ü.jpg',
    'https://mylocal.example/',
  ])('takes %s', (url) => {
    expect(checkUrl(url, NONE).href).toBe(new URL(url).href);
  });

  it('takes a private host that is allowed, at its port only', () => {
    const allowed = new Set(['127.0.0.1:8000', 'nas.local:80', '[::1]:443']);
    expect(checkUrl('http://127.0.0.1:8000/x.jpg', allowed).port).toBe('8000');
    expect(checkUrl('http://2130706433:8000/x.jpg', allowed).hostname).toBe('127.0.0.1');
    expect(checkUrl('http://nas.local/x.jpg', allowed).hostname).toBe('nas.local');
    expect(checkUrl('https://[0:0::1]/x.jpg', allowed).hostname).toBe('[::1]');
    for (const url of [
      'http://127.0.0.1:8001/',
      'http://127.0.0.1/',
      'https://nas.local/',
      'http://[::1]/',
    ]) {
      expect(() => checkUrl(url, allowed)).toThrow(expect.objectContaining({ code: 'address-refused' }));
    }
  });

  it('never throws anything but its own two errors', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((s) => `http://${s}`),
    );
    fc.assert(
      fc.property(text, (url) => {
        try {
          expect(['http:', 'https:']).toContain(checkUrl(url, NONE).protocol);
        } catch (error) {
          expect(['address-invalid', 'address-refused']).toContain((error as { code?: string }).code);
        }
      }),
    );
  });
});
