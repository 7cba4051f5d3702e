// The blurred square that PDQ looks at, and its frequencies, as src/fingerprint/pdq/ has them: all in 64 bits.
import { addWeighted, sumColumns } from './grey';

/** Side of the square, and frequencies that are kept of each axis. */
const SIDE = 64;
const FREQUENCIES = 16;

/**
 * Weighs the values along each of `rows` rows of `width`, as `addRows` does for brightness.
 * @param row room for one row, with `taps` + 3 values more
 * @param columns of each of `count` results its first value, an even number of them @param out `rows` rows of `count` sums
 */
export function weighColumns(
  values: usize,
  width: i32,
  rows: i32,
  row: usize,
  columns: usize,
  weights: usize,
  taps: i32,
  out: usize,
  count: i32,
): void {
  const bytes = width << 3;
  for (let i = 0; i < taps + 3; i++) store<f64>(row + bytes + (i << 3), 0);
  for (let y = 0; y < rows; y++) {
    memory.copy(row, values, bytes);
    sumColumns(row, columns, weights, taps, out, count);
    values += bytes;
    out += count << 3;
  }
}

/**
 * Weighs those sums along the columns.
 * @param starts of each of `results` rows its first row of sums @param offsets where its weights begin in `weights`, and one
 * more: where the last one's end
 */
export function weighRows(
  sums: usize,
  count: i32,
  starts: usize,
  offsets: usize,
  weights: usize,
  results: i32,
  out: usize,
): void {
  const line = count << 3;
  memory.fill(out, 0, line * results);
  for (let i = 0; i < results; i++) {
    let from = sums + load<i32>(starts + (i << 2)) * line;
    const end = load<i32>(offsets + (i << 2), 4);
    for (let at = load<i32>(offsets + (i << 2)); at < end; at++) {
      addWeighted(from, load<f64>(weights + (at << 3)), out, count);
      from += line;
    }
    out += line;
  }
}

/**
 * Frequencies 1 to 16 of both axes of a square, vertical ones first.
 * @param byPlace for each place along an axis what it counts in each frequency @param byFrequency the same, for each frequency
 * @param across room for a row of frequencies of each row of the square
 */
export function dct(square: usize, byPlace: usize, byFrequency: usize, across: usize, out: usize): void {
  for (let y = 0; y < SIDE; y++) {
    product(square + ((y * SIDE) << 3), byPlace, across + ((y * FREQUENCIES) << 3));
  }
  for (let k = 0; k < FREQUENCIES; k++) {
    product(byFrequency + ((k * SIDE) << 3), across, out + ((k * FREQUENCIES) << 3));
  }
}

/** Sums 16 columns of 64 rows, each row weighed by its own factor; each sum by itself from the first row to the last. */
function product(factors: usize, rows: usize, out: usize): void {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  let e = f64x2.splat(0);
  let f = f64x2.splat(0);
  let g = f64x2.splat(0);
  let h = f64x2.splat(0);
  for (let i = 0; i < SIDE; i++) {
    const factor = v128.load64_splat(factors);
    a = f64x2.add(a, f64x2.mul(factor, v128.load(rows)));
    b = f64x2.add(b, f64x2.mul(factor, v128.load(rows, 16)));
    c = f64x2.add(c, f64x2.mul(factor, v128.load(rows, 32)));
    d = f64x2.add(d, f64x2.mul(factor, v128.load(rows, 48)));
    e = f64x2.add(e, f64x2.mul(factor, v128.load(rows, 64)));
    f = f64x2.add(f, f64x2.mul(factor, v128.load(rows, 80)));
    g = f64x2.add(g, f64x2.mul(factor, v128.load(rows, 96)));
    h = f64x2.add(h, f64x2.mul(factor, v128.load(rows, 112)));
    factors += 8;
    rows += FREQUENCIES << 3;
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  v128.store(out, e, 64);
  v128.store(out, f, 80);
  v128.store(out, g, 96);
  v128.store(out, h, 112);
}
