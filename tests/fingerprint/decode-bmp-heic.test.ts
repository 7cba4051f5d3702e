import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { meanDifference, scene } from './paint.ts';

const MAX_PIXELS = 64_000_000;
const decoded = async (bytes: Uint8Array) => (await decodePicture(bytes, MAX_PIXELS)).picture;
const refusal = async (bytes: Uint8Array, maxPixels = MAX_PIXELS) =>
  decodePicture(bytes, maxPixels).then(
    () => null,
    (error: Error) => error,
  );

interface BmpParts {
  width: number;
  height: number;
  bits: number;
  /** The rows as they stand in the file. */
  data: Uint8Array;
  compression?: number;
  /** What follows the header: masks, or a palette of four bytes a colour. */
  after?: Uint8Array;
  headerLength?: number;
}

function bmpFile({
  width,
  height,
  bits,
  data,
  compression = 0,
  after = new Uint8Array(),
  headerLength = 40,
}: BmpParts) {
  const head = Buffer.alloc(14 + headerLength);
  head.write('BM', 'latin1');
  head.writeUInt32LE(head.length + after.length, 10);
  head.writeUInt32LE(headerLength, 14);
  if (headerLength === 12) {
    [width, height, 1, bits].forEach((value, i) => head.writeUInt16LE(value, 18 + i * 2));
  } else {
    head.writeInt32LE(width, 18);
    head.writeInt32LE(height, 22);
    head.writeUInt16LE(1, 26);
    head.writeUInt16LE(bits, 28);
    head.writeUInt32LE(compression, 30);
  }
  return Buffer.concat([head, after, data]);
}

/** Rows from the bottom up, each filled to four bytes. */
function rows({ width, height, data }: RgbPicture, pixel: (rgb: Uint8Array) => number[]): Uint8Array {
  return Buffer.concat(
    Array.from({ length: height }, (_, i) => {
      const y = height - 1 - i;
      const row = Array.from({ length: width }, (__, x) => pixel(data.subarray((y * width + x) * 3))).flat();
      return Uint8Array.from([...row, ...Array.from({ length: (4 - (row.length % 4)) % 4 }, () => 0)]);
    }),
  );
}

const words = (...values: number[]) =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(value >>> 0);
      return bytes;
    }),
  );

