import { GRADE_WORDS } from '../core/words/grades.ts';
import type { LookAlike, LookAlikes } from '../api/look-alikes.ts';
import { element, fill } from './elements.ts';
import { showCoverage } from './show-coverage.ts';
import { showRow } from './show-row.ts';

/** A row that fits words, in words alone: its picture is not loaded. */
export function showAlike({ grade, similarity, model, row }: LookAlike): HTMLElement {
  const shown = showRow(row);
  const { name } = GRADE_WORDS[grade];
  shown.prepend(
    element(
      'p',
      { class: 'grade', 'data-grade': grade },
      element('strong', {}, name),
      element('span', {}, `Fits your words at ${similarity.toFixed(2)} (cosine, by ${model})`),
    ),
  );
  return shown;
}

/** How the numbers are to be read, what was searched and what was not. */
export function showSearched(
  parent: HTMLElement,
  readings: LookAlikes['readings'],
  coverage: LookAlikes['coverage'],
  notSearched: LookAlikes['notSearched'],
): void {
  const covered = element('div', { class: 'coverage' });
  showCoverage(covered, coverage, notSearched, null);
  const lines = readings.map(({ model, words }) =>
    element('p', { class: 'quiet' }, `A cosine by ${model}: ${words}`),
  );
  fill(parent, ...lines, covered);
}
