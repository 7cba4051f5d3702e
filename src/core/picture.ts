/** A decoded picture: 8-bit RGB, interleaved, row by row from the top left; `data.length` is width × height × 3. */
export interface RgbPicture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A picture's brightness, 0–255, row by row from the top left. */
export interface GreyPixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Something plain that may have been laid over a picture: its box, in fractions of the picture's width and height. */
export interface Patch {
  left: number;
  top: number;
  width: number;
  height: number;
  isRound: boolean;
}

/** A picture to look at, with the boxes of its parts that lie by themselves: fractions of its width and height. */
export interface QueryPixels extends GreyPixels {
  patches: readonly Patch[];
  parts: readonly { left: number; top: number; width: number; height: number }[];
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
 * The parts of a query that are embedded by themselves: what is all of a row's picture may be a part of the query.
 * `centre-crop` is the middle half of the area; `trimmed` is without the plain ground around it; `inside` is what
 * lies by itself, or where most happens, as the picture on a screen or a page; the corners are those of a collage.
 */
export const CROPS = [
  'centre-crop',
  'trimmed',
  'inside',
  'upper-left',
  'upper-right',
  'lower-left',
  'lower-right',
] as const;

export type Crop = (typeof CROPS)[number];

/**
 * The views of a query that are embedded, so that a mirrored, turned or cropped copy is brought up too, and one that words
 * were laid over: `without-words` shows what is beside their strokes in their place.
 */
export const VIEWS = [
  'as-is',
  'mirrored',
  'rotated-90',
  'rotated-180',
  'rotated-270',
  'without-words',
  ...CROPS,
] as const;

export type View = (typeof VIEWS)[number];

/** Whether a view shows the whole picture, however it lies. */
export function isOfWhole(view: View): boolean {
  return view === 'without-words' || (ORIENTATIONS as readonly string[]).includes(view);
}
