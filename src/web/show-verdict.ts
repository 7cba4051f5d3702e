import { counted } from '../core/words/counts.ts';
import type { Answer, CheckResult, Verdict } from '../api/check-result.ts';
import { byId, fill, icon } from './elements.ts';
import { failureWords, sayFailure } from './failure.ts';
import { unfoldLookAlikes } from './show-matches.ts';
import { clearLive } from './show-live.ts';
import { clearNext } from './show-next.ts';
import { showCoverage } from './show-coverage.ts';

const HEADLINES: Record<Answer | 'failed', { words: string; drawing: string }> = {
  found: { words: 'Found', drawing: 'M12 3 22 20H2zM12 10v4.5M12 17v.1' },
  part: {
    words: 'A part of it',
    drawing: 'M4 4h16v16H4zM4 13h7V4',
  },
  possibly: {
    words: 'Possibly',
    drawing: 'M12 3a9 9 0 1 0 .1 0M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.9M12 17v.1',
  },
  'not-found': { words: 'Not found', drawing: 'M10.5 4a6.5 6.5 0 1 0 .1 0M15.3 15.3 21 21M8 10.5h5' },
  failed: { words: 'Not checked', drawing: 'M12 3a9 9 0 1 0 .1 0M9 9l6 6M15 9l-6 6' },
};

const panel = byId('answer', HTMLElement);
const headline = byId('headline', HTMLElement);
const sentence = byId('sentence', HTMLElement);
const progress = byId('progress', HTMLElement);
const bar = byId('progress-bar', HTMLProgressElement);
const jump = byId('jump', HTMLAnchorElement);
const coverage = byId('coverage', HTMLElement);

/** Clears the last answer and says that a check runs; `preview` is what the artist gave, where it is here. */
export function showBusy(preview: Blob | null): void {
  panel.dataset.state = 'busy';
  headline.hidden = true;
  jump.hidden = true;
  clearNext();
  clearLive();
  progress.hidden = false;
  fill(coverage);
  showPreview(preview);
  showStep('Getting ready …', null);
  panel.scrollIntoView({ block: 'nearest' });
}

/** How much of the picture is sent, 0 to 1; at 1 the service searches, for a time nobody knows. */
export function showSent(share: number): void {
  showStep(share < 1 ? 'Sending your picture …' : 'Searching …', share < 1 ? share : null);
}

/** What is done now, and how much of it is, 0 to 1; null where nobody knows. */
export function showStep(words: string, share: number | null): void {
  // Told once each, not at every percent: this line is read out.
  if (sentence.textContent !== words) sentence.textContent = words;
  if (share !== null) bar.value = share;
  else bar.removeAttribute('value');
}

/**
 * The verdict, and with it what it rests on. Comes after the matches and the next thing to do are on the page, to scroll
 * past none.
 */
export function showVerdict(result: CheckResult): void {
  const { verdict, picture, coverage: searched, notSearched } = result;
  byId('preview-facts', HTMLElement).textContent =
    `${picture.width} × ${picture.height}, ${picture.format.toUpperCase()}`;
  showNotes(picture.notes ?? []);
  showCoverage(coverage, searched, notSearched, verdict.falsePositives);
  showJump(result);
  conclude(verdict.answer, verdict.sentence);
}

/**
 * Puts the verdict in the place of the one before it, where comparing a row has changed it; says whether it has. The
 * keyboard and the window stay where they are: the artist is looking at a row further down.
 */
export function changeVerdict({ answer, sentence: words }: Verdict): boolean {
  if (sentence.textContent === words) return false;
  say(answer, words);
  return true;
}

/** The address of the artist's own picture within this page; null where it is not here. */
export function previewAddress(): string | null {
  return byId('preview', HTMLImageElement).getAttribute('src');
}

/** Why there is no verdict, in words the artist can act on. @param again what is tried again where nobody answered */
export function showFailure(why: unknown, again: () => void): void {
  jump.hidden = true;
  clearNext();
  clearLive();
  fill(coverage);
  conclude('failed', failureWords(why));
  sayFailure(sentence, why, again);
}

/** Back to the start: no answer, no question. */
export function showNothing(): void {
  panel.dataset.state = 'idle';
  progress.hidden = true;
  headline.hidden = true;
  jump.hidden = true;
  clearNext();
  clearLive();
  sentence.textContent = '';
  showPreview(null);
}

function say(state: Answer | 'failed', words: string): void {
  panel.dataset.state = state;
  fill(headline, icon(HEADLINES[state].drawing), HEADLINES[state].words);
  sentence.textContent = words;
}

function conclude(state: Answer | 'failed', words: string): void {
  progress.hidden = true;
  headline.hidden = false;
  say(state, words);
  // The keyboard goes on from the answer; without this it would fall back to the top of the page, as the
  // cancel button that held the focus is gone.
  headline.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'start' });
}

/** On a phone the coverage is a screen long; what was found must not hide behind it. */
export function showJump({ matches, parts, lookAlikes }: CheckResult): void {
  const [first] = [
    { to: '#matches', rows: matches, words: 'See where it was found', unfold: null },
    { to: '#parts', rows: parts, words: 'See which part, and where', unfold: null },
    { to: '#look-alikes', rows: lookAlikes, words: 'See what looks similar', unfold: unfoldLookAlikes },
  ].filter(({ rows }) => rows.length > 0);
  jump.hidden = first === undefined;
  if (first === undefined) return;
  jump.href = first.to;
  jump.onclick = first.unfold;
  jump.textContent = `${first.words} (${counted(first.rows.length, 'place')})`;
}

/** What the artist should know of their file; most answers say nothing of it. */
function showNotes(notes: readonly string[]): void {
  const place = byId('picture-notes', HTMLElement);
  place.textContent = notes.join(' ');
  place.hidden = notes.length === 0;
}

function showPreview(picture: Blob | null): void {
  const frame = byId('preview-frame', HTMLElement);
  const image = byId('preview', HTMLImageElement);
  URL.revokeObjectURL(image.src);
  image.removeAttribute('src');
  byId('preview-facts', HTMLElement).textContent = '';
  showNotes([]);
  frame.hidden = true;
  if (!picture) return;
  image.onload = () => {
    frame.hidden = false;
    if (panel.dataset.state === 'busy') panel.scrollIntoView({ block: 'nearest' });
  };
  image.src = URL.createObjectURL(picture);
}
