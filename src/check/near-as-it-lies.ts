import { floorAsItLies } from '../models/floor.ts';
import { findModelCard } from '../models/models.ts';
import type { Candidate } from './candidate.ts';

/** Whether a row may be the picture itself, by the vectors of both as they lie. */
export function isNearAsItLies({ model, asItLies }: Pick<Candidate, 'model' | 'asItLies'>): boolean {
  if (model === null || asItLies === null) return false;
  const floor = floorAsItLies(findModelCard(model));
  return floor !== null && asItLies >= floor;
}
