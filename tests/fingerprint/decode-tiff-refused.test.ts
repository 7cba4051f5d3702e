import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { meanDifference, plain } from './paint.ts';
import { tiffFile } from './tiff-files.ts';
import { MAX_PIXELS, picture, size, decoded, samples, bytesOf, wordsOf, planes } from './tiff-samples.ts';

const refusal = async (bytes: Uint8Array, maxPixels = MAX_PIXELS) =>
  decodePicture(bytes, maxPixels).then(
    () => null,
    (error: Error) => error,
  );

describe('a TIFF is refused, by its name,', () => {
  const rgb = { ...size, photometric: 2, samples: 3, data: picture.data };

  it.each<[what: string, fields: Record<number, number[]>, says: RegExp]>([
    ['packed with Zstandard', { 259: [50_000] }, /packed with Zstandard/],
    ['packed with LZMA', { 259: [34_925] }, /LZMA/],
    ['packed with JPEG 2000', { 259: [34_712] }, /JPEG 2000/],
    ['packed with LERC', { 259: [34_887] }, /LERC/],
    ['packed in a way nobody knows', { 259: [4711] }, /compression 4711/],
    ['of signed numbers', { 339: [2, 2, 2] }, /signed/],
    ['of 32 bits a channel', { 258: [32, 32, 32] }, /32 bits/],
    ['of a colour kind nobody knows', { 262: [4711] }, /4711/],
    ['a camera’s raw file', { 262: [32_803] }, /raw file/],
    ['a raw file’s thumbnail', { 254: [1], 330: [8] }, /raw file/],
  ])('%s', async (_what, fields, says) => {
    const error = await refusal(tiffFile({ ...rgb, fields }));
    expect(error).toMatchObject({ code: 'picture-format-unsupported' });
    expect(error!.message).toMatch(says);
    expect(error!.message).not.toMatch(/damaged|cut short/);
  });

  it('but damaged where its directory or its samples are not there', async () => {
    const whole = tiffFile({ ...rgb, photometric: 8 });
    for (const cut of [15, 60, whole.length - 600]) {
      expect(await refusal(whole.subarray(0, cut))).toMatchObject({ code: 'picture-unreadable' });
    }
  });

  it('and too large where its samples would be, whatever its header says', async () => {
    const file = tiffFile({ ...rgb, photometric: 8, fields: { 256: [60_000], 257: [60_000] } });
    expect(await refusal(file)).toMatchObject({ code: 'picture-too-many-pixels' });
  });
});

describe('a TIFF that libvips reads right stays as it was', () => {
  const greys = (levels: number) => samples(([red]) => [Math.floor(red / (256 / levels))]);

  it('grey, the other way round, of 16 bits, and by its palette', async () => {
    const grey = { ...size, samples: 1 };
    const expected = samples(([red]) => [red, red, red]);
    const palette = [0, 1, 2].flatMap((channel) =>
      Array.from({ length: 256 }, (_, i) => (channel === 0 ? i : 255 - i) * 257),
    );
    const files = [
      { ...grey, photometric: 1, data: bytesOf(greys(256)) },
      { ...grey, photometric: 0, data: bytesOf(greys(256).map((level) => 255 - level)) },
      { ...grey, photometric: 1, bits: 16, data: wordsOf(greys(256)) },
    ];
    for (const file of files) expect([...(await decoded(tiffFile(file))).data]).toEqual(expected);
    const coloured = tiffFile({
      ...grey,
      photometric: 3,
      data: bytesOf(greys(256)),
      fields: { 320: palette },
    });
    expect([...(await decoded(coloured)).data]).toEqual(samples(([red]) => [red, 255 - red, 255 - red]));
  });

  it('of one bit, tiled, in planes, and packed as JPEG of YCbCr', async () => {
    const bits = tiffFile({
      width: 8,
      height: 1,
      photometric: 1,
      samples: 1,
      bits: 1,
      data: Uint8Array.of(0b1010_0001),
    });
    expect([...(await decoded(bits)).data].filter((_, i) => i % 3 === 0)).toEqual([
      255, 0, 255, 0, 0, 0, 0, 255,
    ]);
    const painted = sharp(picture.data, { raw: { ...size, channels: 3 } });
    const tiled = await painted.clone().tiff({ tile: true, compression: 'lzw' }).toBuffer();
    expect(await decoded(tiled)).toEqual(picture);
    const inPlanes = tiffFile({
      ...size,
      photometric: 2,
      samples: 3,
      data: bytesOf(planes([...picture.data], 3)),
      fields: { 284: [2] },
    });
    expect(await decoded(inPlanes)).toEqual(picture);
    const red = sharp(plain(32, 32, [200, 30, 30]).data, { raw: { width: 32, height: 32, channels: 3 } });
    const jpeg = await red.tiff({ compression: 'jpeg', quality: 95 }).toBuffer();
    expect(meanDifference(await decoded(jpeg), plain(32, 32, [200, 30, 30]))).toBeLessThan(4);
  });
});
