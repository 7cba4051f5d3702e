import type { Grade } from '../evidence.ts';

interface GradeWords {
  name: string;
  /** For the artist, beside a match. */
  meaning: string;
  /** What it claims, as a sentence of the report for a lawyer. */
  claim: string;
  /** Of the answer to a picture: `a copy of your picture stands` … `once in LAION-400M`; null where it is none. */
  foundAs: string | null;
}

/** Of a look-alike of which points agree, in place of its meaning. */
export const SAME_SUBJECT_WORDS = 'the same place or thing, another photograph';

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
    meaning: 'the same picture with a crop, an overlay or other colours: all that both show agrees',
    claim:
      'The row’s picture and the checked picture are one picture, cropped, laid over, recoloured or put into a larger one: of what both show, all agrees but for what was laid over it.',
    foundAs: 'an edited copy of your picture stands',
  },
  part: {
    name: 'Part',
    meaning:
      'a part of your picture stands in it, and the rest of both differs; not counted as finding your picture',
    claim:
      'A part of the checked picture stands in the row’s picture, and the rest of both differs: a figure, a logo, a template, a frame or the like. That the checked picture itself is there is not claimed, nor whose work the part is.',
    foundAs: 'a part of your picture stands',
  },
  'look-alike': {
    name: 'Look-alike',
    meaning: 'similar in style or subject, or another photograph of the same thing; not counted as found',
    claim:
      'The two pictures resemble each other in style or subject, or are two photographs of the same thing. This is no find.',
    foundAs: null,
  },
};
