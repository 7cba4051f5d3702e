import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteBudget, type HeldBytes } from '../../src/core/byte-budget.ts';
import { deferred } from '../http/app-under-test.ts';

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
