import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_HEAD, csvLine, csvRow } from '../../src/cli/csv-rows.ts';
import { checkExample } from '../../src/http/schemas/example.ts';

/** The cells of one line, read as RFC 4180 says. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let rest = `,${line}`;
  while (rest !== '') {
    const [taken, inQuotes, plain] = /^,(?:"((?:[^"]|"")*)"|([^",]*))/.exec(rest) ?? [rest];
    cells.push(inQuotes === undefined ? (plain ?? '') : inQuotes.replaceAll('""', '"'));
    rest = rest.slice(taken.length);
  }
  return cells;
}

const [match] = checkExample.matches;

describe('a row of a table of checks', () => {
  it('has a cell for each of its head, whatever became of the picture', () => {
    const failed = { file: 'b.jpg', error: { code: 'picture-unreadable', detail: 'It is cut short.' } };
    const none = { ...checkExample, matches: [], parts: [] };
    for (const answer of [checkExample, none, failed]) {
      expect(csvRow('b.jpg', answer)).toHaveLength(CSV_HEAD.length);
    }
    expect(csvRow('b.jpg', failed).at(-1)).toBe('picture-unreadable: It is cut short.');
  });

  it('names the strongest match, then a part, and a look-alike only where the verdict rests on it', () => {
    const alike = { ...match, grade: 'look-alike' as const, url: 'https://a.example/alike' };
    const part = { ...match, grade: 'part' as const, url: 'https://a.example/part' };
    const lists = { matches: [match], parts: [part], lookAlikes: [alike] };
    const urlOf = (more: Partial<typeof checkExample>): string =>
      csvRow('a', { ...checkExample, ...lists, ...more })[CSV_HEAD.indexOf('address')];
    expect(urlOf({})).toBe(match.url);
    expect(urlOf({ matches: [] })).toBe(part.url);
    const nothing = { matches: [], parts: [] };
    expect(urlOf(nothing)).toBe('');
    expect(urlOf({ ...nothing, verdict: { ...checkExample.verdict, answer: 'possibly' } })).toBe(alike.url);
  });

  it('is read back as it was, whatever stands in it', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('a,b', 'say "so"', "o'clock", 'two\nlines', ''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (cells) => {
        const read = cellsOf(csvLine(cells));
        expect(read.map((cell, i) => (cell === `'${cells[i]}` ? cells[i] : cell))).toEqual(cells);
      }),
    );
  });

  it('is calculated by no spreadsheet', () => {
    for (const cell of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1']) {
      expect(cellsOf(csvLine([cell]))).toEqual([`'${cell}`]);
    }
  });
});
