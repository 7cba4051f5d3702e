import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHalves } from '../../src/core/half-float.ts';
import { kernels } from '../../src/fingerprint/kernels/load.ts';
import { dotOfHalves } from './reference/rows.ts';

const STEP = 16;

function byKernel(halves: Uint16Array, query: Float32Array): number {
  const { run, rooms, bytes, floats } = kernels();
  const count = Math.ceil(halves.length / STEP) * STEP;
  const at = rooms('rows under test', { row: 2 * count, query: 4 * count });
  bytes(at.row, 2 * count).fill(0);
  bytes(at.row, 2 * halves.length).set(new Uint8Array(halves.buffer, 0, 2 * halves.length));
  floats(at.query, count)
    .fill(0)
    .set(query.map((value) => value * 2 ** 112));
  return run.dotOfHalves(at.row, at.query, 2 * count);
}

describe('the product of a row and a query is the reference’s, to the bit', () => {
  const value = fc.oneof(
    fc.float({ min: -1, max: 1, noNaN: true }),
    // So small that 16 bits have no leading one for them, and smaller.
    fc.float({ min: Math.fround(-1e-4), max: Math.fround(1e-4), noNaN: true }),
    fc.constantFrom(0, -0, 1, -1, 2 ** -24, -(2 ** -24), 2 ** -14),
  );

  it('of any values that vectors have, in any number of dimensions', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 600 }), (pairs) => {
        const halves = toHalves(Float32Array.from(pairs, ([half]) => half));
        const query = Float32Array.from(pairs, ([, other]) => other);
        expect(byKernel(halves, query)).toBe(dotOfHalves(halves, query) + 0);
      }),
      { numRuns: 300 },
    );
  });

  it('of every finite half', () => {
    const finite = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    for (let at = 0; at < finite.length; at += STEP) {
      const halves = finite.slice(at, at + STEP);
      const query = Float32Array.from({ length: STEP }, (_, i) => (i === at % STEP ? 0.7 : 1e-3));
      expect(byKernel(halves, query)).toBe(dotOfHalves(halves, query));
    }
  });
});
