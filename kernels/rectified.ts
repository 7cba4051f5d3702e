// A picture as it would lie in another one, as src/check/verify/geometry/rectified.ts has it.

/** The twelve numbers of a map, in 64 bits: written by the caller before each call. */
export const MAP: usize = memory.data(12 << 3);

/**
 * @param source brightness of a pixel in 8 bits; a row and a pixel more than it has are read, and count nothing
 * @param isFine whether each pixel is read at four places, and not at one
 * @param out 64 bits for each pixel
 */
export function rectify(
  source: usize,
  sourceWidth: i32,
  sourceHeight: i32,
  isFine: bool,
  width: i32,
  height: i32,
  out: usize,
): void {
  for (let y = 0; y < height; y++) {
    const to = out + ((y * width) << 3);
    if (isFine) fineRow(source, sourceWidth, sourceHeight, width, y, to);
    else row(source, sourceWidth, sourceHeight, width, y, to);
  }
}

/** Lanes are the middles of two pixels. */
function row(source: usize, sourceWidth: i32, sourceHeight: i32, width: i32, y: i32, out: usize): void {
  let x = f64x2.replace_lane(f64x2.splat(0.5), 1, 1.5);
  const py = <f64>y + 0.5;
  const end = out + (width << 3);
  for (; out + 16 <= end; out += 16) {
    v128.store(out, sampled(source, sourceWidth, sourceHeight, x, py));
    x = f64x2.add(x, f64x2.splat(2));
  }
  if (out < end) v128.store64_lane(out, sampled(source, sourceWidth, sourceHeight, x, py), 0);
}

/** Lanes are two places of one pixel. */
function fineRow(source: usize, sourceWidth: i32, sourceHeight: i32, width: i32, y: i32, out: usize): void {
  let x = f64x2.replace_lane(f64x2.splat(0.25), 1, 0.75);
  for (const end = out + (width << 3); out < end; out += 8) {
    const a = sampled(source, sourceWidth, sourceHeight, x, <f64>y + 0.25);
    const b = sampled(source, sourceWidth, sourceHeight, x, <f64>y + 0.75);
    const sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1) + f64x2.extract_lane(b, 0);
    store<f64>(out, (sum + f64x2.extract_lane(b, 1)) / 4);
    x = f64x2.add(x, f64x2.splat(1));
  }
}

/** The source at the two places that the map has for `px` in one row, each between the four pixels around it. */
function sampled(source: usize, width: i32, height: i32, px: v128, py: f64): v128 {
  const y = f64x2.splat(py);
  const xx = f64x2.mul(px, px);
  const xy = f64x2.mul(px, y);
  const yy = f64x2.mul(y, y);
  const half = f64x2.splat(0.5);
  const zero = f64x2.splat(0);
  const across = f64x2.sub(mapped(MAP, px, y, xx, xy, yy), half);
  const down = f64x2.sub(mapped(MAP + 24, px, y, xx, xy, yy), half);
  const u = f64x2.min(f64x2.splat(<f64>(width - 1)), f64x2.max(zero, across));
  const v = f64x2.min(f64x2.splat(<f64>(height - 1)), f64x2.max(zero, down));
  const lefts = i32x4.trunc_sat_f64x2_s_zero(u);
  const tops = i32x4.trunc_sat_f64x2_s_zero(v);
  const right = f64x2.sub(u, f64x2.convert_low_i32x4_s(lefts));
  const below = f64x2.sub(v, f64x2.convert_low_i32x4_s(tops));
  const places = i32x4.add(i32x4.mul(tops, i32x4.splat(width)), lefts);
  const a = source + i32x4.extract_lane(places, 0);
  const b = source + i32x4.extract_lane(places, 1);
  // Two pixels beside one another of each row. Where a place is at the right or lower edge, what is beyond counts nothing.
  const bytes = i32x4.replace_lane(
    i32x4.splat(<i32>((<u32>load<u16>(a)) | ((<u32>load<u16>(a + width)) << 16))),
    1,
    <i32>((<u32>load<u16>(b)) | ((<u32>load<u16>(b + width)) << 16)),
  );
  const z = i32x4.splat(0);
  const upperLeft = v128.shuffle<u8>(bytes, z, 0, 16, 16, 16, 4, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
  const upperRight = v128.shuffle<u8>(bytes, z, 1, 16, 16, 16, 5, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
  const lowerLeft = v128.shuffle<u8>(bytes, z, 2, 16, 16, 16, 6, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
  const lowerRight = v128.shuffle<u8>(bytes, z, 3, 16, 16, 16, 7, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
  const rest = f64x2.sub(f64x2.splat(1), right);
  const upper = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_s(upperLeft), rest),
    f64x2.mul(f64x2.convert_low_i32x4_s(upperRight), right),
  );
  const lower = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_s(lowerLeft), rest),
    f64x2.mul(f64x2.convert_low_i32x4_s(lowerRight), right),
  );
  return f64x2.add(f64x2.mul(upper, f64x2.sub(f64x2.splat(1), below)), f64x2.mul(lower, below));
}

/** One coordinate: affine terms, then those of the squares, summed one by one. */
function mapped(map: usize, x: v128, y: v128, xx: v128, xy: v128, yy: v128): v128 {
  const affine = f64x2.add(f64x2.mul(v128.load64_splat(map), x), f64x2.mul(v128.load64_splat(map, 8), y));
  const moved = f64x2.add(affine, v128.load64_splat(map, 16));
  const one = f64x2.add(moved, f64x2.mul(v128.load64_splat(map, 48), xx));
  const two = f64x2.add(one, f64x2.mul(v128.load64_splat(map, 56), xy));
  return f64x2.add(two, f64x2.mul(v128.load64_splat(map, 64), yy));
}
