import type { Clock } from '../clock.ts';

interface Entry<Value> {
  value: Promise<Value>;
  untilMs: number;
  size: number;
}

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
  /** The one used longest ago first. */
  const entries = new Map<string, Entry<Value>>();
  let size = 0;

  function remove(key: string, entry: Entry<Value>): void {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    size -= entry.size;
  }

  function settle(key: string, entry: Entry<Value>, valueSize: number, holdsMs: number): void {
    if (entries.get(key) !== entry) return;
    entry.untilMs = clock.now() + holdsMs;
    entry.size = valueSize;
    size += valueSize;
    for (const [oldestKey, oldest] of entries) {
      if (entries.size <= bounds.entries && size <= bounds.size) return;
      remove(oldestKey, oldest);
    }
  }

  return {
    get(key, make) {
      const known = entries.get(key);
      if (known !== undefined && known.untilMs > clock.now()) {
        entries.delete(key);
        entries.set(key, known);
        return known.value;
      }
      if (known !== undefined) remove(key, known);
      const entry: Entry<Value> = { value: make(), untilMs: Number.POSITIVE_INFINITY, size: 0 };
      entries.set(key, entry);
      entry.value.then(
        (value) => settle(key, entry, sizeOf(value), ageMs),
        () => settle(key, entry, 0, failureAgeMs),
      );
      return entry.value;
    },
  };
}
