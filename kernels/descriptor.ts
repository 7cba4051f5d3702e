// What a picture looks like around a place, as src/fingerprint/keypoints/descriptor.ts has it.
import { atan2x2, exp } from './angles';

const CELLS = 4;
const BINS = 8;
const VALUES = CELLS * CELLS * BINS;
const SAMPLES = 16;
const TURN: f64 = 6.283185307179586;

/** Places of the lowest value of the upper half and of the upper quarter, once they are sorted. */
const UPPER_HALF = 64;
const UPPER_QUARTER = 96;

/** What each sample counts, in 32 bits: a Gaussian as wide as half the window. */
const falloff: usize = memory.data((SAMPLES * SAMPLES) << 2);
for (let k = 0; k < SAMPLES * SAMPLES; k++) {
  const i = <f64>(k & 15) - 7.5;
  const j = <f64>(k >> 4) - 7.5;
  store<f32>(falloff + (k << 2), <f32>exp(-(i * i + j * j) / 128));
}

/** Where a descriptor is written: 256 bits. */
export const DESCRIPTOR: usize = memory.data(32);

const histogram: usize = memory.data(VALUES << 2);
// Of the samples that lie within the picture: gradients, what they count, and which they are; later strengths and bins.
const acrosses: usize = memory.data((SAMPLES * SAMPLES) << 3);
const downs: usize = memory.data((SAMPLES * SAMPLES) << 3);
const weights: usize = memory.data((SAMPLES * SAMPLES) << 3);
const samples: usize = memory.data((SAMPLES * SAMPLES) << 2);

/**
 * Describes a place seen along a direction.
 * @param values of the layer @param spacing of the samples, in pixels @returns the sum of its gradients
 */
export function describe(
  values: usize,
  width: i32,
  height: i32,
  x: f64,
  y: f64,
  direction: f64,
  cosine: f64,
  sine: f64,
  spacing: f64,
): f64 {
  const count = gather(values, width, height, x, y, cosine, sine, spacing);
  memory.fill(histogram, 0, VALUES << 2);
  toStrengthsAndBins(count, direction);
  for (let i = 0; i < count; i++) {
    const strength = load<f64>(acrosses + (i << 3));
    if (strength === 0) continue;
    spread(load<i32>(samples + (i << 2)), load<f64>(downs + (i << 3)), strength);
  }
  toBits();
  let sum: f64 = 0;
  for (let i = 0; i < VALUES; i++) sum += <f64>load<f32>(histogram + (i << 2));
  return sum;
}

/** As `Math.round`: halves go up. */
function rounded(value: f64): i32 {
  const up = ceil(value);
  return <i32>(up - 0.5 > value ? up - 1 : up);
}

function gather(
  values: usize,
  width: i32,
  height: i32,
  x: f64,
  y: f64,
  cosine: f64,
  sine: f64,
  spacing: f64,
): i32 {
  const line = width << 2;
  let count = 0;
  for (let j = 0; j < SAMPLES; j++) {
    const v = <f64>j - 7.5;
    for (let i = 0; i < SAMPLES; i++) {
      const u = <f64>i - 7.5;
      const px = rounded(x + (u * cosine - v * sine) * spacing);
      const py = rounded(y + (u * sine + v * cosine) * spacing);
      if (px < 1 || py < 1 || px >= width - 1 || py >= height - 1) continue;
      const at = values + ((py * width + px) << 2);
      const sample = j * SAMPLES + i;
      store<f64>(acrosses + (count << 3), <f64>load<f32>(at + 4) - <f64>load<f32>(at - 4));
      store<f64>(downs + (count << 3), <f64>load<f32>(at + line) - <f64>load<f32>(at - line));
      store<f64>(weights + (count << 3), <f64>load<f32>(falloff + (sample << 2)));
      store<i32>(samples + (count << 2), sample);
      count++;
    }
  }
  return count;
}

