import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferred } from './app-under-test.ts';
import { createGate } from '../../src/http/overload.ts';

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
