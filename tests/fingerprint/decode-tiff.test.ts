import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { meanDifference, plain, scene } from './paint.ts';
import { tiffFile, type TiffFields } from './tiff-files.ts';
import { picture, size, decoded, samples, bytesOf, wordsOf, planes } from './tiff-samples.ts';

/** Half of the picture's columns are covered in full, of the other every third. */
const coverAt = (at: number) => (at % size.width < size.width / 2 ? 255 : at % 3 === 0 ? 255 : 0);

const onWhite: RgbPicture = {
  ...size,
  data: picture.data.map((colour, i) => (coverAt(Math.floor(i / 3)) === 255 ? colour : 255)),
};

/** JFIF's full-range conversion, which is that of TIFF with ReferenceBlackWhite left out. */
const ycbcrOf = ([red, green, blue]: number[]) => {
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  return [luma, 128 + (blue - luma) / 1.772, 128 + (red - luma) / 1.402].map(Math.round);
};

describe('a TIFF with channels beyond its colour', () => {
  it.each<[what: string, extras: number[], of: (at: number) => number[]]>([
    ['one that is unspecified, and empty', [0], () => [0]],
    ['one that is unspecified, and full', [0], () => [255]],
    ['one that is unspecified, a selection', [0], (at) => [coverAt(at)]],
    ['two that are unspecified', [0, 0], () => [0, 0]],
    ['one of which nothing is said', [], () => [0]],
  ])('shows its colours: %s', async (_what, extras, of) => {
    const samplesEach = 3 + of(0).length;
    const fields: TiffFields = extras.length > 0 ? { 338: extras } : {};
    const numbers = samples((rgb, at) => [...rgb, ...of(at)]);
    const base = { ...size, photometric: 2, samples: samplesEach, fields };
    const planar = { ...base, fields: { ...fields, 284: [2] }, data: bytesOf(planes(numbers, samplesEach)) };
    for (const file of [
      { ...base, data: bytesOf(numbers) },
      { ...base, data: bytesOf(numbers), isDeflated: true },
      { ...base, data: wordsOf(numbers), bits: 16 },
      planar,
    ]) {
      expect(meanDifference(await decoded(tiffFile(file)), picture)).toBe(0);
    }
  });

  it.each<[what: string, extras: number[], samplesOf: (rgb: number[], cover: number) => number[]]>([
    ['alpha', [2], (rgb, cover) => [...rgb, cover]],
    ['alpha, multiplied in', [1], (rgb, cover) => [...rgb.map((colour) => (colour * cover) / 255), cover]],
    ['a selection and then alpha', [0, 2], (rgb, cover) => [...rgb, 77, cover]],
    ['alpha and then a selection', [2, 0], (rgb, cover) => [...rgb, cover, 77]],
  ])('is laid on white by its %s', async (_what, extras, samplesOf) => {
    const numbers = samples((rgb, at) => samplesOf(rgb, coverAt(at)));
    const base = { ...size, photometric: 2, samples: 3 + extras.length, fields: { 338: extras } };
    for (const file of [
      { ...base, data: bytesOf(numbers) },
      { ...base, data: wordsOf(numbers), bits: 16 },
      {
        ...base,
        fields: { 338: extras, 284: [2] },
        data: bytesOf(planes(numbers, 3 + extras.length)),
      },
    ]) {
      expect(meanDifference(await decoded(tiffFile(file)), onWhite)).toBe(0);
    }
  });

  it('shows half of a colour that is half covered, multiplied in or not', async () => {
    const file = (extra: number, red: number) =>
      tiffFile({
        width: 1,
        height: 1,
        photometric: 2,
        samples: 4,
        fields: { 338: [extra] },
        data: Uint8Array.of(red, 0, 0, 128),
      });
    for (const bytes of [file(2, 200), file(1, 100)]) {
      const { data } = await decoded(bytes);
      expect(Math.abs(data[0] - 227) + Math.abs(data[1] - 127)).toBeLessThanOrEqual(2);
    }
  });

  it('shows its greys, and its inks', async () => {
    const grey = { ...size, samples: 2, fields: { 338: [0] } };
    const greys = samples(([red]) => [red, red, red]);
    for (const [photometric, of] of [
      [1, (red: number) => red],
      [0, (red: number) => 255 - red],
    ] as const) {
      const data = bytesOf(samples(([red]) => [of(red), 0]));
      expect([...(await decoded(tiffFile({ ...grey, photometric, data }))).data]).toEqual(greys);
    }
    const inks = (rgb: number[]) => [...rgb.map((colour) => 255 - colour), 0];
    const cmyk = { ...size, photometric: 5 };
    const without = await decoded(tiffFile({ ...cmyk, samples: 4, data: bytesOf(samples(inks)) }));
    const spot = bytesOf(samples((rgb) => [...inks(rgb), 0, 255]));
    const withSpots = tiffFile({ ...cmyk, samples: 6, data: spot, fields: { 338: [0, 0] } });
    expect(meanDifference(await decoded(withSpots), without)).toBe(0);
  });

  it('is turned upright', async () => {
    const data = bytesOf(samples((rgb) => [...rgb, 0]));
    const file = tiffFile({ ...size, photometric: 2, samples: 4, data, fields: { 274: [6], 338: [0] } });
    expect(await decoded(file)).toEqual(orient(picture, 'rotated-90'));
  });
});

