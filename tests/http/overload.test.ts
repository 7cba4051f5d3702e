import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferred } from './app-under-test.ts';
import { createByteBudget, createGate } from '../../src/http/overload.ts';

describe('a gate', () => {
  it('gives a place back whether the work succeeds or fails', async () => {
    const gate = createGate(1);
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(gate.inside()).toBe(0);
    expect(await gate.run(async () => gate.inside())).toBe(1);
    expect(gate.inside()).toBe(0);
  });

  it('never has more inside than it has places', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 12 }),
        async (places, asked) => {
          const gate = createGate(places);
          const open = deferred<void>();
          const runs = Array.from({ length: asked }, () => gate.run(() => open.promise));
          expect(gate.inside()).toBe(Math.min(places, asked));
          open.resolve();
          const refused = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');
          expect(refused.length).toBe(Math.max(0, asked - places));
          expect(gate.inside()).toBe(0);
        },
      ),
    );
  });
});

describe('a byte budget', () => {
  const step = fc.record({ who: fc.nat(2), bytes: fc.nat(60), release: fc.boolean() });

  it('refuses exactly what does not fit, and takes back what is released, once', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const hold = createByteBudget(100);
        const requests = [hold(), hold(), hold()];
        const held = [0, 0, 0];
        for (const { who, bytes, release } of steps) {
          if (release) {
            requests[who].release();
            held[who] = 0;
          } else if (held[0] + held[1] + held[2] + bytes > 100) {
            expect(() => requests[who].add(bytes)).toThrow(/Try again/);
          } else {
            requests[who].add(bytes);
            held[who] += bytes;
          }
        }
      }),
    );
  });
});
