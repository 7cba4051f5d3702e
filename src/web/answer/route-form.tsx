import { useState } from 'preact/hooks';
import { counted } from '../../core/words/counts.ts';
import type { Match } from '../../api/match.ts';
import { ChoiceField, type Choice, YES_NO } from '../parts/choice-field.tsx';
import { residences } from '../words/residences.ts';
import { hostOf } from '../words/words.ts';
import { said, useRoutes } from './routing.ts';

const RESIDENCES = residences();

/**
 * The few questions that decide who can be asked, and in which order. Folded until somebody wants them, or has answered
 * before; what is answered holds for every row of this answer.
 * @property rows one at least @property isNextShown whether the first way stands above
 */
export function RouteForm({ rows, isNextShown }: { rows: readonly Match[]; isNextShown: boolean }) {
  const answers = said.value;
  const isAnswered = Object.keys(answers).length > 0;
  // From then on it is as whoever folds it wants it.
  const [beginsOpen] = useState(isAnswered);
  const { routes, isAsked, failure } = useRoutes(rows[0], isAnswered);
  const say = (name: string, value: string): void => {
    const { [name]: _, ...others } = said.value;
    said.value = value === '' ? others : { ...others, [name]: value };
  };
  const field = (name: string, ask: string, choices: readonly Choice[]) => (
    <ChoiceField
      name={name}
      ask={ask}
      choices={choices}
      chosen={answers[name] ?? ''}
      onChoose={(value) => say(name, value)}
    />
  );
  return (
    <details class="routing" open={beginsOpen}>
      <summary>Four questions, so that the right door comes first</summary>
      {/* Nothing is sent by it: Enter in a field must not load the page anew. */}
      <form class="choices" onSubmit={(event) => event.preventDefault()}>
        {field('ownPage', 'Is it on your own page, site or account?', hostChoices(rows))}
        {field('inPicture', 'Are you in the picture?', YES_NO)}
        {field('mayAct', 'Do you hold the rights, or act for whoever does?', YES_NO)}
        {field('residence', 'Where do you live?', RESIDENCES)}
      </form>
      <p role="status" class="quiet">
        {isAnswered && (failure ?? (isAsked || routes === null ? 'Putting the doors in order …' : ordered()))}
      </p>
      <p class="quiet">Your answers stay on this page and are not stored.</p>
    </details>
  );

  function ordered(): string {
    const { channels = [], notOffered = [] } = routes ?? {};
    const words = orderWords(channels.length, notOffered.length);
    return isNextShown && channels.length > 0 ? `${words} The first stands above.` : words;
  }
}

function hostChoices(rows: readonly Match[]): Choice[] {
  const hosts = [...new Set(rows.map(({ url }) => hostOf(url)))];
  const own = hosts.map((host): Choice => [`host:${host}`, `Yes: ${host}`]);
  return [['none', 'No'], ...own, ...(hosts.length > 1 ? [['all', 'Yes, all of them'] as const] : [])];
}

function orderWords(ways: number, ruledOut: number): string {
  if (ways === 0) return 'By these answers nobody is left to ask about the first entry.';
  const rest = ruledOut === 0 ? '' : `; your answers rule ${ruledOut} out`;
  return `In order now: ${counted(ways, 'way')} for the first entry${rest}.`;
}
