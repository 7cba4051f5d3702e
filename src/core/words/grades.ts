import type { Grade } from '../evidence.ts';

interface GradeWords {
  name: string;
  /** For the artist, beside a match. */
  meaning: string;
  /** What it claims, as a sentence of the report for a lawyer. */
  claim: string;
  /** Of the answer to a picture: `a copy of your picture stands` … `once in LAION-400M`; null where it is no find. */
  foundAs: string | null;
}

/** The grades of evidence in words. */
export const GRADE_WORDS: Readonly<Record<Grade, GradeWords>> = {
  identical: {
    name: 'Identical',
    meaning: 'the very same file',
    claim: 'The row records the very file that was checked: every byte of it is the same.',
    foundAs: 'this very file stands',
  },
  copy: {
    name: 'Copy',
    meaning: 'the same picture, re-encoded or resized',
    claim:
      'The row’s picture is the checked picture, saved anew, resized, greyed, mirrored or turned at most.',
    foundAs: 'a copy of your picture stands',
  },
  edited: {
    name: 'Edited',
    meaning: 'a crop, overlay or recolour of it: part of one picture is in the other',
    claim:
      'The row’s picture and the checked picture show the same thing in part: a crop, a collage, an overlay or the like.',
    foundAs: 'an edited copy of your picture stands',
  },
  'look-alike': {
    name: 'Look-alike',
    meaning: 'similar in style or subject; not counted as found',
    claim: 'The two pictures resemble each other by a model’s number alone. This is no find.',
    foundAs: null,
  },
};
