/**
 * Rows of indexes that all search threads together hold in memory, to compare them exactly: 260,000 of 512 dimensions, or half
 * a million of `pocket`. What is beyond is read from the disk, 1.5 µs a row where the system's cache has it.
 */
const HELD_BYTES = 256 * 1024 * 1024;

/** Memory is taken in pieces of this size, as WebAssembly has it. */
export const PAGE_BYTES = 65_536;

/** The pages that are left, for all threads that are given it. */
export type HeldBudget = Int32Array<SharedArrayBuffer>;

/** @param bytes that all threads together may hold of rows @returns to be handed to each of them */
export function heldBudget(bytes = HELD_BYTES): HeldBudget {
  const pages = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  pages[0] = Math.floor(bytes / PAGE_BYTES);
  return pages;
}

let own: HeldBudget | null = null;

/** Has this thread share a budget with others; without it, it has one of its own. */
export function shareBudget(budget: HeldBudget): void {
  own = budget;
}

/** Takes as many pages as there are, up to so many; they are never given back. */
export function takePages(wanted: number): number {
  own ??= heldBudget();
  for (;;) {
    const left = Atomics.load(own, 0);
    const taken = Math.max(0, Math.min(wanted, left));
    if (taken === 0 || Atomics.compareExchange(own, 0, left, left - taken) === left) return taken;
  }
}
