import { signal } from '@preact/signals';
import type { Searched } from '../../api/searched.ts';
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
