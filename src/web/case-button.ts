import type { MatchChannel } from '../core/channel.ts';
import type { Match } from '../core/evidence.ts';
import { openCaseOf } from './case-api.ts';
import { element, spoken } from './elements.ts';
import { onPress } from './press.ts';

/** Opens a case about a match that a check found, and goes to its page. */
export function caseButton(match: Match, checkId: string): HTMLElement {
  return door(
    element(
      'button',
      { type: 'button', class: 'button' },
      'Open a case',
      spoken(` about row ${match.rowId}`),
    ),
    'Letters, deadlines and re-checks in one place, by a secret link.',
    async () => (await openCaseOf(match, checkId)).link,
  );
}

/** The same for a letter to whoever stands behind a channel, who is filled in there. */
export function letterButton(match: Match, checkId: string, { id, party }: MatchChannel): HTMLElement {
  return door(
    element('button', { type: 'button', class: 'button' }, 'Write a letter', spoken(` to ${party}`)),
    'In a case of its own, with its deadlines.',
    async () => {
      const { link } = await openCaseOf(match, checkId);
      return link.replace('#', `?channel=${encodeURIComponent(id)}#`);
    },
  );
}

function door(button: HTMLElement, hint: string, open: () => Promise<string>): HTMLElement {
  const said = element('span', { role: 'status', class: 'quiet' });
  onPress(button, async () => {
    said.textContent = '';
    try {
      location.assign(await open());
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
    }
  });
  return element('div', { class: 'case-door' }, button, element('span', { class: 'quiet' }, hint), said);
}
