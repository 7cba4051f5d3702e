import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';

interface Entry<Value> {
  value: Promise<Value>;
  untilMs: number;
}

/** The least that the package takes for a size; also that of an answer while it is being made. */
const MIN_SIZE = 1;

interface Bounds {
  entries: number;
  /** Of what `sizeOf` says of all of them. */
  size: number;
}

/**
 * Answers that are worth keeping for a while, the most recently used ones. Who asks for what is being made waits for
 * that; a failure is kept too, for its own time.
 */
export interface BoundedCache<Value> {
  get(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** @param ageMs how long an answer holds @param failureAgeMs how long a failure does */
export function createBoundedCache<Value>(
  bounds: Bounds,
  sizeOf: (value: Value) => number,
  ageMs: number,
  failureAgeMs: number,
  clock: Clock,
): BoundedCache<Value> {
  const entries = new LRUCache<string, Entry<Value>>({ max: bounds.entries, maxSize: bounds.size });

  function settle(key: string, entry: Entry<Value>, size: number, holdsMs: number): void {
    if (entries.peek(key) !== entry) return;
    // A new entry: the package looks at the size of a value that it does not hold already.
    const settled = { ...entry, untilMs: clock.now() + holdsMs };
    entries.set(key, settled, { size: Math.max(size, MIN_SIZE) });
  }

  return {
    get(key, make) {
      const known = entries.get(key);
      if (known !== undefined && known.untilMs > clock.now()) return known.value;
      const entry: Entry<Value> = { value: make(), untilMs: Number.POSITIVE_INFINITY };
      entries.set(key, entry, { size: MIN_SIZE });
      entry.value.then(
        (value) => settle(key, entry, sizeOf(value), ageMs),
        () => settle(key, entry, 0, failureAgeMs),
      );
      return entry.value;
    },
  };
}
