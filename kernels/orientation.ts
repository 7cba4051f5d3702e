// The directions into which the brightness rises around a place, as src/fingerprint/keypoints/orientation.ts has them.
import { atan2x2, exp } from './angles';

const BINS = 36;
const TURN: f64 = 6.283185307179586;

/** Columns and rows from the middle to the border of the widest window, which the coarsest layer's places need 14 of. */
const MOST_REACH = 31;

const histogram: usize = memory.data(BINS << 3);
const smoothed: usize = memory.data(BINS << 3);
const strengths: usize = memory.data(BINS << 3);
/** What a gradient counts at each squared distance. */
const falloffs: usize = memory.data((2 * MOST_REACH * MOST_REACH + 1) << 3);

/** Where the directions found are written, in 64 bits each. */
export const DIRECTIONS: usize = memory.data(BINS << 3);

/**
 * At most `most` directions, strongest first, in radians, 0 to 2π.
 * @param values of the layer @param x the place's own pixel @param y likewise
 * @param secondPeak of the strongest, what another direction must come to @returns how many
 */
export function directions(
  values: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
  reach: i32,
  falloff: f64,
  secondPeak: f64,
  most: i32,
): i32 {
  reach = min(reach, MOST_REACH);
  for (let a = 0; a <= reach; a++) {
    for (let b = 0; b <= a; b++) {
      const squared = a * a + b * b;
      store<f64>(falloffs + (squared << 3), exp(<f64>squared * falloff));
    }
  }
  memory.fill(histogram, 0, BINS << 3);
  const line = width << 2;
  const top = max(1, y - reach);
  const bottom = min(height - 2, y + reach);
  const left = max(1, x - reach);
  const right = min(width - 2, x + reach);
  for (let row = top; row <= bottom; row++) {
    const dy = row - y;
    for (let column = left; column <= right; column += 2) {
      const at = values + ((row * width + column) << 2);
      const gx = f64x2.sub(two(at + 4), two(at - 4));
      const gy = f64x2.sub(two(at + line), two(at - line));
      const strength = f64x2.sqrt(f64x2.add(f64x2.mul(gx, gx), f64x2.mul(gy, gy)));
      const angle = atan2x2(gy, gx);
      const dx = column - x;
      count(f64x2.extract_lane(strength, 0), f64x2.extract_lane(angle, 0), dx * dx + dy * dy);
      if (column === right) continue;
      count(f64x2.extract_lane(strength, 1), f64x2.extract_lane(angle, 1), (dx + 1) * (dx + 1) + dy * dy);
    }
  }
  smooth(histogram, smoothed);
  smooth(smoothed, histogram);
  return peaks(secondPeak, most);
}

/** Two values beside one another in 64 bits. */
function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function count(gradient: f64, angle: f64, squaredDistance: i32): void {
  // Of no gradient there is no angle.
  if (gradient === 0) return;
  const bin = <i32>floor((angle / TURN + 1) * <f64>BINS) % BINS;
  const at = histogram + (bin << 3);
  store<f64>(at, load<f64>(at) + gradient * load<f64>(falloffs + (squaredDistance << 3)));
}

function smooth(from: usize, to: usize): void {
  for (let i = 0; i < BINS; i++) {
    const after = load<f64>(from + ((i + 1 === BINS ? 0 : i + 1) << 3));
    const before = load<f64>(from + ((i === 0 ? BINS - 1 : i - 1) << 3));
    store<f64>(to + (i << 3), load<f64>(from + (i << 3)) / 2 + (after + before) / 4);
  }
}

function peaks(secondPeak: f64, most: i32): i32 {
  let highest: f64 = 0;
  for (let i = 0; i < BINS; i++) highest = max(highest, load<f64>(histogram + (i << 3)));
  let found = 0;
  for (let i = 0; i < BINS; i++) {
    const before = load<f64>(histogram + ((i === 0 ? BINS - 1 : i - 1) << 3));
    const here = load<f64>(histogram + (i << 3));
    const after = load<f64>(histogram + ((i + 1 === BINS ? 0 : i + 1) << 3));
    if (here < secondPeak * highest || here <= before || here < after) continue;
    // Where the parabola through the three has its top. A bin's values lie about its middle.
    const offset = (before - after) / (2 * (before - 2 * here + after));
    let direction = ((<f64>i + 0.5 + offset) / <f64>BINS) * TURN + TURN;
    while (direction >= TURN) direction -= TURN;
    // Behind those that are as strong.
    let place = found++;
    for (; place > 0 && load<f64>(strengths + ((place - 1) << 3)) < here; place--) {
      store<f64>(strengths + (place << 3), load<f64>(strengths + ((place - 1) << 3)));
      store<f64>(DIRECTIONS + (place << 3), load<f64>(DIRECTIONS + ((place - 1) << 3)));
    }
    store<f64>(strengths + (place << 3), here);
    store<f64>(DIRECTIONS + (place << 3), direction);
  }
  return min(found, most);
}
