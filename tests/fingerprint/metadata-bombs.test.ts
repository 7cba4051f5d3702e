import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { chunk } from '../../scripts/synthetic/png-chunk.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { noise } from '../opt-out/pictures.ts';
import { pngOf } from './bombs.ts';

const MIB = 2 ** 20;

/** A sound PNG with more behind its header. */
async function pngWith(...chunks: readonly Uint8Array[]): Promise<Uint8Array> {
  const file = await noise('png');
  return Uint8Array.from(Buffer.concat([file.subarray(0, 33), ...chunks, file.subarray(33)]));
}

/** A sound JPEG with more in front. */
async function jpegWith(...bodies: readonly Uint8Array[]): Promise<Uint8Array> {
  const file = await noise('jpeg');
  const segments = bodies.map((body) => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  });
  return Uint8Array.from(Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]));
}

/** A sound WebP with packets at its end. */
async function webpWith(...packets: readonly Uint8Array[]): Promise<Uint8Array> {
  const file = Buffer.from(await noise('webp'));
  const pieces = packets.map((packet) => {
    const head = Buffer.from('XMP \0\0\0\0', 'latin1');
    head.writeUInt32LE(packet.length, 4);
    return Buffer.concat([head, packet, Buffer.alloc(packet.length % 2)]);
  });
  const whole = Buffer.concat([file, ...pieces]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return Uint8Array.from(whole);
}

const packet = (inside: string): Buffer =>
  Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>${inside}</rdf:RDF></x:xmpmeta>`);
const packedText = (text: Uint8Array, keyword = 'XML:com.adobe.xmp'): Buffer =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\x01\0\0\0`), deflateSync(text)]));
const zText = (keyword: string, text: Uint8Array): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`), deflateSync(text)]));
const profile = (icc: Uint8Array): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(icc)]));
const rawProfile = (kind: string, claimed: number, bytes: Uint8Array): Buffer =>
  Buffer.from(
    `\n${kind}\n${String(claimed).padStart(8)}\n${Buffer.from(bytes)
      .toString('hex')
      .replace(/.{72}/g, '$&\n')}\n`,
  );
const xmpSegment = (text: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), text]);
function extension(claimed: number, at: number, data: Uint8Array): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(claimed, 0);
  numbers.writeUInt32BE(at, 4);
  return Buffer.concat([
    Buffer.from('http://ns.adobe.com/xmp/extension/\0'),
    Buffer.alloc(32, 'A'),
    numbers,
    data,
  ]);
}
/** A list of so many unique ancestors, 60 bytes each. */
const ancestors = (count: number): string => {
  const ids = randomBytes(count * 16).toString('hex');
  return Array.from(
    { length: count },
    (_, n) => `<rdf:li>xmp.did:${ids.slice(n * 32, n * 32 + 32)}</rdf:li>`,
  ).join('\n');
};
const noisePixels = (data: Uint8Array): Uint8Array => pngOf(4, 4, [chunk('IDAT', deflateSync(data))]);

describe('a sound picture that exhausts whoever opens its metadata is refused', () => {
  it.each([
    [
      'a packed packet of 4 MB',
      () => pngWith(packedText(packet('<a/>x'.repeat(800_000)))),
      /iTXt.* 2097152 bytes/,
    ],
    ['a comment of 16 MiB of spaces', () => pngWith(zText('Comment', Buffer.alloc(16 * MIB, ' '))), /zTXt/],
    ['a comment in a language', () => pngWith(packedText(Buffer.alloc(16 * MIB), 'Kommentar')), /iTXt/],
    ['a colour profile of 64 MiB of nothing', () => pngWith(profile(Buffer.alloc(64 * MIB))), /iCCP/],
    [
      'many texts of 200 kB',
      () => pngWith(...Array.from({ length: 40 }, () => zText('a', Buffer.alloc(2e5)))),
      /zTXt/,
    ],
    [
      'nothing behind a megabyte of noise',
      () => pngWith(zText('Comment', Buffer.concat([randomBytes(1e6), Buffer.alloc(16 * MIB)]))),
      /zTXt/,
    ],
    ['pixels that nobody asked for', async () => noisePixels(Buffer.alloc(64 * MIB)), /IDAT/],
    ['tags in tags', () => pngWith(packedText(packet('<a>'.repeat(20_000)))), /over 256 deep/],
    [
      'tags in tags, in UTF-16',
      () => pngWith(packedText(Buffer.from('<a>'.repeat(20_000), 'utf16le'))),
      /256 deep/,
    ],
    [
      'tags in tags, in a raw profile',
      () =>
        pngWith(zText('Raw profile type xmp', rawProfile('xmp', 60_000, Buffer.from('<a>'.repeat(20_000))))),
      /256 deep/,
    ],
    [
      'a raw profile that claims what it has not',
      () =>
        pngWith(
          chunk(
            'tEXt',
            Buffer.from(
              `Raw profile type APP1\0${rawProfile('app1', 99_999_999, Buffer.from('<')).toString()}`,
            ),
          ),
        ),
      /claims 99999999 bytes and holds 1\./,
    ],
    [
      'entities of entities',
      () => pngWith(packedText(Buffer.from('<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>'))),
      /entities/,
    ],
    ['JPEG: tags in tags', () => jpegWith(xmpSegment(packet('<a>'.repeat(9_000)))), /256 deep/],
    [
      'JPEG: an element of 5,000 attributes',
      () =>
        jpegWith(xmpSegment(packet(`<a ${Array.from({ length: 5_000 }, (_, n) => `b${n}=""`).join(' ')}/>`))),
      /1000 attributes/,
    ],
    [
      'JPEG: an extension of 4 GiB',
      () => jpegWith(extension(2 ** 32 - 1, 0, Buffer.alloc(9))),
      /claims 4294967295/,
    ],
    [
      'JPEG: 80 packets of 16,000 tags',
      () => jpegWith(...Array.from({ length: 80 }, () => xmpSegment(packet('<a/>'.repeat(16_000))))),
      /elements/,
    ],
    ['WebP: entities', () => webpWith(Buffer.from('<!DOCTYPE a [<!ENTITY a "aa">]><a>&a;</a>')), /entities/],
    ['WebP: tags in tags', () => webpWith(packet('<a>'.repeat(20_000))), /256 deep/],
  ])('%s', async (_what, make, why) => {
    const refusal = decodePicture(await make(), 1_000_000);
    await expect(refusal).rejects.toMatchObject({
      code: 'picture-unreadable',
      message: expect.stringMatching(why),
    });
  });
});

describe('an honest picture is taken, however large its metadata', () => {
  it.each([
    ['a history of 12 MB', () => pngWith(packedText(packet(ancestors(200_000))))],
    [
      'a list of one ancestor over and over',
      () =>
        pngWith(
          packedText(packet(`<rdf:li>xmp.did:${randomBytes(16).toString('hex')}</rdf:li>\n`.repeat(60_000))),
        ),
    ],
    [
      'a packet with room to grow',
      () => pngWith(packedText(packet(`<a/>${' '.repeat(99).concat('\n').repeat(40)}`))),
    ],
    ['a colour profile of 4 MB', () => pngWith(profile(randomBytes(4e6)))],
    [
      'a colour profile with a flat table of 1 MB',
      () => pngWith(profile(Buffer.concat([randomBytes(1e6), Buffer.alloc(1e6)]))),
    ],
    [
      'Exif of 3 MB in hex',
      () => pngWith(zText('Raw profile type exif', rawProfile('exif', 3e6, randomBytes(3e6)))),
    ],
    [
      'a raw profile whose length is wrong',
      () => pngWith(zText('Raw profile type xmp', rawProfile('xmp', 7, packet('')))),
    ],
    ['text that is not packed as it says', () => pngWith(chunk('zTXt', Buffer.from('Comment\0\0nothing')))],
    ['text that is broken off', () => pngWith(chunk('iTXt', Buffer.from('XML:com.adobe.xmp\0\x01')))],
    ['metadata that is no XML', () => pngWith(packedText(Buffer.from('<<< & <a b=c <?'.repeat(1_000))))],
    [
      'JPEG: an extension of 3 MB',
      async () => {
        const text = packet(ancestors(50_000));
        const pieces = Array.from({ length: Math.ceil(text.length / 60_000) }, (_, n) =>
          extension(text.length, n * 60_000, text.subarray(n * 60_000, (n + 1) * 60_000)),
        );
        return jpegWith(xmpSegment(packet('')), ...pieces);
      },
    ],
    [
      'JPEG: an extension of which pieces were lost',
      () => jpegWith(extension(9_000_000, 0, Buffer.from('<a>'))),
    ],
    ['WebP: a history of 6 MB', () => webpWith(packet(ancestors(100_000)))],
    [
      'a flat picture of 16 megapixels',
      async () =>
        new Uint8Array(
          await sharp({ create: { width: 4000, height: 4000, channels: 3, background: 'white' } })
            .png()
            .toBuffer(),
        ),
    ],
    ['two megabytes of zeros behind a PNG', async () => Buffer.concat([await pngWith(), Buffer.alloc(2e6)])],
    [
      'two megabytes of zeros behind a WebP',
      async () => Buffer.concat([await webpWith(), Buffer.alloc(2e6)]),
    ],
    ['a few bytes behind its pixels', async () => noisePixels(Buffer.alloc(4 * 13 + 500))],
  ])('%s', async (_what, make) => {
    const { width } = await decodePicture(await make(), 20_000_000);
    expect(width).toBeGreaterThan(0);
  });
});
