import type { Match } from '../core/evidence.ts';
import { element, fill } from './elements.ts';
import { bySamePicture, type Place, type SamePicture } from './group.ts';
import { showMatch } from './show-match.ts';
import { counted } from './words.ts';

/** The rows that were found, by picture, dataset and host. */
export function showMatches(parent: HTMLElement, matches: readonly Match[]): void {
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
      ...pictures.map((picture, i) => pictureGroup(picture, i, pictures.length)),
    ),
  );
}

/** What only looks similar: apart, folded, and said not to count. */
export function showLookAlikes(parent: HTMLElement, lookAlikes: readonly Match[]): void {
  if (lookAlikes.length === 0) {
    fill(parent);
    return;
  }
  fill(
    parent,
    element(
      'details',
      { class: 'look-alikes' },
      element('summary', {}, `${counted(lookAlikes.length, 'look-alike')}, not counted as found`),
      element(
        'p',
        { class: 'quiet' },
        'A model finds these similar in style or subject. That alone proves nothing, but a heavily edited ',
        'version of your picture may be among them, so look for yourself.',
      ),
      ...lookAlikes.map((match) => showMatch(match, { unfolded: false })),
    ),
  );
}

/** Opens what `showLookAlikes` folded. */
export function unfoldLookAlikes(): void {
  document.querySelector('.look-alikes')?.setAttribute('open', '');
}

function pictureGroup({ places }: SamePicture, at: number, pictures: number): HTMLElement {
  const rows = places.reduce((sum, { matches }) => sum + matches.length, 0);
  const title = pictures === 1 ? 'This picture' : `Picture ${at + 1} of ${pictures}`;
  return element(
    'section',
    { class: 'same-picture' },
    element('h3', {}, `${title}, listed ${rows === 1 ? 'once' : counted(rows, 'time')}`),
    ...places.map((place, i) => placeGroup(place, i === 0)),
  );
}

/** Doors stand open at the first row of a picture only: its other rows have the same ones, folded. */
function placeGroup({ dataset, release, host, matches }: Place, first: boolean): HTMLElement {
  return element(
    'section',
    { class: 'place' },
    element('h4', {}, `${dataset}, release ${release}`, element('span', { class: 'host' }, host)),
    ...matches.map((match, i) => showMatch(match, { unfolded: first && i === 0 })),
  );
}