describe('a TIFF of YCbCr', () => {
  it.each<
    [
      what: string,
      file: (
        numbers: number[],
      ) => Pick<Parameters<typeof tiffFile>[0], 'data' | 'fields' | 'bits' | 'isDeflated'>,
    ]
  >([
    ['pixel by pixel', (numbers) => ({ data: bytesOf(numbers) })],
    ['packed', (numbers) => ({ data: bytesOf(numbers), isDeflated: true })],
    [
      'sample by sample',
      (numbers) => ({ data: bytesOf(planes(numbers, 3)), fields: { 284: [2], 530: [1, 1] } }),
    ],
    ['of 16 bits', (numbers) => ({ data: wordsOf(numbers), bits: 16 })],
  ])('shows its colours: %s', async (_what, file) => {
    const parts = { ...size, photometric: 6, samples: 3, fields: { 530: [1, 1] } };
    const numbers = samples(ycbcrOf);
    const read = await decoded(tiffFile({ ...parts, ...file(numbers) }));
    expect(meanDifference(read, picture)).toBeLessThan(1);
  });

  it.each([
    [2, 2],
    [2, 1],
    [1, 2],
    [4, 4],
    [4, 1],
  ])('shows its colours, where %i × %i pixels share theirs', async (across, down) => {
    // Sides that the blocks do not divide, and colours that stay the same for all of a block.
    const [odd, blocky] = [plain(31, 21, [0, 0, 0]), scene(5, 8, 6)];
    for (let at = 0; at < odd.width * odd.height; at++) {
      const [x, y] = [at % odd.width, Math.floor(at / odd.width)];
      const colour = ((y >> 2) * blocky.width + (x >> 2)) * 3;
      for (let c = 0; c < 3; c++)
        odd.data[at * 3 + c] = 40 + blocky.data[colour + c] * 0.7 + (x & 3) + (y & 3);
    }
    const ycbcr = samples(ycbcrOf, odd);
    const at = (x: number, y: number, sample: number) =>
      ycbcr[(Math.min(y, odd.height - 1) * odd.width + Math.min(x, odd.width - 1)) * 3 + sample];
    const blocks: number[] = [];
    for (let top = 0; top < odd.height; top += down) {
      for (let left = 0; left < odd.width; left += across) {
        for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) blocks.push(at(left + x, top + y, 0));
        blocks.push(at(left, top, 1), at(left, top, 2));
      }
    }
    const file = { width: odd.width, height: odd.height, photometric: 6, samples: 3, data: bytesOf(blocks) };
    // Where nothing is said, it is 2 × 2.
    for (const isDeflated of [false, true]) {
      const fields: TiffFields = across === 2 && down === 2 && isDeflated ? {} : { 530: [across, down] };
      const read = await decoded(tiffFile({ ...file, fields, isDeflated }));
      expect(meanDifference(read, odd)).toBeLessThan(1);
    }
  });
});

describe('a TIFF of Lab', () => {
  // CIELAB of D50, from the sRGB colours by ICC's and IEC 61966-2-1's formulas.
  const COLOURS: [rgb: [number, number, number], lab: [number, number, number]][] = [
    [
      [255, 255, 255],
      [100, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [119, 119, 119],
      [50.03, 0, 0],
    ],
    [
      [255, 0, 0],
      [54.29, 80.81, 69.89],
    ],
    [
      [0, 128, 0],
      [46.28, -47.55, 48.59],
    ],
    [
      [0, 0, 255],
      [29.57, 68.3, -112.03],
    ],
  ];
  const signed8 = (value: number) => Math.round(value) & 255;
  const signed16 = (value: number) => Math.round(value * 256) & 0xffff;

  it.each<[what: string, photometric: number, bits: number, code: (lab: number[]) => number[]]>([
    ['CIELAB', 8, 8, ([l, a, b]) => [(l * 255) / 100, signed8(a), signed8(b)]],
    ['CIELAB of 16 bits', 8, 16, ([l, a, b]) => [(l * 65_535) / 100, signed16(a), signed16(b)]],
    ['ICC Lab', 9, 8, ([l, a, b]) => [(l * 255) / 100, a + 128, b + 128]],
    ['ICC Lab of 16 bits', 9, 16, ([l, a, b]) => [l * 652.8, a * 256 + 32_768, b * 256 + 32_768]],
  ])('shows its colours: %s', async (_what, photometric, bits, code) => {
    const numbers = COLOURS.flatMap(([, lab]) => code(lab)).map(Math.round);
    const data = bits === 16 ? Uint16Array.from(numbers) : bytesOf(numbers);
    const file = tiffFile({ width: COLOURS.length, height: 1, photometric, bits, samples: 3, data });
    const read = [...(await decoded(file)).data];
    COLOURS.flatMap(([rgb]) => rgb).forEach((colour, i) => {
      expect(Math.abs(read[i] - colour), `number ${i}`).toBeLessThanOrEqual(4);
    });
  });
});
