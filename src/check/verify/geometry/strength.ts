import { LOOK } from '../../../core/calibration.ts';
import type { Looked } from './look.ts';

/**
 * Of the places that look otherwise in the query, how many hold less there than in the row, and how many hold more, next to
 * the places that agree: what was laid over a picture hides what is under it and brings something of its own, while of
 * another drawing of the same figure the query shows plain ground where the row's had a hand. Both 0 of a row that kept no
 * strengths.
 * @param mostDistance within which a place agrees, in bits
 */
export function countByStrength(
  places: readonly Looked[],
  mostDistance: number,
): { gone: number; added: number } {
  const kept = places.filter(({ strength }) => strength.row > 0);
  const usual = middle(kept.filter(({ distance }) => distance <= mostDistance).map(ratioOf));
  const others = kept.filter(({ distance }) => distance > mostDistance);
  return {
    gone: others.filter((place) => ratioOf(place) < usual * LOOK.goneBelow).length,
    added: others.filter((place) => ratioOf(place) > usual * LOOK.addedAbove).length,
  };
}

/** A picture of less contrast is weaker everywhere. */
function ratioOf({ strength }: Looked): number {
  return strength.query / strength.row;
}

function middle(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.toSorted((a, b) => a - b)[values.length >> 1];
}
