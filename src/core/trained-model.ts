import type { SourceStatus } from './channel.ts';

/** A model publicly said to have been trained on pictures of a dataset. */
export interface TrainedModel {
  name: string;
  maker: string;
  /** Which part of the dataset; null where it was all of it, or nobody says. */
  part: string | null;
  /** Where that was read. */
  source: string;
  /** Day it was read, YYYY-MM-DD. */
  checkedOn: string;
  status: SourceStatus;
}

const TRAINED: readonly [status: SourceStatus, words: string][] = [
  ['primary', 'Pictures in this set trained'],
  ['third-party', 'Pictures in this set are reported to have trained'],
  ['unverified', 'Pictures in this set are said, unverified, to have trained'],
];

/** What the models' makers and others say, in one sentence for each degree of certainty; none where there are none. */
export function trainedWords(models: readonly TrainedModel[]): string[] {
  return TRAINED.map(([status, words]) => {
    const names = [...new Set(models.filter((model) => model.status === status).map(({ name }) => name))];
    const listed = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    return names.length === 0 ? '' : `${words} ${listed}.`;
  }).filter((sentence) => sentence !== '');
}
