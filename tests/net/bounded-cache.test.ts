import { describe, expect, it } from 'vitest';
import { createBoundedCache } from '../../src/net/rules/bounded-cache.ts';
import { handClock, settle } from '../helpers/clocks.ts';

function cacheOf(bounds: { entries: number; size: number }) {
  const clock = handClock();
  const made: string[] = [];
  const cache = createBoundedCache<string>(bounds, (value) => value.length, 1000, 100, clock);
  const get = (key: string, value = 'x') =>
    cache.get(key, async () => {
      made.push(key);
      if (value === '') throw new Error('nothing');
      return value;
    });
  return { clock, made, get };
}

describe('a bounded cache', () => {
  it('makes an answer once, for those who ask meanwhile too, until it is old', async () => {
    const { clock, made, get } = cacheOf({ entries: 10, size: 100 });
    expect(await Promise.all([get('a', '1'), get('a', '2')])).toEqual(['1', '1']);
    await clock.advance(999);
    expect(await get('a', '3')).toBe('1');
    await clock.advance(1);
    expect(await get('a', '4')).toBe('4');
    expect(made).toEqual(['a', 'a']);
  });

  it('keeps a failure for its own, shorter time', async () => {
    const { clock, made, get } = cacheOf({ entries: 10, size: 100 });
    await expect(get('a', '')).rejects.toThrow('nothing');
    await expect(get('a', '1')).rejects.toThrow('nothing');
    await clock.advance(100);
    expect(await get('a', '1')).toBe('1');
    expect(made).toEqual(['a', 'a']);
  });

  it('lets go of what was used longest ago', async () => {
    const { made, get } = cacheOf({ entries: 2, size: 100 });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
      await get(key);
      await settle();
    }
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('lets go of as much as is too large; what is so by itself is not kept, and drives none out', async () => {
    const { made, get } = cacheOf({ entries: 100, size: 10 });
    for (const key of ['a', 'b', 'c']) {
      await get(key, 'xxxx');
      await settle();
    }
    await get('huge', 'x'.repeat(50));
    await settle();
    for (const key of ['b', 'c', 'huge']) await get(key);
    expect(made).toEqual(['a', 'b', 'c', 'huge', 'huge']);
    await get('a');
    expect(made.at(-1)).toBe('a');
  });
});
