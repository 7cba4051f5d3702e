import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferred } from './app-under-test.ts';
import { createByteBudget, createGate, type HeldBytes } from '../../src/http/overload.ts';

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
  const step = fc.record({ who: fc.nat(2), bytes: fc.nat(60), ends: fc.boolean(), fails: fc.boolean() });

  it('refuses exactly what does not fit, and takes back what a request held however it ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        const budget = createByteBudget(100);
        const begin = () => {
          const end = deferred<boolean>();
          const holds = deferred<HeldBytes>();
          const over = budget.holding(async (held) => {
            holds.resolve(held);
            if (await end.promise) throw new Error('no');
          });
          return { over, end, holds, held: 0 };
        };
        const requests = [begin(), begin(), begin()];
        for (const { who, bytes, ends, fails } of steps) {
          const request = requests[who];
          if (ends) {
            request.end.resolve(fails);
            await request.over.catch(() => {});
            requests[who] = begin();
          } else {
            const held = await request.holds.promise;
            if (budget.held() + bytes > 100) expect(() => held.add(bytes)).toThrow(/Try again/);
            else {
              held.add(bytes);
              request.held += bytes;
            }
          }
          expect(budget.held()).toBe(requests.reduce((total, each) => total + each.held, 0));
        }
      }),
    );
  });
});
