// Blurred copies of a picture and their differences, as src/fingerprint/keypoints/scale-space.ts has them. Values lie in
// memory as 32 bits and are summed in 64, each sum being rounded as soon as it is stored: so every bit is that of
// the TypeScript form.

/** A row's pixels that are summed at once. */
const STRIPE = 8;

/** Brightness of 0–255 in 64 bits to 0–1 in 32. */
export function toUnit(grey: usize, count: i32, out: usize): void {
  const whole = f64x2.splat(255);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const a = f32x4.demote_f64x2_zero(f64x2.div(v128.load(grey + (i << 3)), whole));
    const b = f32x4.demote_f64x2_zero(f64x2.div(v128.load(grey + (i << 3), 16), whole));
    v128.store(out + (i << 2), v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  }
  for (; i < count; i++) store<f32>(out + (i << 2), <f32>(load<f64>(grey + (i << 3)) / 255));
}

/** Where the caller writes half of a Gaussian before each blur, its centre first: 64 numbers of 32 bits at most. */
export const WEIGHTS: usize = memory.data(64 << 2);

/** The bytes that `blur` needs beside the two pictures. */
export function blurScratch(width: i32, height: i32, radius: i32): i32 {
  return (striped(width) * (height + 1) + 2 * radius) << 3;
}

function striped(width: i32): i32 {
  return (width + STRIPE - 1) & -STRIPE;
}

/**
 * Gaussian blur by two passes; beyond its border a picture goes on as its outermost pixel.
 * @param radius one less than the numbers at `WEIGHTS` @param scratch `blurScratch` bytes
 */
export function blur(source: usize, out: usize, width: i32, height: i32, radius: i32, scratch: usize): void {
  const stride = striped(width);
  const across = scratch;
  const padded = scratch + ((stride * height) << 3);
  for (let y = 0; y < height; y++) {
    pad(source + ((y * width) << 2), padded, width, radius, stride);
    blurRow(padded, across + ((y * stride) << 3), stride, radius);
  }
  for (let y = 0; y < height; y++) {
    blurColumns(across, out + ((y * width) << 2), y, width, height, radius);
  }
}

/** A row in 64 bits, with its outermost pixels again on both sides. */
function pad(row: usize, padded: usize, width: i32, radius: i32, stride: i32): void {
  const first = <f64>load<f32>(row);
  const last = <f64>load<f32>(row + ((width - 1) << 2));
  for (let x = 0; x < radius; x++) store<f64>(padded + (x << 3), first);
  const own = padded + (radius << 3);
  let x = 0;
  for (; x + 2 <= width; x += 2) {
    v128.store(own + (x << 3), f64x2.promote_low_f32x4(v128.load64_zero(row + (x << 2))));
  }
  for (; x < width; x++) store<f64>(own + (x << 3), <f64>load<f32>(row + (x << 2)));
  for (const end = stride + radius; x < end; x++) store<f64>(own + (x << 3), last);
}

function rounded(value: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(value));
}

function added(sum: v128, weight: v128, before: usize, after: usize): v128 {
  return rounded(f64x2.add(sum, f64x2.mul(weight, f64x2.add(v128.load(before), v128.load(after)))));
}

function blurRow(padded: usize, out: usize, stride: i32, radius: i32): void {
  const centre = f64x2.splat(<f64>load<f32>(WEIGHTS));
  for (let x = 0; x < stride; x += STRIPE) {
    const own = padded + ((x + radius) << 3);
    let a = rounded(f64x2.mul(centre, v128.load(own)));
    let b = rounded(f64x2.mul(centre, v128.load(own, 16)));
    let c = rounded(f64x2.mul(centre, v128.load(own, 32)));
    let d = rounded(f64x2.mul(centre, v128.load(own, 48)));
    for (let k = 1; k <= radius; k++) {
      const weight = f64x2.splat(<f64>load<f32>(WEIGHTS + (k << 2)));
      const before = own - (k << 3);
      const after = own + (k << 3);
      a = added(a, weight, before, after);
      b = added(b, weight, before + 16, after + 16);
      c = added(c, weight, before + 32, after + 32);
      d = added(d, weight, before + 48, after + 48);
    }
    const to = out + (x << 3);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

function blurColumns(across: usize, out: usize, y: i32, width: i32, height: i32, radius: i32): void {
  const line = striped(width) << 3;
  const centre = f64x2.splat(<f64>load<f32>(WEIGHTS));
  const bottom = height - 1;
  for (let x = 0; x < width; x += STRIPE) {
    const column = across + (x << 3);
    const own = column + y * line;
    let a = rounded(f64x2.mul(centre, v128.load(own)));
    let b = rounded(f64x2.mul(centre, v128.load(own, 16)));
    let c = rounded(f64x2.mul(centre, v128.load(own, 32)));
    let d = rounded(f64x2.mul(centre, v128.load(own, 48)));
    for (let k = 1; k <= radius; k++) {
      const weight = f64x2.splat(<f64>load<f32>(WEIGHTS + (k << 2)));
      const above = column + max(0, y - k) * line;
      const below = column + min(bottom, y + k) * line;
      a = added(a, weight, above, below);
      b = added(b, weight, above + 16, below + 16);
      c = added(c, weight, above + 32, below + 32);
      d = added(d, weight, above + 48, below + 48);
    }
    const ab = v128.shuffle<f32>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 1, 4, 5);
    const cd = v128.shuffle<f32>(f32x4.demote_f64x2_zero(c), f32x4.demote_f64x2_zero(d), 0, 1, 4, 5);
    const to = out + (x << 2);
    if (x + STRIPE <= width) {
      v128.store(to, ab);
      v128.store(to, cd, 16);
    } else {
      storeSome(to, ab, width - x);
      storeSome(to + 16, cd, width - x - 4);
    }
  }
}

/** The first `count` of four values; none below 1. */
function storeSome(to: usize, values: v128, count: i32): void {
  if (count > 0) v128.store32_lane(to, values, 0);
  if (count > 1) v128.store32_lane(to, values, 1, 4);
  if (count > 2) v128.store32_lane(to, values, 2, 8);
  if (count > 3) v128.store32_lane(to, values, 3, 12);
}

/** Every second pixel of every second row. */
export function everySecond(source: usize, width: i32, height: i32, out: usize): void {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  for (let y = 0; y < halfHeight; y++) {
    const row = source + ((2 * y * width) << 2);
    const to = out + ((y * halfWidth) << 2);
    for (let x = 0; x < halfWidth; x++) store<f32>(to + (x << 2), load<f32>(row + (x << 3)));
  }
}

/** `a` − `b`. */
export function difference(a: usize, b: usize, count: i32, out: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(out + (i << 2), f32x4.sub(v128.load(a + (i << 2)), v128.load(b + (i << 2))));
  }
  for (; i < count; i++) store<f32>(out + (i << 2), load<f32>(a + (i << 2)) - load<f32>(b + (i << 2)));
}
