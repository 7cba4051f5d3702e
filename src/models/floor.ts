import type { ModelCard } from '../core/model-card.ts';

/**
 * The cosine from which on a row may be the picture itself, both whole and as they lie, though nothing but vectors can be
 * compared; null: from none, whatever it is.
 */
export function floorAsItLies({ similarity }: Pick<ModelCard, 'similarity'>): number | null {
  return similarity.possiblyAsItLiesFrom;
}
