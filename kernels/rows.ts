// The product of a row of 16-bit floats and a query of 32-bit ones, as src/index/engines/held-rows.ts has it.

/**
 * A 16-bit float whose bits are moved up by 13 places is a 32-bit one of the same sign, 2^112 times too small; that holds of
 * every finite one. Sixteen sums go side by side, and are added up in pairs at the end.
 * @param row `bytes` of 16-bit floats, a multiple of 32: sixteen each time
 * @param query as many of 32 bits, each multiplied by 2^112
 */
export function dotOfHalves(row: usize, query: usize, bytes: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (const end = row + bytes; row < end; row += 32) {
    const first = v128.load(row);
    const second = v128.load(row, 16);
    a = f32x4.add(a, f32x4.mul(small(i32x4.extend_low_i16x8_s(first)), v128.load(query)));
    b = f32x4.add(b, f32x4.mul(small(i32x4.extend_high_i16x8_s(first)), v128.load(query, 16)));
    c = f32x4.add(c, f32x4.mul(small(i32x4.extend_low_i16x8_s(second)), v128.load(query, 32)));
    d = f32x4.add(d, f32x4.mul(small(i32x4.extend_high_i16x8_s(second)), v128.load(query, 48)));
    query += 64;
  }
  const sums = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}

/** Of 16-bit floats with their signs carried on into 32 bits. */
function small(bits: v128): v128 {
  return v128.and(i32x4.shl(bits, 13), i32x4.splat(0x8fffe000));
}
