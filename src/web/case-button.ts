import type { Match } from '../core/evidence.ts';
import { openCaseOf } from './case-api.ts';
import { element, spoken } from './elements.ts';

/** Opens a case about a match, and goes to its page. */
export function caseButton(match: Match): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'button' },
    'Open a case',
    spoken(` about row ${match.rowId}`),
  );
  const said = element('span', { role: 'status', class: 'quiet' });
  button.addEventListener('click', async () => {
    button.disabled = true;
    said.textContent = '';
    try {
      const { link } = await openCaseOf(match);
      location.assign(link);
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
      button.disabled = false;
    }
  });
  return element(
    'div',
    { class: 'case-door' },
    button,
    element('span', { class: 'quiet' }, 'Letters, deadlines and re-checks in one place, by a secret link.'),
    said,
  );
}
