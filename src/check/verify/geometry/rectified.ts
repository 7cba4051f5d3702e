import { LOOK } from '../../../core/calibration.ts';
import type { GreyPixels } from '../../../core/picture.ts';
import type { Grey } from '../../../fingerprint/grey.ts';
import { kernels } from '../../../fingerprint/kernels/load.ts';
import { greyPlace } from '../../../fingerprint/keypoints/scale-space.ts';
import type { BentMap } from './bent.ts';

/** The picture, and smaller copies of it, each half of the one before: filled as they are needed. */
export type Levels = GreyPixels[];

/**
 * The query as it would lie in the row's picture: `width` × `height` pixels, of which `toQuery` says where each is in the
 * query, both in their own pixels. What lies outside of the query is like its edge.
 */
export function rectified(levels: Levels, toQuery: BentMap, width: number, height: number): Grey {
  rectifyThere(levels, toQuery, width, height);
  const pixels = kernels().doubles(greyPlace(width, height), width * height);
  return { width, height, data: pixels.slice() };
}

/** The same, left at `greyPlace` for its octaves. */
export function rectifyThere(levels: Levels, toQuery: BentMap, width: number, height: number): void {
  const { run, doubles } = kernels();
  const [a, b, , d, e] = toQuery.affine;
  let map = [...toQuery.affine, ...toQuery.squares];
  let shrinking = Math.sqrt(Math.abs(a * e - b * d));
  let level = 0;
  for (; shrinking > LOOK.mostShrinking; level++) {
    levels[level + 1] ??= halved(levels[level]);
    map = map.map((value) => value / 2);
    shrinking /= 2;
  }
  const source = levels[level];
  const [from, to] = [placeOf(source), greyPlace(width, height)];
  doubles(run.MAP.value, map.length).set(map);
  // Four places in each pixel where the source is finer: one alone would miss what lies between.
  run.rectify(from, source.width, source.height, shrinking > 1.15 ? 1 : 0, width, height, to);
}

/**
 * The number of each picture that the kernels were given. A WeakRef to it would hold it until the thread is back at its
 * event loop, where a thread with one task after the other never comes: 90 kB a check, measured.
 */
const numbers = new WeakMap<GreyPixels, number>();
let newest = 0;

/** The pictures that the kernels were given last: a query is read again for every row, as it is and mirrored. */
const given = [0, 0];

/** Of these, the one that the next picture takes the place of. */
let oldest = 0;

/** Where a picture lies in the kernels' memory, until two others were asked for. */
function placeOf(pixels: GreyPixels): number {
  const { room, bytes } = kernels();
  const known = given.indexOf(numbers.get(pixels) ?? -1);
  const place = known < 0 ? oldest : known;
  // A row and a pixel beyond the last ones are read, and count nothing.
  const at = room(`pixels ${place}`, pixels.data.length + pixels.width + 1);
  if (known < 0) {
    bytes(at, pixels.data.length).set(pixels.data);
    numbers.set(pixels, ++newest);
    given[place] = newest;
    oldest = (place + 1) % given.length;
  }
  return at;
}

/** Left and right swapped. */
export function mirroredPixels({ width, height, data: source }: GreyPixels): GreyPixels {
  const data = source.slice();
  for (let y = 0; y < height; y++) data.subarray(y * width, (y + 1) * width).reverse();
  return { width, height, data };
}

function halved({ width, height, data: source }: GreyPixels): GreyPixels {
  const [half, tall] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const data = new Uint8Array(half * tall);
  const [right, below] = [width > 1 ? 1 : 0, height > 1 ? width : 0];
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < half; x++) {
      const at = 2 * y * width + 2 * x;
      data[y * half + x] =
        (source[at] + source[at + right] + source[at + below] + source[at + right + below] + 2) >> 2;
    }
  }
  return { width: half, height: tall, data };
}
