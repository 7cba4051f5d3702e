import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/net/clock.ts';
import { createBoundedCache } from '../../src/net/rules/bounded-cache.ts';

describe('the clock by which ages and waits are counted', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('does not go back when somebody sets the clock back, nor forward with it', () => {
    const before = systemClock.now();
    for (const day of ['1999-01-01', '2099-01-01']) {
      vi.spyOn(Date, 'now').mockReturnValue(Date.parse(day));
      const after = systemClock.now();
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after - before).toBeLessThan(60_000);
    }
  });

  it('keeps nothing in a cache for longer', async () => {
    const cache = createBoundedCache<number>({ entries: 9, size: 9 }, () => 1, 0, 0, systemClock);
    let made = 0;
    const make = async (): Promise<number> => ++made;
    await cache.get('a', make);
    vi.spyOn(Date, 'now').mockReturnValue(0);
    await cache.get('a', make);
    expect(made).toBe(2);
  });
});
