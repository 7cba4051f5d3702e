/** Every 16-bit float's value, by its bits: a 32-bit float holds each of them exactly. */
const VALUES = Float32Array.from({ length: 2 ** 16 }, (_, bits) => valueOf(bits));

/** IEEE 754 binary16 as binary32, exactly: subnormal numbers, infinities and NaN too. */
export function halvesToFloats(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = VALUES[halves[i]];
  return floats;
}

function valueOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
