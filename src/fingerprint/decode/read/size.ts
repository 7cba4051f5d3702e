import { TrainspotError } from '../../../core/errors.ts';
import type { ReadLimits } from './reader.ts';

/** The longest a JPEG can have. PNG and TIFF allow strips of millions by one, which nobody drew. */
const LONGEST_SIDE = 65_535;

/**
 * What a decoder may hold of a picture at its full size, for each pixel that may be held when it is unpacked: so much
 * a progressive JPEG of that size takes (its coefficients, and the picture), which was always read.
 */
const BYTES_PER_HELD_PIXEL = 10;

/** Each is a size to which a JPEG's blocks of eight are unpacked at once. */
const FACTORS = [1, 2, 4, 8];

/** @throws TrainspotError `picture-too-many-pixels` */
export function checkSize(width: number, height: number, maxPixels: number): void {
  if (width * height <= maxPixels && Math.max(width, height) <= LONGEST_SIDE) return;
  throw new TrainspotError(
    'picture-too-many-pixels',
    `The picture is ${width} × ${height} pixels, ${width * height} in all; the limit is ${maxPixels} in all ` +
      `and ${LONGEST_SIDE} a side. Make it smaller and try again.`,
  );
}

/**
 * By how much a picture's sides are divided while it is read: 1 for one that is held whole.
 * @param bytesPerPixel what its decoder holds of each of its pixels, however much it is shrunk
 * @throws TrainspotError `picture-too-many-pixels`
 */
export function shrinkFactor(
  width: number,
  height: number,
  { maxPixels, heldPixels }: ReadLimits,
  bytesPerPixel: number,
): number {
  checkSize(width, height, maxPixels);
  const factor = FACTORS.find((by) => Math.floor(width / by) * Math.floor(height / by) <= heldPixels);
  if (factor === 1) return 1;
  const most = Math.floor((heldPixels * BYTES_PER_HELD_PIXEL) / Math.max(bytesPerPixel, 1e-9));
  if (factor && width * height <= most && Math.min(width, height) >= factor) return factor;
  throw new TrainspotError(
    'picture-too-many-pixels',
    `The picture is ${width} × ${height} pixels, ${width * height} in all; a file of this kind can only be ` +
      `unpacked at once, for which the limit is ${Math.max(heldPixels, Math.min(most, maxPixels))} in all. ` +
      'Make it smaller, or save it as plain JPEG or PNG (not progressive, not interlaced), and try again.',
  );
}

/** What is said of a picture that was shrunk while it was read. */
export function shrunkNote(width: number, height: number, read: { width: number; height: number }): string {
  return (
    `The picture has ${width} × ${height} pixels; it was shrunk to ${read.width} × ${read.height} while it was ` +
    'read, which is more than its fingerprints look at.'
  );
}
