import type { Orientation, RgbPicture } from '../../core/picture.ts';

/** Source pixel of the result's first pixel, and how far one step right and one step down move in the source. */
type Walk = readonly [start: number, right: number, down: number];

/** In pixels, for a source of `w` × `h`. */
const WALKS: Record<Orientation, (w: number, h: number) => Walk> = {
  'as-is': (w) => [0, 1, w],
  mirrored: (w) => [w - 1, -1, w],
  flipped: (w, h) => [(h - 1) * w, 1, -w],
  'rotated-180': (w, h) => [h * w - 1, -1, -w],
  transposed: (w) => [0, w, 1],
  'rotated-90': (w, h) => [(h - 1) * w, -w, 1],
  'rotated-270': (w) => [w - 1, w, -1],
  transversed: (w, h) => [h * w - 1, -w, -1],
};

const SIDES_SWAPPED: ReadonlySet<Orientation> = new Set<Orientation>([
  'transposed',
  'rotated-90',
  'rotated-270',
  'transversed',
]);

/**
 * The picture laid on the table in another way: exact, no pixel is computed. Width and height are swapped for
 * the quarter turns and the two diagonals. Always a new picture, also for `as-is`.
 */
export function orient(picture: RgbPicture, orientation: Orientation): RgbPicture {
  const { data: source } = picture;
  const [start, right, down] = WALKS[orientation](picture.width, picture.height);
  const swapped = SIDES_SWAPPED.has(orientation);
  const width = swapped ? picture.height : picture.width;
  const height = swapped ? picture.width : picture.height;
  const data = new Uint8Array(source.length);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let from = (start + y * down) * 3;
    for (let x = 0; x < width; x++, from += right * 3) {
      data[to++] = source[from];
      data[to++] = source[from + 1];
      data[to++] = source[from + 2];
    }
  }
  return { width, height, data };
}
