import { counted } from '../core/words/counts.ts';
import { falsePositiveWords, kindWords } from '../core/words/false-positives.ts';
import type { Coverage, FalsePositiveRate, NotSearched } from '../api/check-result.ts';
import { element, fill } from './elements.ts';
import { coverageWords, dateWords } from './words.ts';

/** What was searched and what was not, so that no answer is read for more than it is; and how often "found" is wrong. */
export function showCoverage(
  parent: HTMLElement,
  searched: readonly Coverage[],
  notSearched: readonly NotSearched[],
  falsePositives: FalsePositiveRate | null,
): void {
  fill(
    parent,
    part(
      'What was searched',
      searched.map((coverage) => searchedLine(coverage)),
      'Nothing.',
    ),
    part(
      'What was not searched',
      [...byReason(notSearched)].map(([why, datasets]) => notSearchedLine(why, datasets)),
      'Every dataset this service knows was searched. It does not know them all.',
    ),
    falsePositives && part('How often “found” is wrong', falsePositives.byKind.map(kindLine), ''),
  );
}

function kindLine({ kind, ...answered }: FalsePositiveRate['byKind'][number]): HTMLElement {
  return element(
    'li',
    {},
    element('strong', {}, kindWords(kind)),
    element('span', {}, falsePositiveWords(answered)),
  );
}

/** One line on what the service can search at the moment. */
export function servedWords(searched: readonly Coverage[]): string {
  // A dataset indexed with two models is still one dataset.
  const rows = new Map<string, number>();
  let drawn = 0;
  for (const { dataset, release, rowsIndexed, model } of searched) {
    if (model === null) continue;
    if (dataset === 'demo') drawn = Math.max(drawn, rowsIndexed);
    const name = JSON.stringify([dataset, release]);
    rows.set(name, Math.max(rows.get(name) ?? 0, rowsIndexed));
  }
  if (rows.size === 0 && searched.length > 0) {
    return 'Entries of datasets are listed here, and no pictures are indexed yet: only the very same file can be found, by its hash.';
  }
  if (rows.size === 0) return 'Nothing is indexed yet, so nothing can be searched.';
  const pictures = [...rows.values()].reduce((sum, count) => sum + count, 0);
  if (drawn > 0 && drawn === pictures) {
    const demo = `A demo of ${counted(drawn, 'drawn picture')}`;
    return searched.some(({ model }) => model === null)
      ? `${demo}, and entries of real datasets without their pictures: of those only the very same file can be found, by its hash.`
      : `${demo}: nothing of the real datasets is indexed here yet.`;
  }
  const demo = drawn > 0 ? `, a demo of ${drawn} drawn ones among them` : '';
  return `Searching ${counted(pictures, 'picture')} in ${counted(rows.size, 'dataset')}${demo}.`;
}

/** Why → the datasets it holds for: most were left out for the same reason. */
function byReason(notSearched: readonly NotSearched[]): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { dataset, why } of notSearched) reasons.set(why, [...(reasons.get(why) ?? []), dataset]);
  return reasons;
}

function notSearchedLine(why: string, datasets: readonly string[]): HTMLElement {
  const quiet = (words: string): HTMLElement => element('span', { class: 'quiet' }, words);
  if (datasets.length === 1) return element('li', {}, element('strong', {}, datasets[0]), quiet(why));
  const title = element('strong', {}, counted(datasets.length, 'dataset'));
  return element('li', { class: 'many' }, title, quiet(datasets.join(', ')), quiet(why));
}

function searchedLine(coverage: Coverage): HTMLElement {
  const { dataset, release, model, indexedAt } = coverage;
  return element(
    'li',
    {},
    element('strong', {}, `${dataset}, version ${release}`),
    element('span', {}, coverageWords(coverage)),
    indexedAt === null
      ? null
      : element('span', { class: 'quiet' }, `Model ${model}, indexed ${dateWords(indexedAt)}`),
  );
}

function part(title: string, lines: readonly HTMLElement[], otherwise: string): HTMLElement {
  const said = lines.length > 0 ? element('ul', {}, ...lines) : element('p', { class: 'quiet' }, otherwise);
  return element('div', {}, element('h3', {}, title), said);
}
