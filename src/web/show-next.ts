import type { Match } from '../api/match.ts';
import { byId, element, fill } from './elements.ts';
import { routeForm } from './route-form.ts';
import type { Routing } from './routing.ts';
import { opener } from './show-channel.ts';

const next = byId('next', HTMLElement);
const questions = byId('routing', HTMLElement);

/**
 * The one next thing to do, which is the first door of the best match, and below it the questions that decide which
 * door that is.
 */
export function showNext(matches: readonly Match[], routing: Routing): void {
  clearNext();
  const [match] = matches;
  if (match === undefined || match.channels.length === 0) return;
  const draw = async (): Promise<void> => {
    const routes = await routing.routesOf(match);
    if (routes === null) return;
    const [channel] = routes.channels;
    next.hidden = channel === undefined;
    if (channel === undefined) return;
    const words = element('p', {}, element('strong', {}, `Next: ${channel.title}.`), ` ${channel.why}`);
    fill(next, words, opener(channel, match));
  };
  // What goes wrong is told by the form, which asks for the same.
  const drawIfPossible = (): void => void draw().catch(() => {});
  routing.onChange(drawIfPossible);
  drawIfPossible();
  fill(questions, routeForm(matches, routing));
}

export function clearNext(): void {
  next.hidden = true;
  fill(next);
  fill(questions);
}
