import type { MatchChannel } from '../api/channel.ts';
import type { Match } from '../api/match.ts';
import { openCaseOf } from './case-api.ts';
import { element, spoken } from './elements.ts';
import { onPress } from './press.ts';
import type { Routing } from './routing.ts';

/**
 * Opens a case about a match that a check found, for the first of its channels that a letter goes to, and leads to its
 * page.
 */
export function caseButton(match: Match, checkId: string, routing: Routing): HTMLElement {
  return door(
    element(
      'button',
      { type: 'button', class: 'button' },
      'Open a case',
      spoken(` about entry ${match.rowId}`),
    ),
    'Letters, deadlines and re-checks in one place, by a secret link.',
    async () => {
      const routes = await routing.routesOf(match);
      const first = (routes?.channels ?? match.channels).find(takesLetters);
      return (await openCaseOf(match, checkId, first?.id)).link;
    },
  );
}

/** The same for a letter to whoever stands behind a channel, with both chosen there. */
export function letterButton(match: Match, checkId: string, { id, party, role }: MatchChannel): HTMLElement {
  const to = role === 'directory' ? ' to whoever is found there' : ` to ${party}`;
  return door(
    element('button', { type: 'button', class: 'button' }, 'Write a letter', spoken(to)),
    'In a case of its own, with its deadlines.',
    async () => (await openCaseOf(match, checkId, id)).link,
  );
}

/** Whether a letter goes there: what the artist does alone takes none. */
export function takesLetters({ letters }: Pick<MatchChannel, 'letters'>): boolean {
  return letters.length > 0;
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
