import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { avifFilm, calledFilm } from './avif-film.ts';
import { chunk } from '../../scripts/synthetic/png-chunk.ts';
import { pngOf } from './bombs.ts';
import { meanDifference, noise, plain, scene } from './paint.ts';

const MAX_PIXELS = 64_000_000;
const picture = scene(6, 120, 90);

const painted = ({ width, height, data }: RgbPicture): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } });
const read = (bytes: Uint8Array) => decodePicture(bytes, MAX_PIXELS);
const refusal = async (bytes: Uint8Array) =>
  read(bytes).then(
    () => null,
    (error: Error) => error,
  );

describe('a JPEG', () => {
  const KINDS = [
    ['baseline', {}],
    ['progressive', { progressive: true }],
    ['baseline of grey', { grey: true }],
    ['progressive of full chroma', { progressive: true, chromaSubsampling: '4:4:4' }],
  ] as const;
  const jpegOf = ({
    grey,
    ...options
  }: {
    grey?: boolean;
    progressive?: boolean;
    chromaSubsampling?: string;
  }) => (grey ? painted(picture).greyscale() : painted(picture)).jpeg(options).toBuffer();

  it.each(KINDS)('without its end marker is taken, and it is said: %s', async (_what, options) => {
    const whole = await jpegOf(options);
    const expected = await read(whole);
    expect(expected.notes).toEqual([]);
    // Both of its bytes, or the last of them.
    for (const less of [2, 1]) {
      const got = await read(whole.subarray(0, -less));
      expect(meanDifference(got.picture, expected.picture)).toBe(0);
      expect(got.notes).toEqual([expect.stringMatching(/end marker.*every pixel is there/)]);
    }
  });

  it.each(KINDS)(
    'whose data ends early is refused as cut short, marker or not: %s',
    async (_what, options) => {
      const whole = await jpegOf(options);
      for (const less of [4, 30, Math.floor(whole.length / 2)]) {
        const cut = whole.subarray(0, -less);
        for (const file of [cut, Buffer.concat([cut, Uint8Array.of(0xff, 0xd9)])]) {
          const error = await refusal(file);
          expect(error, `${less} bytes less`).toMatchObject({ code: 'picture-unreadable' });
          expect(error!.message).toMatch(/cut short/);
        }
      }
    },
  );

  it('cut between two scans of its five or more is refused as cut short', async () => {
    const whole = await jpegOf({ progressive: true });
    const scans = [...whole.keys()].filter((at) => whole[at] === 0xff && whole[at + 1] === 0xda);
    expect(scans.length).toBeGreaterThan(4);
    for (const scan of scans.slice(1)) {
      expect((await refusal(whole.subarray(0, scan)))?.message).toMatch(/cut short/);
    }
  });

  it('with something between its pieces is taken, and it is said', async () => {
    const whole = await jpegOf({});
    const frame = whole.indexOf(Uint8Array.of(0xff, 0xc0));
    const strewn = Buffer.concat([whole.subarray(0, frame), Uint8Array.of(1, 2, 3), whole.subarray(frame)]);
    const got = await read(strewn);
    expect(meanDifference(got.picture, (await read(whole)).picture)).toBe(0);
    expect(got.notes).toEqual([expect.stringMatching(/faults that were passed over/)]);
  });

  it.each(KINDS)('without its end marker, filled up with zeros, is taken: %s', async (_what, options) => {
    const whole = await jpegOf(options);
    const filled = Buffer.concat([whole.subarray(0, -2), Buffer.alloc(100)]);
    expect(meanDifference((await read(filled)).picture, (await read(whole)).picture)).toBe(0);
    const cut = Buffer.concat([whole.subarray(0, whole.length / 2), Buffer.alloc(100)]);
    expect((await refusal(cut))?.message).toMatch(/cut short/);
  });

  it('of which half is missing is cut short too where its data may begin anew', async () => {
    // Of one colour, four rows of 24 blocks each: all that is said of a block is that there is no more, in two bits.
    const grey = plain(64, 64, [128, 128, 128]);
    const file = await painted(grey).jpeg().toBuffer();
    const scan = file.indexOf(Uint8Array.of(0xff, 0xda));
    const data = scan + 2 + file.readUInt16BE(scan + 2);
    const interval = Uint8Array.of(0xff, 0xdd, 0, 4, 0, 4);
    const head = Buffer.concat([file.subarray(0, scan), interval, file.subarray(scan, data)]);
    const row = (i: number) =>
      Buffer.concat([file.subarray(data, data + 6), Uint8Array.of(0xff, i === 3 ? 0xd9 : 0xd0 + i)]);
    const whole = Buffer.concat([head, row(0), row(1), row(2), row(3)]);
    const all = await read(whole);
    expect(all.notes).toEqual([]);
    expect(meanDifference(all.picture, grey)).toBe(0);
    const half = Buffer.concat([head, row(0), row(1)]);
    for (const cut of [half, half.subarray(0, -2)]) {
      for (const bytes of [cut, Buffer.concat([cut, Uint8Array.of(0xff, 0xd9)])]) {
        expect((await refusal(bytes))?.message).toMatch(/cut short/);
      }
    }
  });

  it('with something after its end is whole', async () => {
    expect((await read(Buffer.concat([await jpegOf({}), Buffer.alloc(300, 7)]))).notes).toEqual([]);
  });

  it.each([
    ['of 12 bits a channel', 0xc1, 12, /12 bits/],
    ['that is lossless', 0xc3, 8, /lossless/],
    ['that is hierarchical', 0xc5, 8, /hierarchical/],
    ['that is JPEG-LS', 0xf7, 8, /JPEG-LS/],
  ])('%s is refused by its name', async (_what, marker, precision, says) => {
    const file = Buffer.from(await jpegOf({}));
    const frame = file.indexOf(Uint8Array.of(0xff, 0xc0));
    file[frame + 1] = marker;
    file[frame + 4] = precision;
    const error = await refusal(file);
    expect(error).toMatchObject({ code: 'picture-format-unsupported' });
    expect(error!.message).toMatch(says);
    expect(error!.message).not.toMatch(/damaged|cut short/);
  });
});

