import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { TrainspotError, type ErrorCode } from '../../src/core/errors.ts';
import type { Orientation, RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { pngHeaderOnly } from './bombs.ts';
import { meanDifference, noise, plain, scene } from './paint.ts';

const MAX_PIXELS = 64_000_000;
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const;

const painted = (picture: RgbPicture): Sharp =>
  sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } });
const decoded = async (bytes: Uint8Array) => (await decodePicture(bytes, MAX_PIXELS)).picture;
const ascii = (text: string) => Buffer.from(text, 'latin1');

async function refusal(bytes: Uint8Array, maxPixels = MAX_PIXELS): Promise<TrainspotError> {
  try {
    await decodePicture(bytes, maxPixels);
  } catch (error) {
    expect(error).toBeInstanceOf(TrainspotError);
    const refused = error as TrainspotError;
    expect(refused.message).not.toMatch(/vips|sharp|buffer|\/(home|tmp|usr|work)/i);
    return refused;
  }
  throw new Error('The picture was decoded.');
}

describe('decodePicture reads', () => {
  const picture = scene(1, 60, 40);

  it.each(FORMATS)('%s', async (format) => {
    const result = await decodePicture(
      await painted(picture).toFormat(format, { quality: 95 }).toBuffer(),
      2400,
    );
    expect(result.format).toBe(format);
    expect(meanDifference(result.picture, picture)).toBeLessThan(12);
  });

  it.each(['png', 'webp', 'tiff'] as const)('lossless %s exactly', async (format) => {
    const file = await painted(picture).toFormat(format, { lossless: true, compression: 'lzw' }).toBuffer();
    expect(await decoded(file)).toEqual(picture);
  });

  it('a view of a larger buffer', async () => {
    const png = await painted(picture).png().toBuffer();
    const around = new Uint8Array(png.length + 20);
    around.set(png, 10);
    expect(meanDifference(await decoded(around.subarray(10, 10 + png.length)), picture)).toBe(0);
  });

  it('grey as three equal channels', async () => {
    const grey = sharp(Uint8Array.of(0, 90, 180, 255), { raw: { width: 2, height: 2, channels: 1 } });
    const { data } = await decoded(await grey.toColourspace('b-w').png().toBuffer());
    expect([...data]).toEqual([0, 0, 0, 90, 90, 90, 180, 180, 180, 255, 255, 255]);
  });

  it('16 bits a channel as their upper eight', async () => {
    const deep = sharp(Uint16Array.of(0, 0x1234, 0xffff, 0x8000, 0x7fff, 0x00ff), {
      raw: { width: 2, height: 1, channels: 3 },
    });
    const png = await deep.toColourspace('rgb16').png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect([...(await decoded(png)).data]).toEqual([0, 0x12, 0xff, 0x80, 0x7f, 0]);
  });

  it.each(['png', 'webp', 'tiff'] as const)('transparency in %s as white below', async (format) => {
    const pixels = Uint8Array.of(200, 0, 0, 255, 200, 0, 0, 0, 0, 0, 0, 128);
    const file = sharp(pixels, { raw: { width: 3, height: 1, channels: 4 } });
    const { data } = await decoded(
      await file.toFormat(format, { lossless: true, compression: 'lzw' }).toBuffer(),
    );
    expect([...data.subarray(0, 6)]).toEqual([200, 0, 0, 255, 255, 255]);
    expect(Math.abs(data[6] - 127)).toBeLessThanOrEqual(1);
  });

  it('CMYK, near the colours that were meant', async () => {
    for (const colour of [
      [255, 255, 255],
      [30, 30, 30],
      [200, 60, 50],
    ] as const) {
      const jpeg = await painted(plain(16, 16, colour))
        .toColourspace('cmyk')
        .jpeg()
        .toBuffer();
      expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
      expect(meanDifference(await decoded(jpeg), plain(16, 16, colour))).toBeLessThan(30);
    }
  });

  it('the numbers of a file with a colour profile as they stand', async () => {
    const png = await painted(plain(8, 8, [255, 0, 0]))
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).icc).toBeDefined();
    const { data } = await decoded(png);
    // sRGB's red has these coordinates in Display P3; converted back it would be 255, 0, 0.
    expect(Math.abs(data[0] - 234) + Math.abs(data[1] - 51) + Math.abs(data[2] - 35)).toBeLessThan(6);
  });

  it('the first frame of an animation', async () => {
    const frames = { ...plain(10, 20, [250, 0, 0]) };
    frames.data.fill(60, 300);
    const film = sharp(frames.data, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } });
    for (const format of ['gif', 'webp'] as const) {
      const file = await film.clone().toFormat(format, { lossless: true }).toBuffer();
      expect((await sharp(file).metadata()).pages).toBe(2);
      expect(meanDifference(await decoded(file), plain(10, 10, [250, 0, 0]))).toBeLessThan(4);
    }
  });

  it('every EXIF orientation upright', async () => {
    // What a camera asks to be done to the stored picture, by EXIF 2.3, tag 0x0112.
    const asked: Record<number, Orientation> = {
      1: 'as-is',
      2: 'mirrored',
      3: 'rotated-180',
      4: 'flipped',
      5: 'transposed',
      6: 'rotated-90',
      7: 'transversed',
      8: 'rotated-270',
    };
    const stored = await decoded(await painted(picture).jpeg().toBuffer());
    for (const [orientation, done] of Object.entries(asked)) {
      const file = await painted(picture)
        .withMetadata({ orientation: Number(orientation) })
        .jpeg()
        .toBuffer();
      const expected = orient(stored, done);
      const upright = await decoded(file);
      expect([upright.width, upright.height]).toEqual([expected.width, expected.height]);
      expect(meanDifference(upright, expected)).toBe(0);
    }
  });
});

