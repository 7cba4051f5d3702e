import { counted } from '../core/words/counts.ts';
import type { Match } from '../api/match.ts';
import type { CloserLook } from './compare-button.ts';
import { element, fill } from './elements.ts';
import { bySamePicture, type Anchor, type SamePicture } from './group.ts';
import type { Routing } from './routing.ts';
import { showMatch } from './show-match.ts';
import { showTrained } from './trained.ts';

/** The rows that were found, by picture, dataset and host. */
export function showMatches(
  parent: HTMLElement,
  matches: readonly Match[],
  look: CloserLook,
  routing: Routing,
): void {
  if (matches.length === 0) {
    fill(parent);
    return;
  }
  const pictures = bySamePicture(matches);
  fill(
    parent,
    element(
      'section',
      { class: 'matches', 'aria-labelledby': 'matches-title' },
      element('h2', { id: 'matches-title' }, 'Where it was found'),
      element(
        'p',
        { class: 'quiet' },
        'Nothing is sent for you: each door below opens a form or an e-mail for you to send. ',
        'Information, not legal advice.',
      ),
      ...pictures.map((picture, i) => pictureGroup(picture, titleOf(i, pictures.length), look, routing)),
    ),
  );
}

/** What only looks similar: apart, folded, and said not to count. */
export function showLookAlikes(
  parent: HTMLElement,
  lookAlikes: readonly Match[],
  look: CloserLook,
  routing: Routing,
): void {
  if (lookAlikes.length === 0) {
    fill(parent);
    return;
  }
  const summary = element('summary', {}, lookAlikesWords(lookAlikes.length, 0));
  const confirmed = new Set<Match>();
  const lookAndCount: CloserLook = {
    ...look,
    async compare(match) {
      const compared = await look.compare(match);
      if (compared.match.grade !== 'look-alike') confirmed.add(match);
      summary.textContent = lookAlikesWords(lookAlikes.length, confirmed.size);
      return compared;
    },
  };
  fill(
    parent,
    element(
      'details',
      { class: 'look-alikes' },
      summary,
      element(
        'p',
        { class: 'quiet' },
        'A model finds these similar in style or subject. That alone proves nothing, but an edited copy of your ',
        'picture may be among them: compare a row with its live picture, or look for yourself.',
      ),
      ...lookAlikes.map((match) => showMatch(match, lookAndCount, routing, { unfolded: false })),
    ),
  );
}

/** @param confirmed how many of them turned out to be more when they were compared */
function lookAlikesWords(shown: number, confirmed: number): string {
  const left = `${counted(shown - confirmed, 'look-alike')}, not counted as found`;
  return confirmed === 0 ? left : `${left}; ${counted(confirmed, 'row')} found by comparing`;
}

/** Opens what `showLookAlikes` folded. */
export function unfoldLookAlikes(): void {
  document.querySelector('.look-alikes')?.setAttribute('open', '');
}

function titleOf(at: number, pictures: number): string {
  return pictures === 1 ? 'This picture' : `Picture ${at + 1} of ${pictures}`;
}

function pictureGroup(
  { places }: SamePicture,
  title: string,
  look: CloserLook,
  routing: Routing,
): HTMLElement {
  const rows = places.reduce((sum, { matches }) => sum + matches.length, 0);
  return element(
    'section',
    { class: 'same-picture' },
    element('h3', {}, `${title}, listed ${rows === 1 ? 'once' : counted(rows, 'time')}`),
    ...places.map((place, i) => placeGroup(place, i === 0, look, routing)),
  );
}

/** Doors stand open at the first row of a picture only: its other rows have the same ones, folded. */
function placeGroup(
  { dataset, release, host, matches }: Anchor,
  first: boolean,
  look: CloserLook,
  routing: Routing,
): HTMLElement {
  return element(
    'section',
    { class: 'place' },
    element('h4', {}, `${dataset}, release ${release}`, element('span', { class: 'host' }, host)),
    showTrained(matches[0].models),
    ...matches.map((match, i) => showMatch(match, look, routing, { unfolded: first && i === 0 })),
  );
}
