import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import { DATA_MINING_VALUES, dataMiningIn, withDataMining } from '../../src/fingerprint/xmp/data-mining.ts';
import { xmpContainers, expectXmpContainer } from '../../src/fingerprint/xmp/registry.ts';
import { markPicture } from '../../src/opt-out/mark-picture.ts';
import { MARKABLE, noise, pixelsOf } from './pictures.ts';

const VALUE = 'DMI-PROHIBITED-AIMLTRAINING';
const URI = `http://ns.useplus.org/ldf/vocab/${VALUE}`;

function readExiftool(): boolean {
  try {
    return execFileSync('exiftool', ['-ver']).length > 0;
  } catch {
    return false;
  }
}
const hasExiftool = readExiftool();

/** An XMP packet as other programs write it: prefixes of their own, attributes, lists, padding. */
const THEIRS = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Some Program 1.0">
 <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <r:Description r:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4">
   <dc:creator><r:Seq><r:li>Jane Doe &amp; Söhne</r:li></r:Seq></dc:creator>
  </r:Description>
 </r:RDF>
</x:xmpmeta>
${' '.repeat(200)}
<?xpacket end="w"?>`;

function packetsOf(file: Uint8Array): string[] {
  return expectXmpContainer(file).read(file);
}

describe.each(MARKABLE)('a marked %s', (format) => {
  it('says it, and shows the same pixels', async () => {
    const file = await noise(format);
    const { bytes, type } = markPicture(file, VALUE);
    expect(type).toBe(`image/${format}`);
    expect(packetsOf(bytes).map(dataMiningIn)).toEqual([VALUE]);
    expect((await pixelsOf(bytes)).equals(await pixelsOf(file))).toBe(true);
  });

  it('can be marked again, with another word, and has one packet still', async () => {
    const first = markPicture(await noise(format), VALUE).bytes;
    const second = markPicture(first, 'DMI-PROHIBITED').bytes;
    expect(packetsOf(second).map(dataMiningIn)).toEqual(['DMI-PROHIBITED']);
    expect(markPicture(second, 'DMI-PROHIBITED').bytes).toEqual(second);
  });

  it('keeps what another program wrote about it', async () => {
    const container = xmpContainers.find((each) => each.format === format)!;
    const file = container.write(await noise(format), () => THEIRS);
    expect(packetsOf(file)).toEqual([THEIRS]);
    const { bytes } = markPicture(file, VALUE);
    const [packet] = packetsOf(bytes);
    for (const kept of [
      'Some Program 1.0',
      'Jane Doe &amp; Söhne',
      'xmp:Rating="4"',
      ' '.repeat(200),
      '<?xpacket end="w"?>',
    ]) {
      expect(packet).toContain(kept);
    }
    expect(dataMiningIn(packet)).toBe(VALUE);
    expect((await pixelsOf(bytes)).equals(await pixelsOf(file))).toBe(true);
  });

  it('keeps Exif, colour profile and orientation', async () => {
    const exif = { IFD0: { Copyright: 'Jane Doe', Software: 'A test' } };
    const made = sharp(await noise(format))
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .withIccProfile('srgb');
    const file = new Uint8Array(await made.toFormat(format).toBuffer());
    const { bytes } = markPicture(file, VALUE);
    const [before, after] = [await sharp(file).metadata(), await sharp(bytes).metadata()];
    expect(after.exif?.equals(before.exif!)).toBe(true);
    expect(after.icc?.equals(before.icc!)).toBe(true);
    expect(after.orientation).toBe(6);
    expect((await pixelsOf(bytes)).equals(await pixelsOf(file))).toBe(true);
  });

  it('is refused where it is cut off, and never made of nonsense without a word', async () => {
    const file = await noise(format);
    fc.assert(
      fc.property(fc.integer({ min: 13, max: Math.min(200, file.length - 1) }), (length) => {
        try {
          const { bytes } = markPicture(file.subarray(0, length), VALUE);
          // What stood before the cut is whole: the container could not tell.
          expect(packetsOf(bytes)).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(TrainspotError);
          expect((error as TrainspotError).code).toBe('picture-unreadable');
        }
      }),
      { numRuns: 40 },
    );
  });

  describe.skipIf(!hasExiftool)('read by exiftool', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'trainspot-marked-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    const ask = async (bytes: Uint8Array): Promise<Record<string, unknown>> => {
      const path = join(folder, `picture.${format}`);
      await writeFile(path, bytes);
      const said = execFileSync('exiftool', [
        '-json',
        '-G1',
        '-n',
        '-validate',
        '-warning',
        '-error',
        '-XMP:all',
        path,
      ]);
      return (JSON.parse(said.toString()) as Record<string, unknown>[])[0];
    };

    it('says each word of the vocabulary', async () => {
      const words = join(folder, 'words');
      await mkdir(words);
      const file = await noise(format);
      for (const value of DATA_MINING_VALUES) {
        await writeFile(join(words, `${value}.${format}`), markPicture(file, value).bytes);
      }
      const read = execFileSync('exiftool', ['-json', '-G1', '-n', '-error', '-XMP:all', words]);
      const said = JSON.parse(read.toString()) as Record<string, unknown>[];
      expect(said).toHaveLength(DATA_MINING_VALUES.length);
      for (const { SourceFile, ...each } of said) {
        const value = basename(String(SourceFile), `.${format}`);
        expect(String(each['XMP-plus:DataMining']).replace('http://ns.useplus.org/ldf/vocab/', '')).toBe(
          value,
        );
        expect(each['ExifTool:Error']).toBeUndefined();
      }
    });

    it('says what it said before, too', async () => {
      const container = xmpContainers.find((each) => each.format === format)!;
      const file = container.write(await noise(format), () => THEIRS);
      const said = await ask(markPicture(file, VALUE).bytes);
      expect(said).toMatchObject({
        'XMP-dc:Creator': 'Jane Doe & Söhne',
        'XMP-xmp:Rating': 4,
        'XMP-x:XMPToolkit': 'Some Program 1.0',
      });
      expect(String(said['XMP-plus:DataMining'])).toContain(VALUE);
    });

    it('replaces what exiftool wrote, and keeps the rest of it', async () => {
      const path = join(folder, `theirs.${format}`);
      await writeFile(path, await noise(format));
      execFileSync('exiftool', [
        '-q',
        '-overwrite_original',
        '-XMP-dc:Title=A title',
        '-XMP-plus:CopyrightOwnerName=Jane',
        path,
      ]);
      const said = await ask(markPicture(new Uint8Array(await readFile(path)), VALUE).bytes);
      expect(said).toMatchObject({ 'XMP-dc:Title': 'A title', 'XMP-plus:CopyrightOwnerName': 'Jane' });
      expect(String(said['XMP-plus:DataMining'])).toContain(VALUE);
    });
  });
});

describe('WebP files of other kinds', () => {
  it.each([
    ['lossless', { lossless: true }],
    ['with transparency', { channels: 4 as const }],
    ['of one pixel', { width: 1, height: 1, lossless: true }],
  ])('are marked: %s', async (_, options) => {
    const file = await noise('webp', options);
    const { bytes } = markPicture(file, VALUE);
    expect((await pixelsOf(bytes)).equals(await pixelsOf(file))).toBe(true);
    const [before, after] = [await sharp(file).metadata(), await sharp(bytes).metadata()];
    expect([after.width, after.height, after.hasAlpha]).toEqual([
      before.width,
      before.height,
      before.hasAlpha,
    ]);
  });

  it('are marked: animated', async () => {
    const frames = Buffer.alloc(8 * 8 * 2 * 3, 90).fill(200, 8 * 8 * 3);
    const file = new Uint8Array(
      await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
        .webp({ loop: 0 })
        .toBuffer(),
    );
    const { bytes } = markPicture(file, VALUE);
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2);
    expect(packetsOf(bytes).map(dataMiningIn)).toEqual([VALUE]);
  });
});

describe('the words in a packet', () => {
  const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
  const packet = (description: string) => `<rdf:RDF ${RDF}>${description}</rdf:RDF>`;

  it.each([
    [`<rdf:Description xmlns:p="http://ns.useplus.org/ldf/xmp/1.0/" p:DataMining="${URI}"/>`, VALUE],
    [
      `<rdf:Description xmlns:p="http://ns.useplus.org/ldf/xmp/1.0/"><p:DataMining>${URI}</p:DataMining></rdf:Description>`,
      VALUE,
    ],
    [
      `<rdf:Description xmlns:p="http://ns.useplus.org/ldf/xmp/1.0/"><p:DataMining rdf:resource="${URI}"/></rdf:Description>`,
      VALUE,
    ],
    [
      `<rdf:Description xmlns:p="http://elsewhere.example/"><p:DataMining>${URI}</p:DataMining></rdf:Description>`,
      null,
    ],
    ['<rdf:Description/>', null],
    ['', null],
  ])('are read in %s', (description, value) => {
    expect(dataMiningIn(packet(description))).toBe(value);
    const written = withDataMining(packet(description), 'DMI-ALLOWED');
    expect(dataMiningIn(written)).toBe('DMI-ALLOWED');
    expect(written.match(/DMI-/g)).toHaveLength(value === null && description.includes(URI) ? 2 : 1);
  });

  it.each([['no XML'], ['<a'], ['<a></b>'], ['<a/>'], ['<!DOCTYPE a [<!ENTITY b "c">]><a/>'], ['']])(
    'are not looked for in %j',
    (text) => {
      expect(() => dataMiningIn(text)).toThrow(/metadata is damaged/);
    },
  );
});

describe('what cannot be marked', () => {
  it.each([
    [
      'a GIF',
      () =>
        sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
          .gif()
          .toBuffer(),
      'picture-format-unsupported',
    ],
    ['nothing', async () => new Uint8Array(0), 'picture-empty'],
    ['a text', async () => Buffer.from('hello'), 'picture-format-unsupported'],
  ])('is %s', async (_, make, code) => {
    const file = new Uint8Array(await make());
    expect(() => markPicture(file, VALUE)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('is a JPEG whose metadata fills its piece', async () => {
    const container = xmpContainers.find(({ format }) => format === 'jpeg')!;
    const full = THEIRS.replace('Jane Doe', 'J'.repeat(65_490 - THEIRS.length));
    const file = container.write(await noise('jpeg'), () => full);
    expect(() => markPicture(file, VALUE)).toThrow(/would have \d+ bytes, and a JPEG holds 65504/);
  });
});
