// Places that are darker or lighter than all around them, as src/fingerprint/keypoints/extrema.ts has them.

/** Numbers of 64 bits that are written of each place found. */
export const EXTREMUM_NUMBERS: i32 = 6;

/**
 * The extrema of one layer of differences, row by row, each refined between pixels. Of each is written: its column, its row, how
 * far off its refined place is in columns, rows and layers, and its contrast, which is negative where it is lighter.
 * @param least below this a difference is noise @param edgeLimit of the ratio of curvatures @param mostOffset of a refined place
 * @returns how many
 */
export function extrema(
  below: usize,
  own: usize,
  above: usize,
  width: i32,
  height: i32,
  least: f64,
  edgeLimit: f64,
  mostOffset: f64,
  out: usize,
): i32 {
  // The least number of 32 bits that is no less.
  let floor = <f32>least;
  if (<f64>floor < least) floor = reinterpret<f32>(reinterpret<i32>(floor) + 1);
  const floors = f32x4.splat(floor);
  const end = width - 1;
  let to = out;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < end; x += 4) {
      const offset = (y * width + x) << 2;
      const isWhole = x + 5 <= width;
      // The last few of a row, where four would reach beyond the picture, one by one.
      const lanes = isWhole
        ? extremeLanes(below + offset, own + offset, above + offset, width << 2, floors)
        : 15;
      if (lanes === 0) continue;
      for (let lane = 0; lane < 4 && x + lane < end; lane++) {
        if (((lanes >> lane) & 1) === 0) continue;
        const place = offset + (lane << 2);
        if (!isWhole && !isExtreme(below + place, own + place, above + place, width << 2, floor)) continue;
        if (refine(below + place, own + place, above + place, width << 2, least, edgeLimit, mostOffset, to)) {
          store<f64>(to, <f64>(x + lane));
          store<f64>(to, <f64>y, 8);
          to += EXTREMUM_NUMBERS << 3;
        }
      }
    }
  }
  return <i32>(to - out) / (EXTREMUM_NUMBERS << 3);
}

/** Which of four places beside one another are extreme, as bits. */
function extremeLanes(below: usize, own: usize, above: usize, line: i32, floors: v128): i32 {
  const value = v128.load(own);
  const isStrong = f32x4.ge(f32x4.abs(value), floors);
  if (!v128.any_true(isStrong)) return 0;
  // Its own layer first: most places fail there.
  let highest = highestOf(own, line);
  let lowest = lowestOf(own, line);
  const isDark = f32x4.gt(value, f32x4.splat(0));
  const isHigh = f32x4.ge(value, highest);
  const isLow = f32x4.le(value, lowest);
  const isKept = v128.and(isStrong, v128.bitselect(isHigh, isLow, isDark));
  if (!v128.any_true(isKept)) return 0;
  highest = f32x4.max(highestOf(below, line), highestOf(above, line));
  lowest = f32x4.min(lowestOf(below, line), lowestOf(above, line));
  const isExtremeThere = v128.bitselect(f32x4.ge(value, highest), f32x4.le(value, lowest), isDark);
  return i32x4.bitmask(v128.and(isKept, isExtremeThere));
}

function highestOf(at: usize, line: i32): v128 {
  const above = at - line;
  const below = at + line;
  const left = f32x4.max(f32x4.max(v128.load(above - 4), v128.load(at - 4)), v128.load(below - 4));
  const middle = f32x4.max(f32x4.max(v128.load(above), v128.load(at)), v128.load(below));
  const right = f32x4.max(f32x4.max(v128.load(above + 4), v128.load(at + 4)), v128.load(below + 4));
  return f32x4.max(f32x4.max(left, middle), right);
}

function lowestOf(at: usize, line: i32): v128 {
  const above = at - line;
  const below = at + line;
  const left = f32x4.min(f32x4.min(v128.load(above - 4), v128.load(at - 4)), v128.load(below - 4));
  const middle = f32x4.min(f32x4.min(v128.load(above), v128.load(at)), v128.load(below));
  const right = f32x4.min(f32x4.min(v128.load(above + 4), v128.load(at + 4)), v128.load(below + 4));
  return f32x4.min(f32x4.min(left, middle), right);
}

function isExtreme(below: usize, own: usize, above: usize, line: i32, floor: f32): bool {
  const value = load<f32>(own);
  if (abs<f32>(value) < floor) return false;
  return isAbove(own, value, line) && isAbove(below, value, line) && isAbove(above, value, line);
}

/** Whether nothing around a place goes further than a value does, up or down. */
function isAbove(at: usize, value: f32, line: i32): bool {
  const sign: f32 = value > 0 ? 1 : -1;
  for (let row = at - line; row <= at + line; row += line) {
    for (let place = row - 4; place <= row + 4; place += 4) {
      if (load<f32>(place) * sign > value * sign) return false;
    }
  }
  return true;
}

function at(place: usize): f64 {
  return <f64>load<f32>(place);
}

/** One step of Newton's method on the quadratic through the neighbours; false where nothing firm is there. */
function refine(
  below: usize,
  own: usize,
  above: usize,
  line: i32,
  least: f64,
  edgeLimit: f64,
  mostOffset: f64,
  out: usize,
): bool {
  const value = at(own);
  const gx = (at(own + 4) - at(own - 4)) / 2;
  const gy = (at(own + line) - at(own - line)) / 2;
  const gs = (at(above) - at(below)) / 2;
  const xx = at(own + 4) + at(own - 4) - 2 * value;
  const yy = at(own + line) + at(own - line) - 2 * value;
  const ss = at(above) + at(below) - 2 * value;
  const xy = (at(own + line + 4) - at(own + line - 4) - at(own - line + 4) + at(own - line - 4)) / 4;
  const xs = (at(above + 4) - at(above - 4) - at(below + 4) + at(below - 4)) / 4;
  const ys = (at(above + line) - at(above - line) - at(below + line) + at(below - line)) / 4;

  const flat = xx * yy - xy * xy;
  if (flat <= 0 || ((xx + yy) * (xx + yy)) / flat >= edgeLimit) return false;

  const determinant = xx * (yy * ss - ys * ys) - xy * (xy * ss - ys * xs) + xs * (xy * ys - yy * xs);
  if (determinant === 0) return false;
  const dx = -((yy * ss - ys * ys) * gx + (xs * ys - xy * ss) * gy + (xy * ys - xs * yy) * gs) / determinant;
  const dy = -((xs * ys - xy * ss) * gx + (xx * ss - xs * xs) * gy + (xy * xs - xx * ys) * gs) / determinant;
  const ds = -((xy * ys - xs * yy) * gx + (xy * xs - xx * ys) * gy + (xx * yy - xy * xy) * gs) / determinant;
  if (abs(dx) > mostOffset || abs(dy) > mostOffset || abs(ds) > mostOffset) return false;

  const contrast = abs(value + (gx * dx + gy * dy + gs * ds) / 2);
  if (contrast < least) return false;
  store<f64>(out, dx, 16);
  store<f64>(out, dy, 24);
  store<f64>(out, ds, 32);
  store<f64>(out, value > 0 ? contrast : -contrast, 40);
  return true;
}
