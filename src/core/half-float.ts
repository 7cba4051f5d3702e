/** Largest finite 16-bit float. */
export const LARGEST_HALF = 65_504;

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

let table: Float32Array | null = null;

/**
 * Values as IEEE 754 16-bit floats, each rounded to the nearest, ties to even. What is beyond the largest becomes
 * an infinity, what is below 2⁻²⁵ zero.
 */
export function toHalves(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = halfBits(values[i]);
  return halves;
}

/** The exact values of 16-bit floats. */
export function fromHalves(halves: Uint16Array): Float32Array {
  const values = allHalves();
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = values[halves[i]];
  return floats;
}

/** A table of all 65,536 takes 256 KB, and is read in a tenth of the time that the arithmetic takes. */
function allHalves(): Float32Array {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => halfValue(bits));
  return table;
}

function halfBits(value: number): number {
  float[0] = value;
  const sign = (word[0] >>> 16) & 0x8000;
  const exponent = (word[0] >>> 23) & 0xff;
  const fraction = word[0] & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const biased = exponent - 127 + 15;
  if (biased >= 31) return sign | 0x7c00;
  if (biased < -10) return sign;
  // Below 2⁻¹⁴ there is no hidden bit and the exponent stays; the same shift serves both.
  const whole = biased > 0 ? (biased << 23) | fraction : 0x800000 | fraction;
  const shift = biased > 0 ? 13 : 14 - biased;
  const kept = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  // Rounding up may carry into the exponent, which is the next number just so.
  return sign | (kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0));
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
