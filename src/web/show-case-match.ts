import { GRADE_WORDS } from '../core/words/grades.ts';
import type { CaseMatchView } from '../api/case.ts';
import { element, facts, outwardLink } from './elements.ts';
import { timeWords } from './words.ts';

/** A row of a case, and what its link was found to be last. Its picture is not loaded. */
export function showCaseMatch(match: CaseMatchView): HTMLElement {
  const { n, dataset, release, rowId, url, grade, latest } = match;
  return element(
    'article',
    { class: 'case-match', 'aria-label': `Link ${n}`, 'data-link': latest?.link ?? 'unchecked' },
    facts('case-facts', [
      ['Entry', `${rowId} of ${dataset}, version ${release}`],
      ['Address', outwardLink(url, {}, url)],
      ['Evidence', grade === null ? null : `${GRADE_WORDS[grade].name}: ${GRADE_WORDS[grade].meaning}`],
      ['Last check', latest === null ? 'Not checked yet' : `${timeWords(latest.at)}: ${latest.sentence}`],
    ]),
  );
}
