import { describe, expect, it } from 'vitest';
import { laterWords } from '../../src/web/answer/later.ts';
import { RESULT } from '../http/answers.ts';
import { aMatch } from './rows.ts';

const LATER = { dataset: 'set-two', title: 'Set Two', release: 'August 2024' };
const ROWS = [aMatch({ dataset: 'set-one' })];
const searched = (rowsIndexed: number, rowsPublished: number | null, model: string | null = 'pocket') => [
  { ...RESULT.coverage[0], dataset: 'Set_Two', rowsIndexed, rowsPublished, model },
];

describe('a later release', () => {
  it.each([
    [
      'still lists it',
      [...ROWS, aMatch({ dataset: 'SET TWO' })],
      searched(100, 100),
      'Set Two still lists it.',
    ],
    [
      'no longer lists it, where all of it was searched',
      ROWS,
      searched(100, 100),
      'Set Two no longer lists it.',
    ],
    [
      'is not said to lack what was searched for in a part of it alone',
      ROWS,
      searched(99, 100),
      'Set Two came out. It was not found in the 99 of its pictures that are searched here.',
    ],
    [
      'nor where nobody knows how much there is',
      ROWS,
      searched(100, null),
      'Set Two came out. It was not found in the 100 of its pictures that are searched here.',
    ],
    [
      'nor where its entries are listed without their pictures',
      ROWS,
      searched(0, 100, null),
      'Set Two came out. It is not searched here, so whether it still lists it is not known.',
    ],
  ])('%s', (_, rows, coverage, words) => {
    expect(laterWords(LATER, rows, coverage)).toBe(words);
  });
});
