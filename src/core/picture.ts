/** A decoded picture: 8-bit RGB, interleaved, row by row from the top left; `data.length` is width × height × 3. */
export interface RgbPicture {
  width: number;
  height: number;
  data: Uint8Array;
}

/**
 * The eight ways to lay a picture on the table (the dihedral group of the square). Each name says what was
 * done to the picture: rotations are clockwise; `mirrored` swaps left and right, `flipped` swaps top and
 * bottom, `transposed` mirrors along the main diagonal, `transversed` along the other one.
 */
export const ORIENTATIONS = [
  'as-is',
  'rotated-90',
  'rotated-180',
  'rotated-270',
  'mirrored',
  'flipped',
  'transposed',
  'transversed',
] as const;

export type Orientation = (typeof ORIENTATIONS)[number];

/**
 * The views of a query that are embedded, so that a mirrored, turned or cropped copy is brought up too.
 * `centre-crop` is the middle half of the area.
 */
export const VIEWS = [
  'as-is',
  'mirrored',
  'rotated-90',
  'rotated-180',
  'rotated-270',
  'centre-crop',
] as const;

export type View = (typeof VIEWS)[number];