describe('decodePicture refuses', () => {
  const whole = noise(2, 50, 40);

  it.each<[what: string, bytes: Uint8Array, code: ErrorCode, says: RegExp]>([
    ['an empty file', new Uint8Array(), 'picture-empty', /0 bytes/],
    ['one byte', Uint8Array.of(0xff), 'picture-unreadable', /\(1\)/],
    ['a text', ascii('This is not a picture at all.'), 'picture-unreadable', /JPEG, PNG/],
    ['a GIF that is JavaScript', ascii('GIF89a=1/*\0\0\0\0\0\0*/;alert(1)'), 'picture-unreadable', /gif/],
    [
      'a JPEG that is a web page',
      ascii('\xff\xd8\xff\xe0<html><script>1</script>'),
      'picture-unreadable',
      /jpeg/,
    ],
    ['a web page', ascii('\n<!DOCTYPE html><title>403</title>'), 'picture-format-unsupported', /a web page/],
    ['an SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'picture-format-unsupported', /SVG.*PNG/],
    [
      'an SVG after a declaration and a comment',
      ascii('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- by hand -->\n<svg width="9"/>'),
      'picture-format-unsupported',
      /SVG/,
    ],
    [
      'a HEIC',
      ascii('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
      'picture-format-unsupported',
      /HEIC.*JPEG or PNG/,
    ],
    [
      'a HEIC by its second brand',
      ascii('\0\0\0\x18ftypmif1\0\0\0\0mif1heic'),
      'picture-format-unsupported',
      /HEIC/,
    ],
    ['a film', ascii('\0\0\0\x18ftypisom\0\0\0\0isomavc1'), 'picture-format-unsupported', /video/],
    ['a cut ftyp box', ascii('\0\0\0\x18ftyp'), 'picture-format-unsupported', /video/],
    ['a PDF', ascii('%PDF-1.7\n'), 'picture-format-unsupported', /PDF/],
    ['a Photoshop file', ascii('8BPS\0\x01'), 'picture-format-unsupported', /Photoshop/],
    ['a JPEG XL', ascii('\xff\x0a\xfa\x1f'), 'picture-format-unsupported', /JPEG XL.*JPEG or PNG/],
    ['a JPEG 2000 stream', ascii('\xff\x4f\xff\x51\0'), 'picture-format-unsupported', /JPEG 2000/],
    ['a Clip Studio Paint file', ascii('CSFCHUNK\0\0'), 'picture-format-unsupported', /Clip Studio/],
    ['a GIMP file', ascii('gimp xcf v011\0'), 'picture-format-unsupported', /GIMP/],
    ['an OpenEXR', ascii('\x76\x2f\x31\x01\x02'), 'picture-format-unsupported', /OpenEXR/],
    ['an EPS', ascii('%!PS-Adobe-3.0 EPSF-3.0'), 'picture-format-unsupported', /PostScript/],
    ['a Fujifilm raw file', ascii('FUJIFILMCCD-RAW 0201'), 'picture-format-unsupported', /camera/],
    [
      'a Canon raw file',
      ascii('\0\0\0\x18ftypcrx \0\0\0\x01crx isom'),
      'picture-format-unsupported',
      /camera/,
    ],
    [
      'a HEIF that is neither HEIC nor AVIF',
      ascii('\0\0\0\x18ftypmif1\0\0\0\0mif1miaf'),
      'picture-format-unsupported',
      /neither HEIC nor AVIF/,
    ],
  ])('%s', async (_what, bytes, code, says) => {
    const error = await refusal(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
  });

  it.each(FORMATS)('a %s cut anywhere before its last tenth', async (format) => {
    const file = await painted(whole).toFormat(format).toBuffer();
    for (const share of [0.02, 0.1, 0.5, 0.9]) {
      const cut = file.subarray(0, Math.max(16, file.length * share));
      expect((await refusal(cut)).code).toBe('picture-unreadable');
    }
  });

  it('a picture of 30,000² by its header, without unpacking it', async () => {
    const error = await refusal(pngHeaderOnly(30_000, 30_000));
    expect(error.code).toBe('picture-too-many-pixels');
    expect(error.message).toContain('30000 × 30000');
    expect(error.message).toContain('900000000');
    expect(error.message).toContain('64000000');
  });

  it('one pixel above the limit, and takes the limit', async () => {
    const file = await painted(whole).png().toBuffer();
    expect((await refusal(file, 1999)).code).toBe('picture-too-many-pixels');
    expect((await decodePicture(file, 2000)).picture.width).toBe(50);
  });

  it('a strip longer than any JPEG, however thin', async () => {
    const error = await refusal(pngHeaderOnly(1, 65_536));
    expect(error.code).toBe('picture-too-many-pixels');
    expect(error.message).toContain('65535');
  });

  it('any bytes whatever with a word of its own, also behind a true beginning', async () => {
    const beginnings = await Promise.all(
      FORMATS.map(async (format) => (await painted(whole).toFormat(format).toBuffer()).subarray(0, 40)),
    );
    const beginning = fc.constantFrom(new Uint8Array(), ...beginnings);
    const codes = [
      'picture-empty',
      'picture-unreadable',
      'picture-format-unsupported',
      'picture-too-many-pixels',
    ];
    await fc.assert(
      fc.asyncProperty(beginning, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
        const error = await refusal(Buffer.concat([start, rest]));
        expect(codes).toContain(error.code);
      }),
      { numRuns: 200 },
    );
  });
});

describe('this process', () => {
  it('opens no picture by its path, and no SVG at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trainspot-decode-'));
    try {
      const path = join(folder, 'picture.png');
      writeFileSync(
        path,
        await painted(noise(3, 4, 4))
          .png()
          .toBuffer(),
      );
      await expect(sharp(path).metadata()).rejects.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).metadata()).rejects.toThrow();
  });
});
