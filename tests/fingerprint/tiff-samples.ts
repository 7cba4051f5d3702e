import type { RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { scene } from './paint.ts';

export const MAX_PIXELS = 64_000_000;

export const picture = scene(4, 30, 20);

export const size = { width: picture.width, height: picture.height };

export const decoded = async (bytes: Uint8Array) => (await decodePicture(bytes, MAX_PIXELS)).picture;

/** The numbers that `samplesOf` gives for each pixel, one after another. */
export function samples(
  samplesOf: (rgb: number[], at: number) => number[],
  of: RgbPicture = picture,
): number[] {
  return Array.from({ length: of.width * of.height }, (_, at) =>
    samplesOf([...of.data.subarray(at * 3, at * 3 + 3)], at),
  ).flat();
}

export const bytesOf = (numbers: number[]) => Uint8Array.from(numbers);

export const wordsOf = (numbers: number[]) => Uint16Array.from(numbers, (number) => number * 257);

/** Sample by sample instead of pixel by pixel. */
export function planes(numbers: number[], each: number): number[] {
  return Array.from({ length: each }, (_, one) => numbers.filter((__, i) => i % each === one)).flat();
}
