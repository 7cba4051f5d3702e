import { signal } from '@preact/signals';
import type { KnownDataset, Searched } from '../../api/searched.ts';
import { isSameDataset } from '../words/dataset-name.ts';
import { askServed } from './ask.ts';

/** What the service can search, and what it knows of datasets; null until it has said so. */
export const served = signal<Searched | null>(null);
/** Why it does not say; null where it does, or was not asked yet. */
export const servedFailure = signal<unknown>(null);

/** Asks it, once more where it did not answer. */
export async function askWhatIsServed(): Promise<void> {
  servedFailure.value = null;
  try {
    served.value = await askServed();
  } catch (error) {
    servedFailure.value = error;
  }
}

/** What is known of a dataset, by its name; undefined where nothing is, or the service has not said it yet. */
export function knownDataset(name: string): KnownDataset | undefined {
  return served.value?.known.find(({ dataset }) => isSameDataset(dataset, name));
}

/** What its publisher calls it. */
export function titleOf(dataset: string): string {
  return knownDataset(dataset)?.title ?? dataset;
}
