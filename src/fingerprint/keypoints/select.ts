/** What is chosen among: a place, and how strongly it stands out. */
interface Placed {
  x: number;
  y: number;
  strength: number;
}

/** A place suppresses another only when it is clearly stronger. Brown, Szeliski and Winder's value. */
const CLEARLY = 0.9;

/** The strongest of more than this are looked at; their number is what the time depends on, squared. */
const MAX_CANDIDATES = 1500;

/**
 * At most `most` of the places, strong ones and spread over the picture: those come first that are far from any
 * stronger one, so that a crop of any part still holds its share. (Adaptive non-maximal suppression: M. Brown,
 * R. Szeliski and S. Winder, "Multi-image matching using multi-scale oriented patches", 2005.)
 */
export function selectSpread<P extends Placed>(places: readonly P[], most: number): P[] {
  const strongest = places.toSorted((a, b) => b.strength - a.strength).slice(0, MAX_CANDIDATES);
  if (strongest.length <= most) return strongest;
  const ranked = strongest.map((place, i) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let j = 0; j < i; j++) {
      const other = strongest[j];
      if (other.strength * CLEARLY <= place.strength) continue;
      nearest = Math.min(nearest, (other.x - place.x) ** 2 + (other.y - place.y) ** 2);
    }
    return { place, nearest };
  });
  return ranked
    .toSorted((a, b) => b.nearest - a.nearest)
    .slice(0, most)
    .map(({ place }) => place);
}
