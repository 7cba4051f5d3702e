import type { Match } from '../api/match.ts';
import { hostOf } from './words.ts';

/** Rows of one dataset on one host. */
export interface Anchor {
  dataset: string;
  release: string;
  host: string;
  matches: Match[];
}

/** Every row that shows the same picture, by dataset and host. */
export interface SamePicture {
  group: string;
  places: Anchor[];
}

/** The matches by picture, then by dataset and host, in the order the service gave them; none is left out. */
export function bySamePicture(matches: readonly Match[]): SamePicture[] {
  return gathered(matches, ({ group }) => group).map((same) => ({
    group: same[0].group,
    places: gathered(same, ({ dataset, release, url }) =>
      JSON.stringify([dataset, release, hostOf(url)]),
    ).map((there) => ({
      dataset: there[0].dataset,
      release: there[0].release,
      host: hostOf(there[0].url),
      matches: there,
    })),
  }));
}

function gathered(matches: readonly Match[], keyOf: (match: Match) => string): Match[][] {
  const heaps = new Map<string, Match[]>();
  for (const match of matches) {
    const heap = heaps.get(keyOf(match));
    if (heap) heap.push(match);
    else heaps.set(keyOf(match), [match]);
  }
  return [...heaps.values()];
}
