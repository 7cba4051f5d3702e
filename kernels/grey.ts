// The brightness of a picture in another size, as src/fingerprint/grey.ts has it: weighted sums along both axes, in 64 bits.

/** How rows of interleaved RGB become brightness: ITU-R BT.601. */
const RED: f64 = 0.299;
const GREEN: f64 = 0.587;
const BLUE: f64 = 0.114;

/**
 * Adds rows of a picture to the sums that they are part of.
 * @param rgb `rows` rows of `width` pixels, the first being the picture's `y`-th; 16 bytes beyond are read
 * @param brightness room for a row of 64 bits a pixel, with `taps` + 3 more
 * @param columns for each result of a row its first pixel, 32 bits each: for an even number of them, of which the last may be made up
 * @param weights first those of every result's first pixel, 64 bits each, then of every one's second, and so on to `taps`
 * @param sums room for a row of results @param starts of each row of results, its first row @param ends one past its last, 32 bits each
 * @param offsets where its weights begin in `rowWeights` @param first the first row of results that has not had all its rows
 * @returns that of the next call
 */
export function addRows(
  rgb: usize,
  width: i32,
  y: i32,
  rows: i32,
  brightness: usize,
  columns: usize,
  weights: usize,
  taps: i32,
  sums: usize,
  outWidth: i32,
  outHeight: i32,
  starts: usize,
  ends: usize,
  offsets: usize,
  rowWeights: usize,
  first: i32,
  out: usize,
): i32 {
  for (const last = y + rows; y < last; y++) {
    while (first < outHeight && load<i32>(ends + (first << 2)) <= y) first++;
    toBrightness(rgb, width, brightness);
    rgb += width * 3;
    // What results made up for an even number read, and weights of 0 beyond a result's own.
    for (let i = 0; i < taps + 2; i++) store<f64>(brightness + ((width + i) << 3), 0);
    sumColumns(brightness, columns, weights, taps, sums, outWidth + (outWidth & 1));
    for (let i = first; i < outHeight && load<i32>(starts + (i << 2)) <= y; i++) {
      if (load<i32>(ends + (i << 2)) <= y) continue;
      const weight = load<f64>(
        rowWeights + ((load<i32>(offsets + (i << 2)) + y - load<i32>(starts + (i << 2))) << 3),
      );
      addWeighted(sums, weight, out + ((i * outWidth) << 3), outWidth);
    }
  }
  return first;
}

function toBrightness(rgb: usize, width: i32, out: usize): void {
  const zero = i32x4.splat(0);
  for (let x = 0; x < width; x += 4) {
    const bytes = v128.load(rgb + x * 3);
    const red = v128.shuffle<u8>(bytes, zero, 0, 16, 16, 16, 3, 16, 16, 16, 6, 16, 16, 16, 9, 16, 16, 16);
    const green = v128.shuffle<u8>(bytes, zero, 1, 16, 16, 16, 4, 16, 16, 16, 7, 16, 16, 16, 10, 16, 16, 16);
    const blue = v128.shuffle<u8>(bytes, zero, 2, 16, 16, 16, 5, 16, 16, 16, 8, 16, 16, 16, 11, 16, 16, 16);
    v128.store(out + (x << 3), mixed(red, green, blue));
    v128.store(out + (x << 3), mixed(upper(red), upper(green), upper(blue)), 16);
  }
}

function upper(values: v128): v128 {
  return v128.shuffle<i32>(values, values, 2, 3, 2, 3);
}

function mixed(red: v128, green: v128, blue: v128): v128 {
  const reds = f64x2.mul(f64x2.splat(RED), f64x2.convert_low_i32x4_s(red));
  const greens = f64x2.mul(f64x2.splat(GREEN), f64x2.convert_low_i32x4_s(green));
  return f64x2.add(f64x2.add(reds, greens), f64x2.mul(f64x2.splat(BLUE), f64x2.convert_low_i32x4_s(blue)));
}

export function sumColumns(
  row: usize,
  columns: usize,
  weights: usize,
  taps: i32,
  sums: usize,
  count: i32,
): void {
  const line = count << 3;
  for (let j = 0; j < count; j += 2) {
    let a = row + (load<i32>(columns + (j << 2)) << 3);
    let b = row + (load<i32>(columns + (j << 2), 4) << 3);
    let sum = f64x2.splat(0);
    let weight = weights + (j << 3);
    for (let tap = 0; tap < taps; tap++) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(weight), v128.load64_lane(b, v128.load64_zero(a), 1)));
      weight += line;
      a += 8;
      b += 8;
    }
    v128.store(sums + (j << 3), sum);
  }
}

export function addWeighted(sums: usize, weight: f64, out: usize, count: i32): void {
  const both = f64x2.splat(weight);
  const end = count << 3;
  let at = 0;
  for (; at + 16 <= end; at += 16) {
    v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(both, v128.load(sums + at))));
  }
  if (at < end) store<f64>(out + at, load<f64>(out + at) + weight * load<f64>(sums + at));
}
