// A picture as it would lie in another one, as src/check/verify/geometry/rectified.ts has it.

/** The twelve numbers of a map, in 64 bits: written by the caller before each call. */
export const MAP: usize = memory.data(12 << 3);

/**
 * @param source brightness of a pixel in 8 bits @param isFine whether each pixel is read at four places, and not at one
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
  const first = isFine ? 0.25 : 0.5;
  // Lanes are two places of one pixel, or the middles of two pixels.
  const between = isFine ? 0.5 : 1;
  for (let y = 0; y < height; y++) {
    const upper = <f64>y + first;
    const to = out + ((y * width) << 3);
    for (let x = 0; x < width; x += isFine ? 1 : 2) {
      const px = f64x2.add(f64x2.splat(<f64>x + first), f64x2.replace_lane(f64x2.splat(0), 1, between));
      if (isFine) {
        const a = sampled(source, sourceWidth, sourceHeight, px, upper);
        const b = sampled(source, sourceWidth, sourceHeight, px, upper + 0.5);
        const sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1) + f64x2.extract_lane(b, 0);
        store<f64>(to + (x << 3), (sum + f64x2.extract_lane(b, 1)) / 4);
      } else {
        const a = sampled(source, sourceWidth, sourceHeight, px, upper);
        if (x + 1 < width) v128.store(to + (x << 3), a);
        else store<f64>(to + (x << 3), f64x2.extract_lane(a, 0));
      }
    }
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
  const left = f64x2.floor(u);
  const top = f64x2.floor(v);
  const lefts = i32x4.trunc_sat_f64x2_s_zero(left);
  const tops = i32x4.trunc_sat_f64x2_s_zero(top);
  const a = corners(source, width, height, i32x4.extract_lane(lefts, 0), i32x4.extract_lane(tops, 0));
  const b = corners(source, width, height, i32x4.extract_lane(lefts, 1), i32x4.extract_lane(tops, 1));
  // Bytes of one corner beside one another: of a, then of b.
  const uppers = v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const right = f64x2.sub(u, left);
  const rest = f64x2.sub(f64x2.splat(1), right);
  const wide = i32x4.extend_low_i16x8_u(uppers);
  const tall = i32x4.extend_high_i16x8_u(uppers);
  const upper = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_s(wide), rest),
    f64x2.mul(f64x2.convert_low_i32x4_s(highHalf(wide)), right),
  );
  const lower = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_s(tall), rest),
    f64x2.mul(f64x2.convert_low_i32x4_s(highHalf(tall)), right),
  );
  const below = f64x2.sub(v, top);
  return f64x2.add(f64x2.mul(upper, f64x2.sub(f64x2.splat(1), below)), f64x2.mul(lower, below));
}

function highHalf(values: v128): v128 {
  return v128.shuffle<i32>(values, values, 2, 3, 2, 3);
}

/** One coordinate: affine terms, then those of the squares, summed one by one. */
function mapped(map: usize, x: v128, y: v128, xx: v128, xy: v128, yy: v128): v128 {
  const affine = f64x2.add(f64x2.mul(v128.load64_splat(map), x), f64x2.mul(v128.load64_splat(map, 8), y));
  const moved = f64x2.add(affine, v128.load64_splat(map, 16));
  const one = f64x2.add(moved, f64x2.mul(v128.load64_splat(map, 48), xx));
  const two = f64x2.add(one, f64x2.mul(v128.load64_splat(map, 56), xy));
  return f64x2.add(two, f64x2.mul(v128.load64_splat(map, 64), yy));
}

/** The pixels to the upper left and right and to the lower left and right of a place, 16 bits each. */
function corners(source: usize, width: i32, height: i32, left: i32, top: i32): v128 {
  const right = left + 1 < width ? 1 : 0;
  const upper = source + top * width + left;
  const lower = top + 1 < height ? upper + width : upper;
  let bytes = (<u64>load<u8>(upper)) | ((<u64>load<u8>(upper + right)) << 16);
  bytes |= ((<u64>load<u8>(lower)) << 32) | ((<u64>load<u8>(lower + right)) << 48);
  return i64x2.splat(bytes);
}
