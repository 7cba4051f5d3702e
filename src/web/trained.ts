import { trustWords } from '../core/words/sources.ts';
import type { SourceStatus, TrainedModel } from '../api/channel.ts';
import { element, linkedText } from './elements.ts';
import { dateWords } from './words.ts';

const TRAINED: readonly [status: SourceStatus, words: string][] = [
  ['primary', 'Pictures in this set trained'],
  ['third-party', 'Pictures in this set are reported to have trained'],
  ['unverified', 'Pictures in this set are said, unverified, to have trained'],
];

/** What the models' makers and others say, in one sentence for each degree of certainty; none where there are none. */
function trainedWords(models: readonly TrainedModel[]): string[] {
  return TRAINED.map(([status, words]) => {
    const names = [...new Set(models.filter((model) => model.status === status).map(({ name }) => name))];
    const listed = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    return names.length === 0 ? '' : `${words} ${listed}.`;
  }).filter((sentence) => sentence !== '');
}

/** What a dataset was used for, and who says so; null where nobody says anything. */
export function showTrained(models: readonly TrainedModel[]): HTMLElement | null {
  if (models.length === 0) return null;
  const lines = models.map(({ name, maker, part, source, checkedOn, status }) =>
    element(
      'li',
      {},
      `${name} (${maker})${part === null ? '' : `: ${part}`}. `,
      linkedText(`${source}; ${dateWords(checkedOn)}; ${trustWords(status)}.`),
    ),
  );
  return element(
    'div',
    { class: 'trained' },
    ...trainedWords(models).map((sentence) => element('p', {}, sentence)),
    element('details', {}, element('summary', {}, 'Who says so'), element('ul', {}, ...lines)),
  );
}