describe('a PNG', () => {
  const { width, height } = picture;
  const rows = Buffer.concat(
    Array.from({ length: height }, (_, y) =>
      Buffer.concat([Buffer.alloc(1), picture.data.subarray(y * width * 3, (y + 1) * width * 3)]),
    ),
  );
  const data = deflateSync(rows);
  const wrongSum = Buffer.from(data);
  wrongSum[wrongSum.length - 1] ^= 0xff;
  const wrongFrame = (body: Uint8Array) => {
    const frame = chunk('IDAT', body);
    frame[frame.length - 1] ^= 0xff;
    return frame;
  };

  it.each([
    ['Adler-32', [chunk('IDAT', wrongSum)]],
    [
      'Adler-32, in many pieces',
      [0, 1, 2].map((i) =>
        chunk('IDAT', wrongSum.subarray((i * wrongSum.length) / 3, ((i + 1) * wrongSum.length) / 3)),
      ),
    ],
    ['Adler-32, left out', [chunk('IDAT', data.subarray(0, -4))]],
    ['CRC', [wrongFrame(data)]],
  ])('with a wrong checksum is taken: %s', async (_what, pieces) => {
    const got = await read(pngOf(width, height, pieces));
    expect(meanDifference(got.picture, picture)).toBe(0);
  });

  it('says that a checksum is wrong, or that its last piece is missing', async () => {
    expect((await read(pngOf(width, height, [chunk('IDAT', wrongSum)]))).notes).toEqual([
      expect.stringMatching(/checksum.*every pixel is there/),
    ]);
    const whole = pngOf(width, height, [chunk('IDAT', data)]);
    expect((await read(whole)).notes).toEqual([]);
    expect((await read(whole.subarray(0, -12))).notes).toEqual([expect.stringMatching(/IEND/)]);
  });

  it('with both checksums wrong, or with data that is none, is damaged', async () => {
    for (const piece of [wrongFrame(wrongSum), chunk('IDAT', Buffer.alloc(300, 0xff))]) {
      const error = await refusal(pngOf(width, height, [piece]));
      expect(error).toMatchObject({ code: 'picture-unreadable' });
      expect(error!.message).toMatch(/damaged/);
    }
  });

  it('of which half is missing is refused, with how much', async () => {
    const half = deflateSync(rows.subarray(0, rows.length / 2));
    const cut = pngOf(width, height, [chunk('IDAT', half)]);
    expect((await refusal(cut))?.message).toMatch(/cut short: 50 % of its picture data is missing/);
    const whole = pngOf(width, height, [chunk('IDAT', data)]);
    expect((await refusal(whole.subarray(0, whole.length / 2)))?.message).toMatch(/cut short: \d\d % /);
  });

  it('that is interlaced, with a wrong checksum, is taken too', async () => {
    const file = Buffer.from(await painted(picture).png({ progressive: true }).toBuffer());
    const at = file.lastIndexOf('IDAT');
    const length = file.readUInt32BE(at - 4);
    file[at + 4 + length - 1] ^= 0xff;
    file.writeUInt32BE(crc32(file.subarray(at, at + 4 + length)), at + 4 + length);
    const got = await read(file);
    expect(meanDifference(got.picture, picture)).toBe(0);
    expect(got.notes).toHaveLength(1);
  });
});

