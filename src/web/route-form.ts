import { counted } from '../core/words/counts.ts';
import type { Match } from '../api/match.ts';
import { answersOf, type Choice, choiceField, yesNoField } from './choice-field.ts';
import { element } from './elements.ts';
import { residences } from './residences.ts';
import type { Routing } from './routing.ts';
import { hostOf } from './words.ts';

/**
 * The few questions that decide who can be asked, and in which order. Folded until somebody wants them, or has answered
 * before; what is answered holds for every row of this answer.
 * @param options `isNextShown`: whether the first door stands above
 */
export function routeForm(
  matches: readonly Match[],
  routing: Routing,
  { isNextShown }: { isNextShown: boolean },
): HTMLElement {
  const said = routing.said();
  const status = element('p', { role: 'status', class: 'quiet' });
  const form = element(
    'form',
    { class: 'choices' },
    choiceField('ownPage', 'Is it on your own page, site or account?', hostChoices(matches), said.ownPage),
    yesNoField('inPicture', 'Are you in the picture?', said.inPicture),
    yesNoField('mayAct', 'Do you hold the rights, or act for whoever does?', said.mayAct),
    choiceField('residence', 'Where do you live?', residences(), said.residence),
  );
  // Nothing is sent by it: Enter in a field must not load the page anew.
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => routing.say(answersOf(form)));
  routing.onChange(async () => {
    status.textContent = 'Putting the doors in order …';
    try {
      const routes = await routing.routesOf(matches[0]);
      if (routes === null) return;
      const words = orderWords(routes.channels.length, routes.notOffered.length);
      status.textContent =
        isNextShown && routes.channels.length > 0 ? `${words} The first stands above.` : words;
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  });
  return element(
    'details',
    { class: 'routing', open: Object.keys(said).length > 0 },
    element('summary', {}, 'Four questions, so that the right door comes first'),
    form,
    status,
    element('p', { class: 'quiet' }, 'Your answers stay on this page and are not stored.'),
  );
}

function hostChoices(matches: readonly Match[]): Choice[] {
  const hosts = [...new Set(matches.map(({ url }) => hostOf(url)))];
  const own = hosts.map((host): Choice => [`host:${host}`, `Yes: ${host}`]);
  return [['none', 'No'], ...own, ...(hosts.length > 1 ? [['all', 'Yes, all of them'] as const] : [])];
}

function orderWords(ways: number, ruledOut: number): string {
  if (ways === 0) return 'By these answers nobody is left to ask about the first entry.';
  const rest = ruledOut === 0 ? '' : `; your answers rule ${ruledOut} out`;
  return `In order now: ${counted(ways, 'way')} for the first entry${rest}.`;
}
