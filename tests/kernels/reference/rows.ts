// The product of 16-bit floats and 32-bit ones in TypeScript: what `kernels/rows.ts` is compared with, bit for bit.
import { fromHalves } from '../../../src/core/half-float.ts';

const LANES = 16;

/** Sixteen sums of 32 bits side by side, added up in pairs of fours. */
export function dotOfHalves(halves: Uint16Array, query: Float32Array): number {
  const values = fromHalves(halves);
  const sums = new Float32Array(LANES);
  const product = new Float32Array(1);
  for (let i = 0; i < values.length; i++) {
    product[0] = values[i] * query[i];
    sums[i % LANES] += product[0];
  }
  const four = Array.from({ length: 4 }, (_, lane) =>
    rounded(rounded(sums[lane] + sums[lane + 4]) + rounded(sums[lane + 8] + sums[lane + 12])),
  );
  return rounded(rounded(four[0] + four[1]) + rounded(four[2] + four[3]));
}

const rounded = Math.fround;
