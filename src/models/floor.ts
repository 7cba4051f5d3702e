import type { ModelFloors } from '../api/searched.ts';
import type { ModelCard } from '../core/model-card.ts';

/**
 * The cosine from which on a row may be the picture itself, both whole and as they lie, though nothing but vectors can be
 * compared; null: from none, whatever it is.
 */
export function floorAsItLies({ similarity }: Pick<ModelCard, 'similarity'>): number | null {
  return similarity.possiblyAsItLiesFrom;
}

/** A card's floors as the API states them. @param card as it holds in the data folder (`cardHere`) */
export function floorsOf({ name, title, similarity }: ModelCard): ModelFloors {
  return { model: name, title, ...similarity };
}

const MEASURED_BY = {
  nobody: 'not measured here',
  trainspot: 'measured before this release',
  here: 'measured here',
} as const;

/** A card's floors in one line, such as "possibly from 0.95 as it lies; not measured here". */
export function floorWords({ similarity }: Pick<ModelCard, 'similarity'>): string {
  const { possiblyAsItLiesFrom, possiblyFrom, measuredBy } = similarity;
  const said = [
    ...(possiblyAsItLiesFrom === null ? [] : [`from ${possiblyAsItLiesFrom} as it lies`]),
    ...(possiblyFrom === null ? [] : [`from ${possiblyFrom} by its best view`]),
  ];
  const floors = said.length === 0 ? 'no cosine alone says "possibly"' : `possibly ${said.join(', ')}`;
  return `${floors}; ${MEASURED_BY[measuredBy]}`;
}
