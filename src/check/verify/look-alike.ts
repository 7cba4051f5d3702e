import { isCopyDistance } from '../../core/evidence.ts';
import type { Verifier } from './verifier.ts';

/**
 * The same style or subject: the embedding says so, and nothing else does. Below the card's floor the nearest
 * rows are only the least unlike ones, and showing them would tell the artist nothing. A hash that agrees,
 * where one of the two pictures is too plain for a copy to be claimed, belongs here too; and so does another photograph
 * of the same place, of which points agree.
 */
export const lookAlike: Verifier = {
  grade: 'look-alike',
  confirms({ pdqDistance, similarity, card, relation }) {
    if (relation === 'same-subject' || isCopyDistance(pdqDistance)) return true;
    if (similarity === null || card === null) return false;
    const { lookAlikeFrom } = card.similarity;
    return lookAlikeFrom === null || similarity >= lookAlikeFrom;
  },
};
