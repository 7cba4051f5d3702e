import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { pdqDistance } from '../../src/core/pdq-distance.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { pdqHashes } from '../../src/fingerprint/pdq/pdq.ts';
import { chunk } from '../../scripts/synthetic/png-chunk.ts';
import { pngHeaderOnly, pngOf } from './bombs.ts';
import { meanDifference, scene, waves } from './paint.ts';

const MAX_PIXELS = 64_000_000;
const painted = ({ width, height, data }: RgbPicture): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } });

/** What may be held in these tests, so that they need no picture of 64 megapixels. */
const HELD = 500_000;

describe('a picture larger than what may be held', () => {
  const picture = scene(8, 1201, 801);

  it.each<[what: string, file: (picture: Sharp) => Sharp]>([
    ['JPEG', (painting) => painting.jpeg({ quality: 95 })],
    ['progressive JPEG', (painting) => painting.jpeg({ quality: 95, progressive: true })],
    ['PNG', (painting) => painting.png()],
    ['interlaced PNG', (painting) => painting.png({ progressive: true })],
    ['TIFF', (painting) => painting.tiff({ compression: 'lzw' })],
    ['tiled TIFF', (painting) => painting.tiff({ compression: 'lzw', tile: true })],
    ['WebP', (painting) => painting.webp({ quality: 95 })],
  ])('is shrunk while it is read, and says so: %s', async (_what, file) => {
    const bytes = await file(painted(picture)).toBuffer();
    const whole = await decodePicture(bytes, MAX_PIXELS);
    expect(whole.notes).toEqual([]);
    const read = await decodePicture(bytes, MAX_PIXELS, HELD);
    expect(read).toMatchObject({ width: 1201, height: 801 });
    expect([read.picture.width, read.picture.height]).toEqual([600, 400]);
    expect(read.notes).toEqual([expect.stringMatching(/1201 × 801 pixels; it was shrunk to 600 × 400/)]);
    const [hash, shrunk] = [whole, read].map((one) => pdqHashes(one.picture).hashes['as-is']);
    expect(pdqDistance(hash, shrunk)).toBeLessThanOrEqual(6);
  });

  it.each([2, 3, 6, 8])('is turned upright: orientation %i', async (orientation) => {
    const bytes = await painted(picture).withMetadata({ orientation }).png().toBuffer();
    const whole = await decodePicture(bytes, MAX_PIXELS);
    const read = await decodePicture(bytes, MAX_PIXELS, HELD);
    expect([read.width, read.height]).toEqual([whole.picture.width, whole.picture.height]);
    const { data } = await painted(whole.picture)
      .resize(read.picture.width, read.picture.height, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(meanDifference(read.picture, { ...read.picture, data: new Uint8Array(data) })).toBeLessThan(2);
  });

  it('is laid on white where it is transparent', async () => {
    const pixels = Buffer.alloc(1000 * 600 * 4, 0);
    pixels.fill(Uint8Array.of(200, 0, 0, 255), 0, pixels.length / 2);
    const png = await sharp(pixels, { raw: { width: 1000, height: 600, channels: 4 } })
      .png()
      .toBuffer();
    const { data } = (await decodePicture(png, MAX_PIXELS, HELD)).picture;
    expect([...data.subarray(0, 3), ...data.subarray(-3)]).toEqual([200, 0, 0, 255, 255, 255]);
  });

  it('keeps its hash at every factor', async () => {
    for (const [width, height] of [
      [2400, 1600],
      [1700, 900],
      [640, 500],
    ] as const) {
      const bytes = await painted(waves(width, height)).jpeg({ quality: 92 }).toBuffer();
      const whole = pdqHashes((await decodePicture(bytes, MAX_PIXELS)).picture).hashes['as-is'];
      for (const factor of [2, 4]) {
        const held = Math.floor((width * height) / factor ** 2);
        const read = await decodePicture(bytes, MAX_PIXELS, held);
        expect(read.picture.width).toBe(Math.floor(width / factor));
        expect(pdqDistance(whole, pdqHashes(read.picture).hashes['as-is'])).toBeLessThanOrEqual(10);
      }
    }
  });

  it.each<[what: string, bytes: () => Promise<Uint8Array>]>([
    [
      'a progressive JPEG',
      () =>
        painted(scene(8, 900, 800))
          .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
          .toBuffer(),
    ],
    [
      'an interlaced PNG of 16 bits',
      () =>
        painted(scene(8, 900, 800))
          .toColourspace('rgb16')
          .png({ progressive: true })
          .toBuffer(),
    ],
    [
      'an AVIF',
      () =>
        painted(scene(8, 900, 800))
          .avif({ effort: 0 })
          .toBuffer(),
    ],
    [
      'a GIF',
      () =>
        painted(scene(8, 900, 800))
          .gif()
          .toBuffer(),
    ],
  ])('is refused where its kind is unpacked at once, and takes too much: %s', async (_what, bytes) => {
    await expect(decodePicture(await bytes(), MAX_PIXELS, 150_000)).rejects.toMatchObject({
      code: 'picture-too-many-pixels',
      message: expect.stringMatching(/900 × 800/) as string,
    });
  });

  it('is refused by its header where it is larger than what is read at all', async () => {
    for (const [width, height] of [
      [65_000, 65_000],
      [16_001, 16_000],
      [70_000, 10],
    ] as const) {
      await expect(decodePicture(pngHeaderOnly(width, height), 256_000_000)).rejects.toMatchObject({
        code: 'picture-too-many-pixels',
      });
    }
  });

  it('that promises more than it has is cut short, not filled up', async () => {
    await expect(decodePicture(pngHeaderOnly(15_000, 15_000), 256_000_000)).rejects.toMatchObject({
      code: 'picture-unreadable',
      message: expect.stringMatching(/cut short/) as string,
    });
    await expect(
      decodePicture(pngOf(15_000, 15_000, [chunk('IDAT', new Uint8Array())]), 256_000_000),
    ).rejects.toMatchObject({ code: 'picture-unreadable' });
  });
});
