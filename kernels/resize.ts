// Pillow's bicubic resize, as src/fingerprint/resize.ts has it: whole numbers of 32 bits, rounded to 8 after each axis.

/** Weights are fixed-point with this many binary places. */
const PRECISION_BITS = 22;
const ROUNDING = 1 << (PRECISION_BITS - 1);

/**
 * Weighs the pixels along each of `rows` rows.
 * @param rgb rows of `width` pixels, and 16 bytes more @param wide room for a row of 16 bytes a pixel, with four pixels more
 * @param starts of each of `count` results its first pixel @param counts how many it has, 32 bits each
 * @param weights `stride` for each result, 32 bits each @param out `rows` rows of `count` pixels, and 16 bytes more
 */
export function resizeColumns(
  rgb: usize,
  width: i32,
  rows: i32,
  wide: usize,
  starts: usize,
  counts: usize,
  weights: usize,
  stride: i32,
  count: i32,
  out: usize,
): void {
  for (let y = 0; y < rows; y++) {
    widen(rgb, width, wide);
    rgb += width * 3;
    let weight = weights;
    for (let i = 0; i < count; i++) {
      v128.store32_lane(
        out,
        bytesOf(sumOf(wide + (load<i32>(starts + (i << 2)) << 4), weight, load<i32>(counts + (i << 2)))),
        0,
      );
      weight += stride << 2;
      out += 3;
    }
  }
}

/** Each pixel as four numbers of 32 bits, of which the last is not looked at. */
function widen(rgb: usize, width: i32, out: usize): void {
  const zero = i32x4.splat(0);
  for (let x = 0; x < width; x += 4) {
    const bytes = v128.load(rgb);
    v128.store(
      out,
      v128.shuffle<u8>(bytes, zero, 0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 16, 16, 16, 16),
    );
    v128.store(
      out,
      v128.shuffle<u8>(bytes, zero, 3, 16, 16, 16, 4, 16, 16, 16, 5, 16, 16, 16, 16, 16, 16, 16),
      16,
    );
    v128.store(
      out,
      v128.shuffle<u8>(bytes, zero, 6, 16, 16, 16, 7, 16, 16, 16, 8, 16, 16, 16, 16, 16, 16, 16),
      32,
    );
    v128.store(
      out,
      v128.shuffle<u8>(bytes, zero, 9, 16, 16, 16, 10, 16, 16, 16, 11, 16, 16, 16, 16, 16, 16, 16),
      48,
    );
    rgb += 12;
    out += 64;
  }
}

function sumOf(pixels: usize, weights: usize, taps: i32): v128 {
  let even = i32x4.splat(ROUNDING);
  let odd = i32x4.splat(0);
  let tap = 0;
  for (; tap + 2 <= taps; tap += 2) {
    even = i32x4.add(even, i32x4.mul(v128.load(pixels), v128.load32_splat(weights)));
    odd = i32x4.add(odd, i32x4.mul(v128.load(pixels, 16), v128.load32_splat(weights, 4)));
    pixels += 32;
    weights += 8;
  }
  if (tap < taps) even = i32x4.add(even, i32x4.mul(v128.load(pixels), v128.load32_splat(weights)));
  return i32x4.add(even, odd);
}

/** Of four sums the bytes, cut to 0 and 255. */
function bytesOf(sums: v128): v128 {
  const whole = i32x4.shr_s(sums, PRECISION_BITS);
  const short = i16x8.narrow_i32x4_s(whole, whole);
  return i8x16.narrow_i16x8_u(short, short);
}

/**
 * Weighs such rows along the columns.
 * @param bytes of rows of `line` bytes, and 16 more @param starts of each of `count` results its first row
 * @param out rows of `line` bytes, and 16 more
 */
export function resizeRows(
  bytes: usize,
  line: i32,
  starts: usize,
  counts: usize,
  weights: usize,
  stride: i32,
  count: i32,
  out: usize,
): void {
  for (let i = 0; i < count; i++) {
    const from = bytes + load<i32>(starts + (i << 2)) * line;
    const taps = load<i32>(counts + (i << 2));
    const own = weights + ((i * stride) << 2);
    // The last piece reaches into the next row, which is written after it.
    for (let x = 0; x < line; x += 16) sixteen(from + x, line, own, taps, out + x);
    out += line;
  }
}

function sixteen(from: usize, line: i32, weights: usize, taps: i32, out: usize): void {
  let a = i32x4.splat(ROUNDING);
  let b = a;
  let c = a;
  let d = a;
  for (let tap = 0; tap < taps; tap++) {
    const weight = v128.load32_splat(weights);
    const bytes = v128.load(from);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    a = i32x4.add(a, i32x4.mul(i32x4.extend_low_i16x8_u(low), weight));
    b = i32x4.add(b, i32x4.mul(i32x4.extend_high_i16x8_u(low), weight));
    c = i32x4.add(c, i32x4.mul(i32x4.extend_low_i16x8_u(high), weight));
    d = i32x4.add(d, i32x4.mul(i32x4.extend_high_i16x8_u(high), weight));
    from += line;
    weights += 4;
  }
  const first = i16x8.narrow_i32x4_s(i32x4.shr_s(a, PRECISION_BITS), i32x4.shr_s(b, PRECISION_BITS));
  const second = i16x8.narrow_i32x4_s(i32x4.shr_s(c, PRECISION_BITS), i32x4.shr_s(d, PRECISION_BITS));
  v128.store(out, i8x16.narrow_i16x8_u(first, second));
}