/** Gradients, two at a time, to how strong they are and which bin they point into. */
function toStrengthsAndBins(count: i32, direction: f64): void {
  const along = f64x2.splat(direction);
  const turn = f64x2.splat(TURN);
  const twice = f64x2.splat(2);
  const bins = f64x2.splat(<f64>BINS);
  for (let i = 0; i < count; i += 2) {
    const at = i << 3;
    const gx = v128.load(acrosses + at);
    const gy = v128.load(downs + at);
    const length = f64x2.sqrt(f64x2.add(f64x2.mul(gx, gx), f64x2.mul(gy, gy)));
    const turns = f64x2.add(f64x2.div(f64x2.sub(atan2x2(gy, gx), along), turn), twice);
    v128.store(acrosses + at, f64x2.mul(length, v128.load(weights + at)));
    v128.store(downs + at, f64x2.mul(f64x2.sub(turns, f64x2.floor(turns)), bins));
  }
}

/** Shares a gradient out among the two nearest cells each way and the two nearest bins. */
function spread(sample: i32, bin: f64, strength: f64): void {
  // In eighths of a cell from the first one's middle.
  const j = (sample >> 4) * 2 - 3;
  const i = (sample & 15) * 2 - 3;
  const row = j >> 3;
  const column = i >> 3;
  const down = <f64>(j & 7) / 8;
  const right = <f64>(i & 7) / 8;
  const lower = <i32>bin;
  const upper = bin - <f64>lower;
  const at = histogram + ((row * CELLS + column) << 5);
  const own = at + (lower << 2);
  const next = at + (((lower + 1) & (BINS - 1)) << 2);
  const above = strength * (1 - down);
  const below = strength * down;
  if (row >= 0) {
    if (column >= 0) share(own, next, above * (1 - right), upper);
    if (column < CELLS - 1) share(own + 32, next + 32, above * right, upper);
  }
  if (row < CELLS - 1) {
    if (column >= 0) share(own + 128, next + 128, below * (1 - right), upper);
    if (column < CELLS - 1) share(own + 160, next + 160, below * right, upper);
  }
}

function share(own: usize, next: usize, part: f64, upper: f64): void {
  store<f32>(own, <f32>(<f64>load<f32>(own) + part * (1 - upper)));
  store<f32>(next, <f32>(<f64>load<f32>(next) + part * upper));
}

/** A bit for each value above the median, and one for each in the upper quarter. */
function toBits(): void {
  // The bits of numbers that are not negative are ordered as they are: both are found from their highest bit down.
  let middle = 0;
  let upper = 0;
  for (let bit = 1 << 30; bit !== 0; bit >>= 1) {
    const middles = i32x4.splat(middle | bit);
    const uppers = i32x4.splat(upper | bit);
    let belowMiddle = i32x4.splat(0);
    let belowUpper = i32x4.splat(0);
    for (let at = histogram; at < histogram + (VALUES << 2); at += 16) {
      const values = v128.load(at);
      belowMiddle = i32x4.sub(belowMiddle, i32x4.lt_s(values, middles));
      belowUpper = i32x4.sub(belowUpper, i32x4.lt_s(values, uppers));
    }
    if (sumOf(belowMiddle) <= UPPER_HALF) middle |= bit;
    if (sumOf(belowUpper) <= UPPER_QUARTER) upper |= bit;
  }
  const middles = i32x4.splat(middle);
  const uppers = i32x4.splat(upper);
  for (let word = 0; word < 4; word++) {
    let half = 0;
    let quarter = 0;
    for (let four = 0; four < 8; four++) {
      const values = v128.load(histogram + (word << 7) + (four << 4));
      half |= i32x4.bitmask(i32x4.gt_s(values, middles)) << (four << 2);
      quarter |= i32x4.bitmask(i32x4.gt_s(values, uppers)) << (four << 2);
    }
    store<i32>(DESCRIPTOR + (word << 2), half);
    store<i32>(DESCRIPTOR + (word << 2), quarter, 16);
  }
}

function sumOf(counts: v128): i32 {
  const pairs = i32x4.add(counts, v128.shuffle<i32>(counts, counts, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}
