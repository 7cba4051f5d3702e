import { deflateSync } from 'node:zlib';
import { chunk } from '../png-chunk.ts';

/** A picture file that is small, or at least allowed, and would take far more to read than it has. */
export interface PictureBomb {
  name: string;
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif';
  bytes: () => Uint8Array;
  /** The status of asking for a marked copy: some kinds cannot be marked at all. */
  marked: 415 | 422;
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENSION_HEADER = 'http://ns.adobe.com/xmp/extension/\0';
const MIB = 2 ** 20;

/** A packet with `inside` in its description. */
function packet(inside: string): Buffer {
  return Buffer.from(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"><rdf:Description rdf:about="">${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`,
  );
}

/** A PNG of one black pixel, or of what its header claims, with more chunks before its pixels. */
function png(chunks: readonly Buffer[], width = 1, height = 1, pixels = Buffer.alloc(4)): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...chunks,
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function packedXmp(text: Uint8Array): Buffer {
  return chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0'), deflateSync(text)]));
}

function rawProfile(kind: string, content: Uint8Array): Buffer {
  return chunk('zTXt', Buffer.concat([Buffer.from(`Raw profile type ${kind}\0\0`), deflateSync(content)]));
}

/** A WebP without a pixel, which only who decodes it finds out. */
function webp(packets: readonly Uint8Array[]): Uint8Array {
  const pieces = [
    piece('VP8X', Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    piece('VP8 ', Buffer.alloc(10)),
    ...packets.map((each) => piece('XMP ', each)),
  ];
  return piece('RIFF', Buffer.concat([Buffer.from('WEBP'), ...pieces]));
}

function piece(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** A JPEG of these APP1 segments and no scan. */
function jpeg(bodies: readonly Uint8Array[]): Uint8Array {
  const segments = bodies.map((body) => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  });
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, Buffer.from([0xff, 0xda, 0xff, 0xd9])]);
}

/** A piece of an extended packet that claims so many bytes. */
function extension(claimed: number, guid: string, data: Uint8Array): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(claimed, 0);
  return Buffer.concat([Buffer.from(EXTENSION_HEADER), Buffer.from(guid), numbers, data]);
}

const guidOf = (n: number): string => n.toString(16).padStart(32, '0');
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const attributes = (count: number): string => times(count, (n) => `a${n}=""`).join(' ');

export const PICTURE_BOMBS: readonly PictureBomb[] = [
  ...(
    [
      ['a packed packet of 800,000 elements', () => png([packedXmp(packet('<a/>x'.repeat(800_000)))])],
      ['a packed packet of 16 MiB', () => png([packedXmp(packet('<a/>x'.repeat(3_300_000)))])],
      ['forty packed packets', () => png(times(40, () => packedXmp(packet(' '.repeat(MIB)))))],
      ['a packed raw profile of 40 MiB', () => png([rawProfile('xmp', Buffer.alloc(40 * MIB, '3c'))])],
      [
        'a raw profile that claims more than it has',
        () => png([rawProfile('APP1', Buffer.from('\napp1\n 9999999\n3c3c\n'))]),
      ],
      ['elements in elements, 200,000 deep', () => png([packedXmp(packet('<a>'.repeat(200_000)))])],
      ['an element of 300,000 attributes', () => png([packedXmp(packet(`<a ${attributes(300_000)}/>`))])],
      [
        'name spaces in name spaces',
        () => png([packedXmp(packet(times(50_000, (n) => `<a xmlns:n${n}="u">`).join('')))]),
      ],
      [
        'entities of entities',
        () =>
          png([
            packedXmp(
              Buffer.from(
                `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${times(20, (n) => `<!ENTITY a${n} "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">`).join('')}]><a>&a19;</a>`,
              ),
            ),
          ]),
      ],
      ['200,000 chunks', () => png(times(200_000, () => chunk('tEXt', Buffer.alloc(0))))],
    ] as const
  ).map(([name, bytes]) => ({
    name: `PNG: ${name}`,
    type: 'image/png' as const,
    bytes,
    marked: 422 as const,
  })),
  ...(
    [
      ['a packet of 24 MB', () => webp([packet('<a/>x'.repeat(4_800_000))])],
      ['100,000 packets', () => webp(times(100_000, () => packet('')))],
      [
        'a packet in UTF-32 of one letter over and over',
        () => webp([Buffer.from('<\0\0\0'.repeat(900_000))]),
      ],
      ['200,000 empty chunks', () => webp(times(200_000, () => Buffer.alloc(0)))],
    ] as const
  ).map(([name, bytes]) => ({
    name: `WebP: ${name}`,
    type: 'image/webp' as const,
    bytes,
    marked: 422 as const,
  })),
  ...(
    [
      [
        'an extended packet that claims 4 GiB',
        () => jpeg([extension(2 ** 32 - 1, guidOf(0), Buffer.alloc(9))]),
      ],
      [
        '380 packets',
        () => jpeg(times(380, () => Buffer.concat([Buffer.from(XMP_HEADER), packet('<a/>'.repeat(16_000))]))),
      ],
      [
        '60,000 extended packets',
        () => jpeg(times(60_000, (n) => extension(60_000, guidOf(n), Buffer.alloc(0)))),
      ],
      ['200,000 segments', () => jpeg(times(200_000, () => Buffer.alloc(0)))],
    ] as const
  ).map(([name, bytes]) => ({
    name: `JPEG: ${name}`,
    type: 'image/jpeg' as const,
    bytes,
    marked: 422 as const,
  })),
  {
    name: 'PNG: 60,000 × 60,000 pixels of a few bytes',
    type: 'image/png',
    bytes: () => png([], 60_000, 60_000),
    marked: 422,
  },
  {
    name: 'PNG: a packed colour profile of 64 MiB',
    type: 'image/png',
    bytes: () =>
      png([chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(64 * MIB))]))]),
    marked: 422,
  },
  {
    name: 'PNG: a packed comment of 64 MiB',
    type: 'image/png',
    bytes: () =>
      png([
        chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(64 * MIB, ' '))])),
      ]),
    marked: 422,
  },
  {
    name: 'PNG: pixels that unpack to a thousand times what the header says',
    type: 'image/png',
    bytes: () => png([], 1, 1, Buffer.alloc(64 * MIB)),
    marked: 422,
  },
  {
    name: 'GIF: 65,535 × 65,535 pixels of a few bytes',
    type: 'image/gif',
    bytes: () =>
      Buffer.from(
        'GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;',
        'latin1',
      ),
    marked: 415,
  },
];
