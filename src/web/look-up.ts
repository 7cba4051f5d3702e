import { counted } from '../core/words/counts.ts';
import type { LookAlikes } from '../api/look-alikes.ts';
import type { LookupAnswer } from '../api/lookup.ts';
import { askByWords, askRows } from './ask.ts';
import { byId, element, fill } from './elements.ts';
import { showAlike, showSearched } from './show-alike.ts';
import { sayFailure } from './failure.ts';
import { showRow } from './show-row.ts';

const HINTS = {
  caption:
    'All of the words must be there. "Jane Doe" in quotes: side by side. Rutkow*: every word that begins so. 夜景: also ' +
    'within a text without spaces.',
  domain: 'Such as example.org, with everything below it, or one host such as img.example.org.',
  url: 'Of the picture itself, not of its page. http or https, and what stands after #, do not matter.',
  like:
    'Such as: a lighthouse at night, screen print. It brings up pictures that show something alike, and cannot say ' +
    'whether one of them is yours: check the picture for that.',
} as const;
type By = keyof typeof HINTS;

const LISTS = 'Lists are looked through; no picture is compared or fetched';
const PICTURES = 'Words are compared with what the indexed pictures show; nothing is fetched';

/** The second way in: rows by an address, a site or words, page by page. A new question ends the one before it. */
export function offerLookups(): void {
  const by = byId('look-up-by', HTMLSelectElement);
  const text = byId('look-up-text', HTMLInputElement);
  const more = byId('look-up-more', HTMLButtonElement);
  let running = new AbortController();

  const hint = (): void => {
    byId('look-up-hint', HTMLElement).textContent = HINTS[by.value as By];
    byId('look-up-label', HTMLElement).textContent = by.value === 'like' ? PICTURES : LISTS;
  };
  by.addEventListener('change', hint);
  hint();

  byId('look-up-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    running.abort();
    running = new AbortController();
    clear();
    void next(by.value as By, text.value.trim(), null, running.signal);
  });

  async function next(kind: By, what: string, after: string | null, signal: AbortSignal): Promise<void> {
    const had = rowsOnPage();
    more.disabled = true;
    say(after === null ? 'Looking …' : 'Looking further …');
    try {
      if (kind === 'like') {
        const alike = await askByWords(what, signal);
        if (!signal.aborted) showAlikes(alike);
        return;
      }
      const answer = await askRows(kind, what, after, signal);
      if (signal.aborted) return;
      show(answer);
      more.hidden = answer.next === null;
      more.onclick = () => void next(kind, what, answer.next, signal);
      // From the first new row on, so that a screen reader and the keyboard go on there.
      if (after !== null && answer.items.length > 0) focusRow(had);
    } catch (error) {
      if (!signal.aborted) {
        sayFailure(byId('look-up-said', HTMLElement), error, () => void next(kind, what, after, signal));
      }
    } finally {
      if (!signal.aborted) more.disabled = false;
    }
  }
}

/** The third way in, where an index can be asked by it: what a picture shows, in the artist's own words. */
export function offerSearchByWords(): void {
  const by = byId('look-up-by', HTMLSelectElement);
  if (by.querySelector('[value=like]') !== null) return;
  by.append(element('option', { value: 'like' }, 'What the picture shows, in your words'));
}

function showAlikes({ sentence, lookAlikes, readings, notes = [], coverage, notSearched }: LookAlikes): void {
  byId('look-up-rows', HTMLElement).append(...lookAlikes.map(showAlike));
  showSearched(byId('look-up-searched', HTMLElement), readings, coverage, notSearched);
  say([sentence, ...notes].join(' '));
}

function show({ items, next, counts, hint }: LookupAnswer): void {
  byId('look-up-rows', HTMLElement).append(...items.map(showRow));
  if (counts !== null) {
    const lines = counts.datasets.map(({ dataset, release, rows }) => {
      const number = counted(rows, 'entry', 'entries');
      return element(
        'li',
        {},
        `${dataset}, version ${release}: ${counts.complete ? '' : 'at least '}${number}`,
      );
    });
    fill(byId('look-up-counts', HTMLElement), ...lines);
  }
  say([foundWords(rowsOnPage(), next !== null), hint ?? ''].join(' ').trim());
}

function foundWords(rows: number, isMore: boolean): string {
  if (rows > 0)
    return isMore
      ? `The first ${counted(rows, 'entry', 'entries')}.`
      : `${counted(rows, 'entry', 'entries')}.`;
  if (isMore) return 'Nothing among the entries looked through so far. There are more.';
  return 'Nothing answers to it in what is indexed here. This says nothing about anything else.';
}

function clear(): void {
  fill(byId('look-up-rows', HTMLElement));
  fill(byId('look-up-counts', HTMLElement));
  fill(byId('look-up-searched', HTMLElement));
  byId('look-up-more', HTMLButtonElement).hidden = true;
}

function rowsOnPage(): number {
  return byId('look-up-rows', HTMLElement).childElementCount;
}

function focusRow(place: number): void {
  const row = byId('look-up-rows', HTMLElement).children[place];
  if (row instanceof HTMLElement) row.focus({ preventScroll: true });
}

function say(words: string): void {
  byId('look-up-said', HTMLElement).textContent = words;
}
