import { isFound } from '../core/evidence.ts';
import { GRADE_WORDS } from '../core/words/grades.ts';
import type { Match } from '../api/match.ts';
import type { Verification } from '../api/verification.ts';
import { type Child, element, fill, spoken } from './elements.ts';
import { liveWords, STATUS_OF_LIVE } from './evidence-words.ts';
import { onPress } from './press.ts';
import { hostOf, timeWords } from './words.ts';

/** How the rows of an answer are looked at more closely. */
export interface CloserLook {
  /** The check that brought them up. */
  checkId: string;
  /** The address within this page of the artist's own picture; null where it is not here. */
  own: string | null;
  /** Has the service compare a row with its live picture. @throws Error with words for the artist */
  compare: (match: Match) => Promise<Compared>;
  /** The rows that are shown, by their numbers in the check: a row that comes to stand elsewhere is the same one. */
  views: Map<number, MatchView>;
}

/** A row on the page. */
interface MatchView {
  element: HTMLElement;
  /** Shows what is known of the row now. @param look of the list that it stands in */
  update: (match: Match, look: CloserLook) => void;
}

/** A comparison, and whether it changed the answer at the top of the page. */
type Compared = Verification & { verdictChanged: boolean };

/** Whether comparing may tell more: no keypoints were compared, or the row is not known to hold the picture. */
export function worthComparing({ compared, grade, live }: Match): boolean {
  // What is under way, or was done, is not offered.
  if (live?.state === 'comparing' || (live?.state === 'compared' && live.why === null)) return false;
  return !compared || !isFound(grade);
}

/**
 * A button that has the row compared with the picture its host serves now, and says what came of it.
 * @param done told of the result, before it is said here
 */
export function compareButton(
  match: Match,
  compare: CloserLook['compare'],
  done: (verification: Verification) => void,
): HTMLElement {
  const host = hostOf(match.url);
  const label = element('span', {}, 'Compare with the live picture');
  const button = element(
    'button',
    { type: 'button', class: 'button' },
    label,
    spoken(` of entry ${match.rowId}`),
  );
  const hint = element(
    'p',
    { class: 'quiet' },
    `This server fetches it from ${host} and keeps nothing of it. Possible for an hour after a check.`,
  );
  const said = element('div', { class: 'compare-said', role: 'status', tabindex: -1 });
  onPress(button, async () => {
    fill(
      said,
      element('progress', { 'aria-label': 'Comparing' }),
      element('p', {}, `Fetching from ${host}, comparing …`),
    );
    try {
      const compared = await compare(match);
      done(compared);
      button.remove();
      hint.remove();
      fill(said, ...resultWords(match, compared));
      said.dataset.tone = compared.live.grade === null ? 'absent' : 'found';
      said.focus({ preventScroll: true });
    } catch (error) {
      fill(said, element('p', {}, error instanceof Error ? error.message : String(error)));
      said.dataset.tone = 'failed';
      label.textContent = 'Try to compare again';
    }
  });
  return element('div', { class: 'compare' }, button, hint, said);
}

function resultWords(before: Match, { match, live, verdictChanged }: Compared): Child[] {
  const moved = match.grade === before.grade ? null : `It is now: ${GRADE_WORDS[match.grade].name}.`;
  const changed = verdictChanged ? 'This changes the answer at the top of the page.' : null;
  const news = [moved, changed].filter((words) => words !== null).join(' ');
  return [
    element('p', {}, element('strong', {}, liveWords(live))),
    element('p', {}, STATUS_OF_LIVE[live.status]),
    news === '' ? null : element('p', {}, news),
    element('p', { class: 'quiet' }, `Looked at ${timeWords(live.fetchedAt)}`),
  ];
}
