import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataMiningIn } from '../../src/fingerprint/xmp/data-mining.ts';
import { expectXmpContainer, xmpContainers } from '../../src/fingerprint/xmp/registry.ts';
import { markPicture } from '../../src/opt-out/mark-picture.ts';
import { dataMining } from '../../src/opt-out/mechanisms/data-mining.ts';
import { type MarkableFormat, noise, pixelsOf } from './pictures.ts';

const PACKET = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"><dc:source>Söhne 🖌</dc:source></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
const XAP = 'http://ns.adobe.com/xap/1.0/\0';

function hasExiftool(): boolean {
  try {
    return execFileSync('exiftool', ['-ver']).length > 0;
  } catch {
    return false;
  }
}

/** What an audit reads in a picture. */
async function audited(bytes: Uint8Array) {
  const nothing = { text: null, failure: null, refused: null };
  const page = {
    url: 'https://a.example/',
    httpStatus: 200,
    headers: {},
    bytes,
    text: null,
    isCut: false,
    refused: null,
  };
  const url = new URL(page.url);
  return dataMining.read({ url, page, robotsTxt: nothing, tdmrepJson: nothing, aiTxt: nothing });
}

const saidIn = (file: Uint8Array) => expectXmpContainer(file).read(file).map(dataMiningIn);

/** A PNG with chunks of text behind its header. */
async function pngWith(...chunks: readonly [type: string, body: Uint8Array][]): Promise<Uint8Array> {
  const file = await noise('png');
  const made = chunks.map(([type, body]) => {
    const typed = Buffer.concat([Buffer.from(type), body]);
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(body.length, 0);
    numbers.writeUInt32BE(crc32(typed), 4);
    return Buffer.concat([numbers.subarray(0, 4), typed, numbers.subarray(4)]);
  });
  return Uint8Array.from(Buffer.concat([file.subarray(0, 33), ...made, file.subarray(33)]));
}