describe('a GIF', () => {
  /** A frame of one colour, of `size` pixels a side at `left`, `top` of a screen of 40 × 30. */
  async function gif(left: number, top: number, size: number, transparent: boolean): Promise<Uint8Array> {
    const frame = Buffer.from(
      await painted(plain(size, size, [200, 40, 40]))
        .gif()
        .toBuffer(),
    );
    const tables = 3 << ((frame[10] & 7) + 1);
    const image = frame.indexOf(0x2c, 13 + tables);
    const descriptor = Buffer.from(frame.subarray(image, image + 10));
    descriptor.writeUInt16LE(left, 1);
    descriptor.writeUInt16LE(top, 3);
    const screen = Buffer.from(frame.subarray(0, 13 + tables));
    screen.writeUInt16LE(40, 6);
    screen.writeUInt16LE(30, 8);
    const control = transparent ? Uint8Array.of(0x21, 0xf9, 4, 1, 0, 0, 255, 0) : new Uint8Array();
    return Buffer.concat([screen, control, descriptor, frame.subarray(image + 10)]);
  }

  it.each([
    ['in the middle', 10, 5, 16],
    ['at the right and below', 24, 14, 16],
    ['at the left and above', 0, 0, 16],
    ['as high as the screen', 3, 0, 30],
  ])('is white where its first frame does not reach: %s', async (_what, left, top, size) => {
    const expected = plain(40, 30, [255, 255, 255]);
    for (let y = top; y < top + size; y++) {
      for (let x = left; x < left + size; x++) expected.data.set([200, 40, 40], (y * 40 + x) * 3);
    }
    for (const transparent of [false, true]) {
      const got = await read(await gif(left, top, size, transparent));
      expect(meanDifference(got.picture, expected)).toBeLessThan(3);
      expect([...got.picture.data.subarray((29 * 40 + 39) * 3)]).toEqual([
        ...expected.data.subarray((29 * 40 + 39) * 3),
      ]);
    }
  });

  it('shows its first frame alone, also where a later one covers all', async () => {
    const [first, all] = [
      await gif(10, 5, 16, false),
      await painted(plain(40, 30, [0, 0, 250]))
        .gif()
        .toBuffer(),
    ];
    const later = all.subarray(all.indexOf(0x2c, 13));
    const film = Buffer.concat([first.subarray(0, -1), later]);
    const { picture: got } = await read(film);
    expect([...got.data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });
});

describe('an animated AVIF', () => {
  it.each([
    ['with a still beside its film', (still: Uint8Array) => calledFilm(still)],
    ['of nothing but a film', (still: Uint8Array) => avifFilm(still, picture.width, picture.height)],
  ])('is read as its first frame: %s', async (_what, filmOf) => {
    const still = await painted(picture).avif({ quality: 90 }).toBuffer();
    const got = await read(filmOf(still));
    expect(got.format).toBe('avif');
    expect(meanDifference(got.picture, (await read(still)).picture)).toBeLessThan(1);
  });

  it('that is cut, or full of noise, is unreadable', async () => {
    const film = avifFilm(
      await painted(noise(1, 32, 32))
        .avif()
        .toBuffer(),
      32,
      32,
    );
    for (const at of [20, 60, 200, film.length / 2]) {
      expect(await refusal(film.subarray(0, at))).toMatchObject({ code: 'picture-unreadable' });
    }
  });
});
