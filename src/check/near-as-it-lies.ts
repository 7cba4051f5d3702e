import { floorAsItLies } from '../models/floor.ts';
import type { Candidate } from './candidate.ts';

/** Whether a row may be the picture itself, by the vectors of both as they lie. */
export function isNearAsItLies({ card, asItLies }: Pick<Candidate, 'card' | 'asItLies'>): boolean {
  if (card === null || asItLies === null) return false;
  const floor = floorAsItLies(card);
  return floor !== null && asItLies >= floor;
}
