import { signal } from '@preact/signals';
import type { LookAlikes } from '../../api/look-alikes.ts';
import type { LookupAnswer, LookupRow } from '../../api/lookup.ts';
import { askByWords, askRows } from '../service/ask.ts';

/** By what rows are looked for; `like` needs an index that words can be compared with. */
export type By = 'caption' | 'domain' | 'url' | 'like';

/** What is asked, and what has come of it. */
export interface Search {
  asked: { by: By; text: string };
  /** Page by page, as far as they were asked for. */
  rows: readonly LookupRow[];
  counts: LookupAnswer['counts'];
  hint: string | null;
  /** Where the next page begins; null where there is none. */
  next: string | null;
  /** In place of rows, where words are compared with pictures. */
  alike: LookAlikes | null;
  stage: { kind: 'asking' } | { kind: 'told' } | { kind: 'failed'; error: unknown; again: () => void };
}

export const search = signal<Search | null>(null);
let running = new AbortController();

/** Asks anew: a new question ends the one before it, and clears what it brought. */
export async function lookUp(by: By, text: string): Promise<void> {
  running.abort();
  running = new AbortController();
  search.value = {
    asked: { by, text },
    rows: [],
    counts: null,
    hint: null,
    next: null,
    alike: null,
    stage: { kind: 'asking' },
  };
  await more(null, running.signal);
}

/** Asks for the next page. */
export async function lookUpMore(): Promise<void> {
  const after = search.value?.next ?? null;
  if (after !== null) await more(after, running.signal);
}

async function more(after: string | null, signal: AbortSignal): Promise<void> {
  const before = search.value;
  if (before === null) return;
  const { by, text } = before.asked;
  search.value = { ...before, stage: { kind: 'asking' } };
  try {
    const found =
      by === 'like'
        ? { alike: await askByWords(text, signal) }
        : added(before, await askRows(by, text, after, signal));
    if (!signal.aborted) search.value = { ...before, ...found, stage: { kind: 'told' } };
  } catch (error) {
    if (signal.aborted) return;
    search.value = { ...before, stage: { kind: 'failed', error, again: () => void more(after, signal) } };
  }
}

function added(before: Search, { items, next, counts, hint }: LookupAnswer): Partial<Search> {
  return { rows: [...before.rows, ...items], next, counts: counts ?? before.counts, hint: hint ?? null };
}
