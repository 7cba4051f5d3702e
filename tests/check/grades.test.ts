import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { NOTICE_LANGUAGES } from '../../src/api/notice.ts';
import { answerRoutes } from '../../src/advice/question.ts';
import { listRows } from '../../src/check/verdict/match.ts';
import { verdictOf } from '../../src/check/verdict/verdict.ts';
import { inWords } from '../../src/cli/check-files.ts';
import { FOUND_GRADES, type Grade, GRADES, isFound, isGround } from '../../src/core/evidence.ts';
import { NO_GROUND } from '../../src/core/no-ground.ts';
import { GRADE_WORDS } from '../../src/core/words/grades.ts';
import { writeReport } from '../../src/evidence/report.ts';
import { letterWords } from '../../src/notices/letter.ts';
import { writeNotice } from '../../src/notices/notice.ts';
import { readNotice } from '../../src/notices/read.ts';
import { comparedWords } from '../../src/web/words/evidence-words.ts';
import { aCandidate, aFingerprint, aRow } from '../helpers/candidates.ts';
import { anEvidenceMatch, theFindings } from '../evidence/findings.ts';
import { RESULT } from '../http/answers.ts';
import { NOW, wishOf } from '../notices/notice-inputs.ts';
import { aMatch, GEOMETRY } from '../web/rows.ts';

/** Where a grade stands in an answer, what the answer is by it alone, and the heading of the report over it. */
const PLACES: Readonly<
  Record<Grade, { list: 'matches' | 'parts' | 'lookAlikes'; answer: string; heading: string | null }>
> = {
  identical: { list: 'matches', answer: 'found', heading: 'What was found' },
  copy: { list: 'matches', answer: 'found', heading: 'What was found' },
  edited: { list: 'matches', answer: 'found', heading: 'What was found' },
  part: { list: 'parts', answer: 'part', heading: 'A part of the picture' },
  // It is no evidence, so the pack has none of it; and no ground to ask, so no letter is written about it.
  'look-alike': { list: 'lookAlikes', answer: 'not-found', heading: null },
};

const LISTS = { matches: [], parts: [], lookAlikes: [] };

describe.each(GRADES)('the grade %s', (grade) => {
  const { list, answer, heading } = PLACES[grade];
  const geometry = grade === 'edited' || grade === 'part' ? GEOMETRY : null;
  const match = aMatch({ grade, geometry, compared: true });

  it('has words of its own, which say what it is and what it claims', () => {
    const { name, meaning, claim, foundAs } = GRADE_WORDS[grade];
    const others = GRADES.filter((other) => other !== grade).map((other) => GRADE_WORDS[other]);
    expect(others.map((other) => other.name)).not.toContain(name);
    expect(others.map((other) => other.meaning)).not.toContain(meaning);
    expect(claim).toMatch(/\.$/);
    expect(`${name} ${meaning}`).not.toMatch(/PDQ|hash|keypoint|\brow\b|release/i);
    expect(foundAs !== null).toBe(isGround(grade));
  });

  it('has one list in an answer, and a word for the answer that rests on it', () => {
    const { picture } = aFingerprint();
    const row = { ...aCandidate({ row: aRow(), geometry: GEOMETRY }), grade };
    const lists = listRows([row], 9, () => []);
    expect(Object.values(lists).flat()).toHaveLength(1);
    expect(lists[list]).toMatchObject([{ grade }]);
    const verdict = verdictOf(picture, [row], RESULT.coverage);
    expect(verdict.answer).toBe(answer);
    expect(verdict.answer === 'found').toBe(isFound(grade));
    // How often it is wrong was measured of what is found alone.
    expect(verdict.precision !== null).toBe(isFound(grade));
  });

  it('is told at a terminal, under its heading', () => {
    const result: CheckResult = { ...RESULT, ...LISTS, [list]: [match] };
    const lines = inWords('mine.jpg', result);
    const place = lines.findIndex((line) => line.includes(match.url));
    expect(place).toBeGreaterThan(0);
    const before = lines.slice(0, place).join('\n');
    expect(before).toContain(isFound(grade) ? `  ${grade}` : GRADE_WORDS[grade].meaning);
    expect(before.includes('not counted')).toBe(!isFound(grade));
  });

  it('is told on the page with what it rests on', () => {
    expect(comparedWords(match).length).toBeGreaterThan(20);
  });

  it('stands in the report under its own heading, or not at all', () => {
    if (heading === null) return;
    const own = anEvidenceMatch({ grade, geometry, precision: null });
    const report = writeReport(theFindings({ matches: [], parts: [], [list]: [own] }), []);
    const [above, below] = report.split(own.row.rowId, 1).concat(report.slice(report.indexOf(own.row.rowId)));
    expect(above.slice(above.lastIndexOf('<h2>'))).toContain(`<h2>${heading}</h2>`);
    expect(above).toContain(GRADE_WORDS[grade].claim.replaceAll("'", '&#39;'));
    expect(below.length).toBeGreaterThan(0);
    expect(report.includes('A part of the picture')).toBe(grade === 'part');
  });

  it('has words in every language of letters, and a letter where it is a ground to ask', () => {
    for (const language of NOTICE_LANGUAGES) {
      const words = letterWords(language).grades[grade];
      expect(words.length).toBeGreaterThan(10);
      const { match: row } = wishOf('dataset-request');
      const write = () =>
        writeNotice(readNotice(wishOf('dataset-request', { language, match: { ...row!, grade } }), NOW)).text;
      if (isGround(grade)) expect(write()).toContain(words);
      else expect(write).toThrow(NO_GROUND);
    }
  });

  it('leads to whoever can be asked where it is a ground, and else says why not', () => {
    const ask = () => answerRoutes({ dataset: 'laion-400m', grade }).channels.length;
    if (isGround(grade)) expect(ask()).toBeGreaterThan(0);
    else expect(ask).toThrow(NO_GROUND);
  });
});

describe('the grades', () => {
  it('that count as found come first, and a part before what only looks similar', () => {
    expect(GRADES.slice(0, FOUND_GRADES.length)).toEqual([...FOUND_GRADES]);
    expect(GRADES.slice(FOUND_GRADES.length)).toEqual(['part', 'look-alike']);
  });
});
