// Which keypoints of two pictures look alike, as src/check/verify/geometry/tentative.ts has it.

/** Keypoints of one picture at most, as many as their bytes can count. */
const MOST = 65_535;

/** The keypoints of the row that are near enough by their early words, for the query's keypoint under way. */
const near: usize = memory.data(MOST << 2);

const DESCRIPTOR_BYTES = 32;

/**
 * For each keypoint of a query the row's that is nearest and has no rival, dark to dark and light to light.
 * @param row descriptors of `count`, the first `dark` of them dark @param x in 32 bits, and `y`: fractions of the sides
 * @param early room for 64 bits for each of the row's @param out room for two numbers of 32 bits for each of the query's
 * @param rivals what the distance of a rival is below @returns how many pairs: of each the query's number and the row's
 */
export function match(
  query: usize,
  queryCount: i32,
  queryDark: i32,
  row: usize,
  count: i32,
  dark: i32,
  x: usize,
  y: usize,
  width: f64,
  height: f64,
  mostDistance: i32,
  rivals: i32,
  ratio: f64,
  earlyDistance: i32,
  samePlace: f64,
  early: usize,
  out: usize,
): i32 {
  for (let j = 0; j < count; j++) {
    const words = row + j * DESCRIPTOR_BYTES;
    store<u64>(early + (j << 3), ((<u64>load<u32>(words)) << 32) | (<u64>load<u32>(words, 16)));
  }
  let to = out;
  for (let i = 0; i < queryCount; i++) {
    const own = query + i * DESCRIPTOR_BYTES;
    const isDark = i < queryDark;
    const found = gather(own, early, isDark ? 0 : dark, isDark ? dark : count, earlyDistance);
    const a = load<u64>(own);
    const b = load<u64>(own, 8);
    const c = load<u64>(own, 16);
    const d = load<u64>(own, 24);
    let best = -1;
    let bestDistance = mostDistance + 1;
    let second = rivals;
    let secondAt = -1;
    for (let n = 0; n < found; n++) {
      const j = load<i32>(near + (n << 2));
      const words = row + j * DESCRIPTOR_BYTES;
      const distance = <i32>(
        (popcnt(a ^ load<u64>(words)) +
          popcnt(b ^ load<u64>(words, 8)) +
          popcnt(c ^ load<u64>(words, 16)) +
          popcnt(d ^ load<u64>(words, 24)))
      );
      if (distance >= second) continue;
      if (distance < bestDistance) {
        if (best >= 0 && !isSamePlace(x, y, best, j, width, height, samePlace)) {
          second = bestDistance;
          secondAt = best;
        }
        best = j;
        bestDistance = distance;
        if (secondAt >= 0 && isSamePlace(x, y, secondAt, j, width, height, samePlace)) {
          second = rivals;
          secondAt = -1;
        }
      } else if (best < 0 || !isSamePlace(x, y, best, j, width, height, samePlace)) {
        second = distance;
        secondAt = j;
      }
    }
    if (best < 0 || <f64>bestDistance > ratio * <f64>second) continue;
    store<i32>(to, i);
    store<i32>(to, best, 4);
    to += 8;
  }
  return (<i32>(to - out)) >> 3;
}

/** Writes down which of the row's keypoints are within the early distance; no branch, since which are cannot be foreseen. */
function gather(own: usize, early: usize, from: i32, end: i32, most: i32): i32 {
  const first = ((<u64>load<u32>(own)) << 32) | (<u64>load<u32>(own, 16));
  let to = near;
  let j = from;
  let at = early + (from << 3);
  for (; j + 4 <= end; j += 4) {
    store<i32>(to, j);
    to += usize(<i32>popcnt(first ^ load<u64>(at)) <= most) << 2;
    store<i32>(to, j + 1);
    to += usize(<i32>popcnt(first ^ load<u64>(at, 8)) <= most) << 2;
    store<i32>(to, j + 2);
    to += usize(<i32>popcnt(first ^ load<u64>(at, 16)) <= most) << 2;
    store<i32>(to, j + 3);
    to += usize(<i32>popcnt(first ^ load<u64>(at, 24)) <= most) << 2;
    at += 32;
  }
  for (; j < end; j++) {
    store<i32>(to, j);
    to += usize(<i32>popcnt(first ^ load<u64>(at)) <= most) << 2;
    at += 8;
  }
  return (<i32>(to - near)) >> 2;
}

function isSamePlace(x: usize, y: usize, a: i32, b: i32, width: f64, height: f64, samePlace: f64): bool {
  const across = abs(<f64>load<f32>(x + (a << 2)) - <f64>load<f32>(x + (b << 2))) * width;
  const down = abs(<f64>load<f32>(y + (a << 2)) - <f64>load<f32>(y + (b << 2))) * height;
  return across < samePlace && down < samePlace;
}
