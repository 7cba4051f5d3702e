import type { CheckResult } from '../api/check-result.ts';
import { byId, element, fill } from './elements.ts';
import { routeForm } from './route-form.ts';
import type { Routing } from './routing.ts';
import { opener } from './show-channel.ts';

const next = byId('next', HTMLElement);
const questions = byId('routing', HTMLElement);

/**
 * The one next thing to do, which is the first door of the best match, and below it the questions that decide which
 * door that is. Of what holds a part alone the questions: the next thing to do is to see which part it is, and whose.
 */
export function showNext({ matches, parts }: Pick<CheckResult, 'matches' | 'parts'>, routing: Routing): void {
  clearNext();
  const [match] = matches;
  const first = match ?? parts[0];
  if (first === undefined || first.channels.length === 0) return;
  fill(questions, routeForm([...matches, ...parts], routing, { isNextShown: match !== undefined }));
  if (match === undefined) return;
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
}

export function clearNext(): void {
  next.hidden = true;
  fill(next);
  fill(questions);
}