describe('a BMP', () => {
  const picture = scene(7, 21, 13);
  const { width, height } = picture;
  const size = { width, height };
  const bgr = ([red, green, blue]: Uint8Array) => [blue, green, red];

  it.each<[what: string, file: () => Uint8Array]>([
    ['of 24 bits', () => bmpFile({ ...size, bits: 24, data: rows(picture, bgr) })],
    ['of OS/2', () => bmpFile({ ...size, bits: 24, data: rows(picture, bgr), headerLength: 12 })],
    [
      'with a longer header',
      () => bmpFile({ ...size, bits: 24, data: rows(picture, bgr), headerLength: 124 }),
    ],
    [
      'of 32 bits, the last eight left at nothing',
      () => bmpFile({ ...size, bits: 32, data: rows(picture, (rgb) => [...bgr(rgb), 0]) }),
    ],
    [
      'of 32 bits by masks, the colours the other way round',
      () =>
        bmpFile({
          ...size,
          bits: 32,
          compression: 3,
          after: words(0xff, 0xff00, 0xff0000),
          data: rows(picture, ([red, green, blue]) => [red, green, blue, 9]),
        }),
    ],
    [
      'from top to bottom',
      () => {
        const flipped = { ...picture, data: new Uint8Array(picture.data.length) };
        for (let y = 0; y < height; y++)
          flipped.data.set(
            picture.data.subarray(y * width * 3, (y + 1) * width * 3),
            (height - 1 - y) * width * 3,
          );
        return bmpFile({ width, height: -height, bits: 24, data: rows(flipped, bgr) });
      },
    ],
  ])('%s is read exactly', async (_what, file) => {
    const got = await decodePicture(file(), MAX_PIXELS);
    expect(got).toMatchObject({ format: 'bmp', width, height, notes: [] });
    expect(meanDifference(got.picture, picture)).toBe(0);
  });

  it('of 16 bits, as Windows and by masks', async () => {
    const short = (value: number) => [value & 255, value >> 8];
    const five = rows(picture, ([r, g, b]) => short(((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)));
    const six = rows(picture, ([r, g, b]) => short(((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3)));
    expect(meanDifference(await decoded(bmpFile({ ...size, bits: 16, data: five })), picture)).toBeLessThan(
      4,
    );
    const masked = bmpFile({
      ...size,
      bits: 16,
      compression: 3,
      after: words(0xf800, 0x7e0, 0x1f),
      data: six,
    });
    expect(meanDifference(await decoded(masked), picture)).toBeLessThan(4);
  });

  it('on white where its mask of opacity says so', async () => {
    const after = Buffer.alloc(0);
    const file = Buffer.from(
      bmpFile({
        width: 2,
        height: 1,
        bits: 32,
        compression: 3,
        headerLength: 108,
        after,
        data: Uint8Array.of(9, 8, 7, 255, 9, 8, 7, 0),
      }),
    );
    words(0xff0000, 0xff00, 0xff, 0xff000000).copy(file, 54);
    expect([...(await decoded(file)).data]).toEqual([7, 8, 9, 255, 255, 255]);
  });

  it('by a palette, of one, four and eight bits', async () => {
    const after = words(0x102030, 0xa0b0c0);
    const colours = (...which: number[]) =>
      which.flatMap((i) => (i ? [0xa0, 0xb0, 0xc0] : [0x10, 0x20, 0x30]));
    for (const [bits, data, palette] of [
      [1, [0b0110_0000, 0, 0, 0], after],
      [4, [0x01, 0x10, 0, 0], Buffer.concat([after, Buffer.alloc(56)])],
      [8, [0, 1, 1, 0], Buffer.concat([after, Buffer.alloc(1016)])],
    ] as const) {
      const file = bmpFile({ width: 4, height: 1, bits, data: Uint8Array.from(data), after: palette });
      expect([...(await decoded(file)).data]).toEqual(colours(0, 1, 1, 0));
    }
  });

  it('in runs, of eight and of four bits', async () => {
    const palette = words(...Array.from({ length: 256 }, (_, i) => i * 0x010101));
    const runs = [3, 7, 0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 2, 9, 0, 2, 0, 0, 1, 8, 0, 1];
    const eight = bmpFile({
      width: 3,
      height: 3,
      bits: 8,
      compression: 1,
      after: palette,
      data: Uint8Array.from(runs),
    });
    expect([...(await decoded(eight)).data].filter((_, i) => i % 3 === 0)).toEqual([
      9, 9, 8, 1, 2, 3, 7, 7, 7,
    ]);
    const half = [3, 0x12, 0, 0, 0, 3, 0x45, 0x60, 0, 1];
    const four = bmpFile({
      width: 3,
      height: 2,
      bits: 4,
      compression: 2,
      after: palette.subarray(0, 64),
      data: Uint8Array.from(half),
    });
    expect([...(await decoded(four)).data].filter((_, i) => i % 3 === 0)).toEqual([4, 5, 6, 1, 2, 1]);
  });

  it('that is cut says how much is missing; of an unknown kind, which; too large, how large', async () => {
    const whole = bmpFile({ ...size, bits: 24, data: rows(picture, bgr) });
    expect((await refusal(whole.subarray(0, 54 + 64 * 6 + 10)))?.message).toMatch(
      /cut short: 54 % of its rows/,
    );
    const jpegInside = bmpFile({ ...size, bits: 0, compression: 4, data: new Uint8Array(9) });
    expect(await refusal(jpegInside)).toMatchObject({ code: 'picture-format-unsupported' });
    const bomb = bmpFile({ width: 60_000, height: 60_000, bits: 1, data: new Uint8Array(9) });
    expect(await refusal(bomb)).toMatchObject({ code: 'picture-too-many-pixels' });
    expect(await refusal(whole, width * height - 1)).toMatchObject({ code: 'picture-too-many-pixels' });
    for (const wrong of [0, -5]) {
      expect(
        await refusal(bmpFile({ width: wrong, height: 4, bits: 24, data: new Uint8Array(99) })),
      ).toMatchObject({ code: 'picture-unreadable' });
    }
  });

  it('is more than the letters B and M', async () => {
    const text = Buffer.from('BMW drawings, as plain text, and no picture at all', 'latin1');
    expect((await refusal(text))?.message).toMatch(/no picture/);
  });
});

// Encoded by x265 from colours drawn here: red grows to the right, green downwards, blue is a chequerboard.
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/heic/${name}.heic`, import.meta.url)));

describe('a HEIC', () => {
  const [width, height] = [48, 32];
  const drawn = (isCovered: (x: number) => boolean): RgbPicture => ({
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
      if (!isCovered(x)) return 255;
      return [
        (x * 255) / (width - 1),
        (y * 255) / (height - 1),
        (Math.floor(x / 12) + Math.floor(y / 8)) % 2 ? 200 : 40,
      ][i % 3];
    }),
  });

  it.each([
    ['eight-bits', () => true],
    ['ten-bits', () => true],
    ['alpha', (x: number) => x < width / 2],
  ])('%s is read', async (name, isCovered) => {
    const got = await decodePicture(fixture(name), MAX_PIXELS);
    expect(got).toMatchObject({ format: 'heic', width, height, notes: [] });
    expect(meanDifference(got.picture, drawn(isCovered))).toBeLessThan(12);
  });

  it('is told by its items where its brands say no more than that it is a picture', async () => {
    const file = fixture('eight-bits');
    file.set(Buffer.from('mif1'), 8);
    file.set(Buffer.from('mif1'), 20);
    expect((await decodePicture(file, MAX_PIXELS)).format).toBe('heic');
  });

  it('that is cut, damaged or too large is refused, and the next is read', async () => {
    const file = fixture('eight-bits');
    expect((await refusal(file.subarray(0, file.length / 2)))?.message).toMatch(/cut short/);
    const noisy = Uint8Array.from(file, (byte, at) =>
      at > 40 && at < file.length - 300 ? byte ^ 0x5a : byte,
    );
    expect(await refusal(noisy)).toMatchObject({ name: 'TrainspotError' });
    expect(await refusal(file, width * height - 1)).toMatchObject({ code: 'picture-too-many-pixels' });
    expect((await decoded(file)).width).toBe(width);
  });
});
