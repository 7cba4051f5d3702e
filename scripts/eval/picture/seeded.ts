import { seededRandom } from '../../demo/random.ts';

/** Numbers in [0, 1), the next one at each call. */
export type Random = () => number;

/** The random numbers that belong to these words (a picture's name, an edit's …), and to no others. */
export function randomFor(seed: number, ...words: readonly (string | number)[]): Random {
  // FNV-1a, 32 bits. Source: http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x811c9dc5;
  for (const character of [seed, ...words].join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  }
  return seededRandom(hash >>> 0);
}

/** A whole number from `low` to `high`, both included. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** The items in another order; the given array stays as it is. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
