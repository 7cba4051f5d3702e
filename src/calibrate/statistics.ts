import { wilsonInterval } from '../core/wilson.ts';
import type { Share, Spread } from '../models/floor-report.ts';

/** Floors are said to three digits. */
const STEPS = 1000;

/** @param values one at least */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return { least: at(0), low: at(0.05), median: at(0.5), high: at(0.95), highest: at(1) };
}

function shareOf(count: number, of: number): Share {
  const [atLeast, atMost] = wilsonInterval(count, of);
  return { count, of, atLeast, atMost };
}

/**
 * The lowest cosine of three digits that none of these others reaches; null where only 1 would be: then no cosine tells a
 * picture from others.
 * @param others one at least
 */
export function floorAbove(others: readonly number[]): number | null {
  const floor = (Math.floor(Math.max(...others) * STEPS) + 1) / STEPS;
  return floor < 1 ? floor : null;
}

/** How many reach the floor; null where there is none. */
export function reaching(cosines: readonly number[], floor: number | null): Share | null {
  if (floor === null) return null;
  return shareOf(cosines.filter((cosine) => cosine >= floor).length, cosines.length);
}
