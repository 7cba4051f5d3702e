import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../src/api/geometry.ts';
import { relationWords, sharedWords } from '../../src/web/words/relation-words.ts';
import { aMatch, GEOMETRY } from './rows.ts';

const WHOLE = { percent: 80, whole: true, polygon: GEOMETRY.row.polygon };
const PART = { percent: 40, whole: false, polygon: GEOMETRY.query.polygon };

const lying = (given: Partial<Geometry>): Geometry => ({
  ...GEOMETRY,
  mirrored: false,
  rotationDegrees: 0.4,
  query: WHOLE,
  row: WHOLE,
  frame: { ...GEOMETRY.frame, percent: 30 },
  ...given,
});
const edited = (geometry: Geometry | null): string => relationWords(aMatch({ grade: 'edited', geometry }));

describe('what a picture that was found is of the artist’s own', () => {
  it.each([
    ['identical', 'as-is', 'The same picture'],
    ['copy', 'as-is', 'The same picture'],
    ['copy', 'mirrored', 'The same picture, mirrored'],
    ['copy', 'rotated-180', 'The same picture, upside down'],
    ['part', 'as-is', 'A part of it'],
    ['look-alike', 'as-is', 'Something similar'],
  ] as const)('%s, %s: %s', (grade, view, words) => {
    expect(relationWords(aMatch({ grade, view }))).toBe(words);
  });

  it.each([
    [null, 'An edited copy'],
    [lying({}), 'An edited copy: in other colours, or with something laid over it'],
    [lying({ query: PART }), 'An edited copy: cut'],
    [lying({ query: PART, mirrored: true }), 'An edited copy: cut and mirrored'],
    [lying({ row: PART }), 'An edited copy: with more around it'],
    [lying({ row: PART, rotationDegrees: -90 }), 'An edited copy: with more around it and turned'],
    [
      lying({ query: PART, row: PART, mirrored: true, rotationDegrees: 12 }),
      'An edited copy: cut, with more around it, mirrored and turned',
    ],
  ])('an edited one says what was done to it (%#)', (geometry, words) => {
    expect(edited(geometry)).toBe(words);
  });

  it('calls another photograph of the same thing that', () => {
    expect(relationWords(aMatch({ grade: 'look-alike', sameSubject: true }))).toBe(
      'The same place or thing, another photograph',
    );
  });

  it.each([
    [lying({}), 'All of your picture is in it, and it shows nothing else.'],
    [lying({ query: PART }), 'About 30 % of your picture is in it, and it shows nothing else.'],
    [lying({ row: PART }), 'All of your picture is in it, and takes up about 30 % of it.'],
    [
      lying({ query: PART, row: PART }),
      'About 40 % of your picture is in it, and takes up about 40 % of it.',
    ],
  ])('says how much of either is shared (%#)', (geometry, words) => {
    expect(sharedWords(geometry)).toBe(words);
  });
});
