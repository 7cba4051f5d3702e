import { listed } from '../../core/words/counts.ts';
import { trustWords } from '../../core/words/sources.ts';
import type { SourceStatus, TrainedModel } from '../../api/channel.ts';
import { LinkedText } from '../parts/outward-link.tsx';
import { dateWords } from '../words/words.ts';

const TRAINED: readonly [status: SourceStatus, words: string][] = [
  ['primary', 'Pictures in this set trained'],
  ['third-party', 'Pictures in this set are reported to have trained'],
  ['unverified', 'Pictures in this set are said, unverified, to have trained'],
];

/** What a dataset was used for, and who says so; nothing where nobody says anything. */
export function Trained({ models }: { models: readonly TrainedModel[] }) {
  if (models.length === 0) return null;
  return (
    <div class="trained">
      {trainedWords(models).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <details>
        <summary>Who says so</summary>
        <ul>
          {models.map(({ name, maker, part, source, checkedOn, status }) => (
            <li key={`${name} ${source}`}>
              {name} ({maker}){part !== null && `: ${part}`}.{' '}
              <LinkedText text={`${source}; ${dateWords(checkedOn)}; ${trustWords(status)}.`} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** What the models' makers and others say, in one sentence for each degree of certainty; none where there are none. */
function trainedWords(models: readonly TrainedModel[]): string[] {
  return TRAINED.map(([status, words]) => {
    const names = [...new Set(models.filter((model) => model.status === status).map(({ name }) => name))];
    return names.length === 0 ? '' : `${words} ${listed(names)}.`;
  }).filter((sentence) => sentence !== '');
}