const text = (keyword: string, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${keyword}\0`), content]);
const packed = (keyword: string, content: Uint8Array): Buffer =>
  text(keyword, Buffer.concat([Buffer.of(0), deflateSync(content)]));
const international = (keyword: string, content: Uint8Array): Buffer =>
  text(keyword, Buffer.concat([Buffer.from('\0\0\0\0'), content]));

/** A profile as ImageMagick writes it. */
function hex(name: string, content: string | Uint8Array, length = Buffer.from(content).length): Buffer {
  const digits = Buffer.from(content).toString('hex').replace(/.{72}/g, '$&\n');
  return Buffer.from(`\n${name}\n${String(length).padStart(8)}\n${digits}\n`);
}

const XMP_PROFILE = 'Raw profile type xmp';
const PNGS: readonly [what: string, make: () => Promise<Uint8Array>][] = [
  ['zTXt, xmp', () => pngWith(['zTXt', packed(XMP_PROFILE, hex('xmp', PACKET))])],
  ['tEXt, xmp', () => pngWith(['tEXt', text(XMP_PROFILE, hex('xmp', PACKET))])],
  ['iTXt, xmp', () => pngWith(['iTXt', international(XMP_PROFILE, hex('xmp', PACKET))])],
  ['zTXt, APP1', () => pngWith(['zTXt', packed('Raw profile type APP1', hex('app1', XAP + PACKET))])],
  [
    'tEXt, exif',
    () => pngWith(['tEXt', text('Raw profile type exif', hex('generic profile', XAP + PACKET))]),
  ],
  [
    'zTXt of the standard’s keyword',
    () => pngWith(['zTXt', packed('XML:com.adobe.xmp', Buffer.from(PACKET))]),
  ],
];

function inUtf32(value: string, isLittleEndian: boolean): Buffer {
  const points = Array.from(value, (letter) => letter.codePointAt(0)!);
  const bytes = Buffer.alloc(points.length * 4);
  points.forEach((point, i) =>
    isLittleEndian ? bytes.writeUInt32LE(point, i * 4) : bytes.writeUInt32BE(point, i * 4),
  );
  return bytes;
}
const utf16 = (value: string): Buffer => Buffer.from(value, 'utf16le');
const ENCODINGS: readonly [name: string, encode: (value: string) => Buffer][] = [
  ['UTF-16LE', utf16],
  ['UTF-16BE', (value) => utf16(value).swap16()],
  ['UTF-16LE with a mark', (value) => utf16(`\ufeff${value}`)],
  ['UTF-16BE with a mark', (value) => utf16(`\ufeff${value}`).swap16()],
  ['UTF-16LE that says so', (value) => utf16(`<?xml version="1.0" encoding="UTF-16"?>${value}`)],
  ['UTF-32LE', (value) => inUtf32(value, true)],
  ['UTF-32BE', (value) => inUtf32(value, false)],
  ['UTF-32BE with a mark', (value) => inUtf32(`\ufeff${value}`, false)],
];

/** A picture whose packet is these bytes: written as Latin letters of the same number, then put in place. */
async function withPacket(format: MarkableFormat, bytes: Buffer): Promise<Uint8Array> {
  if (format === 'png') return pngWith(['iTXt', international('XML:com.adobe.xmp', bytes)]);
  const container = xmpContainers.find((each) => each.format === format)!;
  const place = 'x'.repeat(bytes.length);
  const file = Buffer.from(container.write(await noise(format), () => place));
  bytes.copy(file, file.indexOf(place));
  return Uint8Array.from(file);
}

describe.each(PNGS)('a PNG whose XMP stands in a %s', (_, make) => {
  it('is read', async () => {
    expect(await audited(await make())).toMatchObject({ state: 'reserves', said: ['DMI-PROHIBITED'] });
  });

  it('is marked anew, with one packet where the standard wants it', async () => {
    const file = await make();
    const { bytes } = markPicture(file, 'DMI-ALLOWED');
    expect(saidIn(bytes)).toEqual(['DMI-ALLOWED']);
    expect(expectXmpContainer(bytes).read(bytes)[0]).toContain('Söhne 🖌');
    expect(Buffer.from(bytes).includes('Raw profile')).toBe(false);
    expect((await pixelsOf(bytes)).equals(await pixelsOf(file))).toBe(true);
  });
});

describe('a PNG with a packet and a profile', () => {
  it.each(['xmp', 'APP1'])('of %s has both marked, and nothing of either is lost', async (kind) => {
    const content = kind === 'xmp' ? PACKET : XAP + PACKET;
    const both = await pngWith(
      ['zTXt', packed(`Raw profile type ${kind}`, hex(kind, content))],
      ['iTXt', international('XML:com.adobe.xmp', Buffer.from(PACKET.replace('🖌', 'two')))],
    );
    const { bytes } = markPicture(both, 'DMI-ALLOWED');
    expect(saidIn(bytes)).toEqual(['DMI-ALLOWED', 'DMI-ALLOWED']);
    const packets = expectXmpContainer(bytes).read(bytes);
    expect([packets[0].includes('🖌'), packets[1].includes('two')]).toEqual([true, true]);
    expect(Buffer.from(bytes).indexOf('XML:com.adobe.xmp')).toBe(
      Buffer.from(bytes).lastIndexOf('XML:com.adobe.xmp'),
    );
    expect(markPicture(bytes, 'DMI-ALLOWED').bytes).toEqual(bytes);
  });
});

describe('a profile that is no XMP, or cannot be read', () => {
  it.each([
    ['Exif', hex('app1', 'Exif\0\0MM\0*'), 'Raw profile type APP1', 'silent'],
    ['a colour profile', hex('icc', 'abc'), 'Raw profile type icc', 'silent'],
    ['a wrong length', hex('xmp', PACKET, 7), XMP_PROFILE, 'unknown'],
    ['no hex', Buffer.from('\nxmp\n   4\nnothing\n'), XMP_PROFILE, 'unknown'],
    ['no length', Buffer.from('xmp'), XMP_PROFILE, 'unknown'],
    ['no XML', hex('xmp', 'nothing'), XMP_PROFILE, 'unknown'],
  ])('is %s', async (_what, content, keyword, state) => {
    const file = await pngWith(['tEXt', text(keyword, content)]);
    const { state: read, sentence } = await audited(file);
    expect(read).toBe(state);
    expect(sentence).not.toMatch(/written|Save the picture anew/);
  });
});

describe.each(['jpeg', 'png', 'webp'] as const)('a %s', (format) => {
  it.each(ENCODINGS)('with a packet in %s is read and marked', async (_, encode) => {
    const file = await withPacket(format, encode(PACKET));
    expect(await audited(file)).toMatchObject({ state: 'reserves', said: ['DMI-PROHIBITED'] });
    const { bytes } = markPicture(file, 'DMI-ALLOWED');
    expect(saidIn(bytes)).toEqual(['DMI-ALLOWED']);
    expect(expectXmpContainer(bytes).read(bytes)[0]).toContain('Söhne 🖌');
    expect(Buffer.from(bytes).includes('encoding=')).toBe(false);
  });

  it('whose packet is damaged is unknown, and only who marks it hears of writing', async () => {
    const file = await withPacket(format, Buffer.from('<a></b>'));
    expect(await audited(file)).toMatchObject({
      state: 'unknown',
      sentence: 'The picture’s metadata could not be read: The picture’s XMP metadata is damaged.',
    });
    expect(() => markPicture(file, 'DMI-ALLOWED')).toThrow(/damaged\. So nothing was written/);
  });
});

describe('a JPEG whose XMP goes on in an extension', () => {
  const EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
  const segment = (body: Buffer): Buffer => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const piece = (length: number, offset: number, data: Buffer): Buffer => {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(length, 0);
    numbers.writeUInt32BE(offset, 4);
    return segment(Buffer.concat([Buffer.from(EXTENSION), Buffer.from('A'.repeat(32)), numbers, data]));
  };
  const jpegOf = async (...segments: Buffer[]): Promise<Uint8Array> => {
    const file = await noise('jpeg');
    return Uint8Array.from(Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]));
  };
  const bytes = Buffer.from(PACKET);
  const [first, second] = [bytes.subarray(0, 100), bytes.subarray(100)];

  it('is read, in whatever order its pieces come', async () => {
    const file = await jpegOf(piece(bytes.length, 100, second), piece(bytes.length, 0, first));
    expect(await audited(file)).toMatchObject({ state: 'reserves', said: ['DMI-PROHIBITED'] });
    expect(() => markPicture(file, 'DMI-ALLOWED')).toThrow(/extended XMP says something of data mining/);
  });

  it('is unknown where a piece is missing', async () => {
    expect(await audited(await jpegOf(piece(bytes.length, 100, second)))).toMatchObject({ state: 'unknown' });
    expect(await audited(await jpegOf(piece(10, 5, second)))).toMatchObject({ state: 'unknown' });
  });

  it('is marked where the extension says nothing of it', async () => {
    const other = Buffer.from(PACKET.replace(/plus:DataMining="[^"]*"/, ''));
    const file = await jpegOf(piece(other.length, 0, other));
    expect(saidIn(markPicture(file, 'DMI-ALLOWED').bytes)).toEqual(['DMI-ALLOWED', null]);
  });
});

describe.skipIf(!hasExiftool())('read by exiftool', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-hidden-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(PNGS)('a PNG of %s says the same before and after', async (_, make) => {
    const file = await make();
    expect(await said(file, folder)).toEqual(['DMI-PROHIBITED']);
    expect(await said(markPicture(file, 'DMI-ALLOWED').bytes, folder)).toEqual(['DMI-ALLOWED']);
  });

  it('a profile beside a packet says the same', async () => {
    const both = await pngWith(
      ['zTXt', packed(XMP_PROFILE, hex('xmp', PACKET))],
      ['iTXt', international('XML:com.adobe.xmp', Buffer.from(PACKET))],
    );
    expect(await said(markPicture(both, 'DMI-ALLOWED').bytes, folder)).toEqual([
      'DMI-ALLOWED',
      'DMI-ALLOWED',
    ]);
  });
});

/** Every value of `plus:DataMining` that exiftool finds. */
async function said(bytes: Uint8Array, folder: string): Promise<string[]> {
  const path = join(folder, 'picture.png');
  await writeFile(path, bytes);
  const found = execFileSync('exiftool', ['-s3', '-n', '-a', '-XMP-plus:DataMining', path]).toString();
  return found
    .trim()
    .split('\n')
    .map((each) => each.replace('http://ns.useplus.org/ldf/vocab/', ''));
}
