import { describe, WORDS, type Described } from './descriptor.ts';
import type { Grid } from './keypoint-bytes.ts';
import { levelOf, type Octave } from './scale-space.ts';

/** Places along the longer side of a picture, and so of 256 pixels: 49 at most. */
const PLACES = 7;

/** Their size, in pixels of 256: a descriptor's window of 48 pixels reaches over the next place's. */
export const GRID_SIGMA = 4;

/** Gradients that sum to less than this are what compression leaves of plain ground. */
const LEAST_GRADIENTS = 1.5;

/** The descriptors of places in even rows and columns of a picture, all seen upright, from its octaves. */
export function gridOf(octaves: readonly Octave[], width: number, height: number): Grid {
  const longer = Math.max(width, height);
  const columns = Math.max(1, Math.round((PLACES * width) / longer));
  const rows = Math.max(1, Math.round((PLACES * height) / longer));
  return gridIn(octaves, width, height, { columns, rows });
}

/**
 * The same in as many columns and rows as another grid has: of a picture in another size, rounding may make one more or less.
 * @param shrunk how much smaller than 256 pixels the picture is on its longer side: 2 for 128
 */
export function gridIn(
  octaves: readonly Octave[],
  width: number,
  height: number,
  { columns, rows }: Pick<Grid, 'columns' | 'rows'>,
  shrunk = 1,
): Grid {
  const descriptors = new Int32Array(columns * rows * WORDS);
  const strength = new Float32Array(columns * rows);
  gridPlaces(columns, rows).forEach(([x, y], i) => {
    const place = placeIn(octaves, x * width, y * height, GRID_SIGMA / shrunk);
    if (place !== null) strength[i] = describe(place, 0, descriptors, i * WORDS);
    if (strength[i] < LEAST_GRADIENTS) descriptors.fill(0, i * WORDS, (i + 1) * WORDS);
  });
  return { columns, rows, descriptors, strength };
}

/** Where a grid's places lie, in fractions of the width and height, in the order of its descriptors. */
export function gridPlaces(columns: number, rows: number): [x: number, y: number][] {
  return Array.from({ length: columns * rows }, (_, i) => [
    ((i % columns) + 0.5) / columns,
    (Math.floor(i / columns) + 0.5) / rows,
  ]);
}

/** A place of a picture in the octave that shows its size; null where the picture is too small for that size. */
export function placeIn(octaves: readonly Octave[], x: number, y: number, sigma: number): Described | null {
  const level = levelOf(sigma);
  if (level.octave >= octaves.length) return null;
  const octave = octaves[level.octave];
  return {
    octave,
    x: (x - 0.5) / octave.step,
    y: (y - 0.5) / octave.step,
    layer: level.layer,
    sigma: sigma / octave.step,
  };
}
