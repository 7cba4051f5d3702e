import type { CheckResult } from '../api/check-result.ts';
import type { Match } from '../api/match.ts';
import type { FailedCheck } from './check-files.ts';

/** The first row of a table of checks: what stands in the others. */
export const CSV_HEAD: readonly string[] = [
  'picture',
  'verdict',
  'grade',
  'dataset',
  'release',
  'row',
  'address',
  'matches',
  'sentence',
  'error',
];

/** A spreadsheet takes what begins so for a formula, and row ids and addresses are what strangers wrote. */
const FORMULA = /^[=+\-@\t\r]/;

/** The row of one picture: its strongest match, or why it could not be checked. As many cells as `CSV_HEAD`. */
export function csvRow(file: string, answer: CheckResult | FailedCheck): string[] {
  if ('error' in answer) return [file, ...blank(8), `${answer.error.code}: ${answer.error.detail}`];
  const { verdict, matches, parts } = answer;
  const best = strongest(answer);
  const where = best ? [best.grade, best.dataset, best.release, best.rowId, best.url] : blank(5);
  return [file, verdict.answer, ...where, String(matches.length + parts.length), verdict.sentence, ''];
}

/** A line of a table after RFC 4180. A cell that a spreadsheet would calculate begins with an apostrophe instead. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(quoted).join(',');
}

/** Look-alikes count where the verdict rests on one. */
function strongest({ verdict, matches, parts, lookAlikes }: CheckResult): Match | undefined {
  return matches.at(0) ?? parts.at(0) ?? (verdict.answer === 'possibly' ? lookAlikes.at(0) : undefined);
}

function quoted(cell: string): string {
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function blank(cells: number): string[] {
  return Array.from({ length: cells }, () => '');
}
