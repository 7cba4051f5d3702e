import type { Grey } from '../grey.ts';
import { aligned } from '../kernels/kernels.ts';
import { kernels } from '../kernels/load.ts';

/**
 * Blurred copies of one size of a picture, each stronger than the one before. They lie in the kernels' memory, and only
 * until another picture's are asked for.
 */
export interface Octave {
  width: number;
  height: number;
  /** Pixels of the finest size that one pixel here stands for: 1, 2, 4 … */
  step: number;
  /**
   * The address of the i-th of `SCALES` + 3 pictures, 32 bits a pixel, blurred once it is asked for: by
   * `FIRST_BLUR` × 2^(i / `SCALES`) of this octave's pixels.
   * @throws Error once another picture lies there
   */
  layer(i: number): number;
  /** The addresses of `layer(i + 1) - layer(i)`, and of room for 48 bytes a pixel, until those of another octave are asked for. */
  differences(): { layers: number[]; room: number };
}

/** Sizes looked at between one octave and the next: Lowe found three to be the most that is worth its time. */
export const SCALES = 3;

const LAYERS = SCALES + 3;

/** Blur of an octave's first picture, in its pixels. */
export const FIRST_BLUR = 1.3;

/** What a camera or a resize has blurred by already, in pixels. */
const GIVEN_BLUR = 0.5;

/** An octave must leave this many pixels on its shorter side. */
const MIN_SIDE = 12;

/** Gaussians are cut off here, in standard deviations. */
const REACH = 2.5;

/** What blurs a picture to the first layer, and each layer to the next. */
const FIRST = gaussian(Math.sqrt(FIRST_BLUR ** 2 - GIVEN_BLUR ** 2));
const NEXT = Array.from({ length: LAYERS - 1 }, (_, i) =>
  gaussian(FIRST_BLUR * 2 ** (i / SCALES) * Math.sqrt(2 ** (2 / SCALES) - 1)),
);
const MOST_RADIUS = Math.max(...[FIRST, ...NEXT].map((weights) => weights.length - 1));

/** Counts pictures: octaves of an earlier one are gone. */
let latest = 0;

/** How many octaves up a place of this size is found, and at which of that octave's pictures: `sigma` in the finest's pixels. */
export function levelOf(sigma: number): { octave: number; layer: number } {
  const level = Math.max(0, Math.log2(sigma / FIRST_BLUR) * SCALES);
  const octave = Math.max(0, Math.floor((level - 0.5) / SCALES));
  return { octave, layer: level - octave * SCALES };
}

/**
 * The octaves of a picture, finest first, as in D. Lowe, "Distinctive image features from scale-invariant
 * keypoints", 2004, section 3; brightness is scaled to 0–1. @param most how many octaves are wanted at most
 */
export function scaleSpace({ width, height, data }: Grey, most = Number.POSITIVE_INFINITY): Octave[] {
  kernels().doubles(greyPlace(width, height), data.length).set(data);
  return scaleSpaceThere(width, height, most);
}

/** Where the brightness of the next picture may be written, 64 bits a pixel, instead of handing it over. */
export function greyPlace(width: number, height: number): number {
  return layOut(width, height).grey;
}

/** As `scaleSpace`, of the picture that lies at `greyPlace`. */
export function scaleSpaceThere(width: number, height: number, most = Number.POSITIVE_INFINITY): Octave[] {
  const layout = layOut(width, height);
  latest++;
  const octaves: Octave[] = [];
  let at = layout.octaves;
  for (let step = 1; Math.min(width, height) >= MIN_SIDE && octaves.length < most; step *= 2) {
    octaves.push(octaveAt(at, { width, height, step }, octaves.at(-1) ?? null, layout));
    at += LAYERS * layerBytes(width, height);
    width >>= 1;
    height >>= 1;
  }
  return octaves;
}

type Layout = ReturnType<typeof layOut>;

/** Addresses for one picture: the same for all of its size. */
function layOut(width: number, height: number) {
  const { run, rooms } = kernels();
  const pixels = width * height;
  return rooms('scale space', {
    grey: 8 * pixels,
    // Each octave has a quarter of the pixels of the one before.
    octaves: LAYERS * (Math.ceil((4 * 4 * pixels) / 3) + 16 * 16),
    scratch: run.blurScratch(width, height, MOST_RADIUS),
    differences: (LAYERS - 1) * layerBytes(width, height),
    room: 8 * run.EXTREMUM_NUMBERS.value * pixels,
  });
}

function layerBytes(width: number, height: number): number {
  return aligned(4 * width * height);
}

function octaveAt(
  at: number,
  { width, height, step }: Pick<Octave, 'width' | 'height' | 'step'>,
  finer: Octave | null,
  layout: Layout,
): Octave {
  const { run, floats } = kernels();
  const turn = latest;
  const bytes = layerBytes(width, height);
  const blur = (source: number, to: number, weights: Float32Array): void => {
    floats(run.WEIGHTS.value, weights.length).set(weights);
    run.blur(source, to, width, height, weights.length - 1, layout.scratch);
  };
  const first = (): void => {
    // The picture with twice the first one's blur becomes the next octave's first.
    if (finer !== null) return run.everySecond(finer.layer(SCALES), finer.width, finer.height, at);
    run.toUnit(layout.grey, width * height, layout.differences);
    blur(layout.differences, at, FIRST);
  };
  let ready = 0;
  const layer = (i: number): number => {
    if (turn !== latest) throw new Error('An octave was asked of a picture whose place another one took.');
    for (; ready <= i; ready++) {
      if (ready === 0) first();
      else blur(at + (ready - 1) * bytes, at + ready * bytes, NEXT[ready - 1]);
    }
    return at + i * bytes;
  };
  const differences = (): { layers: number[]; room: number } => {
    layer(LAYERS - 1);
    const layers = NEXT.map((_, i) => {
      const to = layout.differences + i * bytes;
      run.difference(layer(i + 1), layer(i), width * height, to);
      return to;
    });
    return { layers, room: layout.room };
  };
  return { width, height, step, layer, differences };
}

/** Half of a Gaussian, its centre first; the whole sums to 1. */
function gaussian(sigma: number): Float32Array {
  const radius = Math.ceil(REACH * sigma);
  const weights = Float32Array.from({ length: radius + 1 }, (_, x) =>
    Math.exp(-(x * x) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + 2 * weight, -weights[0]);
  return weights.map((weight) => weight / sum);
}
