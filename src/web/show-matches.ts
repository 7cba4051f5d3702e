import { counted } from '../core/words/counts.ts';
import { type Grade, isFound } from '../core/evidence.ts';
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

/** What holds a part of the picture alone: under its own heading, counted on its own, and said not to count as found. */
export function showParts(
  parent: HTMLElement,
  parts: readonly Match[],
  look: CloserLook,
  routing: Routing,
): void {
  if (parts.length === 0) {
    fill(parent);
    return;
  }
  const title = element('h2', { id: 'parts-title' }, partsTitle(parts.length, []));
  const counting = countingLook(look, (grades) => (title.textContent = partsTitle(parts.length, grades)));
  fill(
    parent,
    element(
      'section',
      { class: 'parts', 'aria-labelledby': 'parts-title' },
      title,
      element(
        'p',
        { class: 'quiet' },
        'A part of your picture stands in these, and the rest of both differs: they are not your picture, and do not ',
        'count as found. Show a picture to see which part it is. A figure or a drawing of yours may have been used; a ',
        'frame, a template or a logo that others use too says nothing about your picture.',
      ),
      ...parts.map((match, i) => showMatch(match, counting, routing, { unfolded: i === 0 })),
    ),
  );
}

function partsTitle(shown: number, compared: readonly Grade[]): string {
  const found = compared.filter(isFound).length;
  const more = found === 0 ? '' : `; ${counted(found, 'place')} found by comparing`;
  return `A part of your picture, in ${counted(shown - found, 'other picture')}${more}`;
}

/** The same, that tells the grades that rows have got by comparing, each row once. */
function countingLook(look: CloserLook, told: (grades: readonly Grade[]) => void): CloserLook {
  const grades = new Map<Match, Grade>();
  return {
    ...look,
    async compare(match) {
      const compared = await look.compare(match);
      grades.set(match, compared.match.grade);
      told([...grades.values()]);
      return compared;
    },
  };
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
  const summary = element('summary', {}, lookAlikesWords(lookAlikes.length, []));
  const counting = countingLook(
    look,
    (grades) => (summary.textContent = lookAlikesWords(lookAlikes.length, grades)),
  );
  const isOpen = parent.querySelector('details')?.open === true;
  fill(
    parent,
    element(
      'details',
      { class: 'look-alikes', open: isOpen },
      summary,
      element(
        'p',
        { class: 'quiet' },
        'These are similar in style or subject, or other photographs of the same thing. That alone proves nothing, but ',
        'an edited copy of your picture may be among them: compare one with its live picture, or look for yourself.',
      ),
      ...lookAlikes.map((match) => showMatch(match, counting, routing, { unfolded: false })),
    ),
  );
}

/** @param compared what those of them are that were compared */
function lookAlikesWords(shown: number, compared: readonly Grade[]): string {
  const found = compared.filter(isFound).length;
  const inPart = compared.filter((grade) => grade === 'part').length;
  const words = [
    `${counted(shown - found - inPart, 'look-alike')}, not counted as found`,
    found === 0 ? null : `${counted(found, 'place')} found by comparing`,
    inPart === 0 ? null : `a part of your picture in ${inPart} by comparing`,
  ];
  return words.filter((one) => one !== null).join('; ');
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
    element('h4', {}, `${dataset}, version ${release}`, element('span', { class: 'host' }, host)),
    showTrained(matches[0].models),
    ...matches.map((match, i) => showMatch(match, look, routing, { unfolded: first && i === 0 })),
  );
}
