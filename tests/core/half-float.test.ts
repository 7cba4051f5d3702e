import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalves, LARGEST_HALF, toHalves } from '../../src/core/half-float.ts';

const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

/** Shifts a half's bits into those of a float: another way than the one under test. */
function reference(half: number): number {
  const sign = (half & 0x8000) << 16;
  const rest = half & 0x7fff;
  if (rest < 0x400) return (sign ? -1 : 1) * rest * 2 ** -24;
  const exponent = rest >= 0x7c00 ? 0x7f800000 : (rest << 13) + (112 << 23);
  const bits = rest >= 0x7c00 ? exponent | ((rest & 0x3ff) << 13) : exponent;
  return new Float32Array(Uint32Array.of(sign | bits).buffer)[0];
}

describe('16-bit floats', () => {
  it('have their exact values', () => {
    expect(fromHalves(all)).toEqual(Float32Array.from(all, reference));
  });

  it('come back as they were, every one of them', () => {
    const back = toHalves(fromHalves(all));
    const isNaN = (bits: number): boolean => (bits & 0x7fff) > 0x7c00;
    for (const bits of all) expect(isNaN(bits) ? isNaN(back[bits]) : back[bits] === bits).toBe(true);
  });

  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, LARGEST_HALF],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Infinity],
    [0x3555, 0.333251953125],
  ])('%i is %f', (bits, value) => {
    expect(fromHalves(Uint16Array.of(bits))[0]).toBe(value);
    expect(toHalves(Float32Array.of(value))[0]).toBe(bits);
  });

  it('are the nearest to what they stand for, and of two as near the even one', () => {
    const finite = all.filter((bits) => bits < 0x7c00);
    const values = fromHalves(finite);
    fc.assert(
      fc.property(fc.float({ min: 0, max: LARGEST_HALF, noNaN: true }), (value) => {
        const [bits] = toHalves(Float32Array.of(value));
        const distance = Math.abs(values[bits] - value);
        for (const other of [bits - 1, bits + 1].filter((each) => each >= 0 && each < 0x7c00)) {
          const farther = Math.abs(values[other] - value);
          expect(distance < farther || (distance === farther && bits % 2 === 0)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    const ties = finite.slice(0, -1).map((bits) => bits + (bits & 1));
    const between = Float32Array.from(finite.slice(0, -1), (bits) => (values[bits] + values[bits + 1]) / 2);
    expect(toHalves(between)).toEqual(ties);
  });

  it('end at infinity and at zero', () => {
    expect([...fromHalves(toHalves(Float32Array.of(65_519, 65_520, -1e9, 2 ** -26, -0)))]).toEqual([
      LARGEST_HALF,
      Infinity,
      -Infinity,
      0,
      -0,
    ]);
    expect(fromHalves(toHalves(Float32Array.of(Number.NaN)))[0]).toBeNaN();
  });
});
