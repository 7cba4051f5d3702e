import { element } from './elements.ts';

/** An answer to choose, and its words. */
export type Choice = readonly [value: string, words: string];

const YES_NO: readonly Choice[] = [
  ['yes', 'Yes'],
  ['no', 'No'],
];

/**
 * A question with its answers to choose from. Nobody has to know everything: the first answer is always that.
 * @param chosen the value that stands there at first
 */
export function choiceField(
  name: string,
  ask: string,
  choices: readonly Choice[],
  chosen = '',
): HTMLLabelElement {
  const options = [['', 'I do not know'], ...choices].map(([value, words]) =>
    element('option', { value, selected: value === chosen }, words),
  );
  return element('label', {}, ask, element('select', { name }, ...options));
}

/** The same for a question that is answered with yes or no. */
export function yesNoField(name: string, ask: string, chosen = ''): HTMLLabelElement {
  return choiceField(name, ask, YES_NO, chosen);
}

/** What was filled in, by the names of the fields; what was left open is not among it. */
export function answersOf(form: HTMLFormElement): Record<string, string> {
  const given = [...new FormData(form)].map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value.trim() : '',
  ]);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}
