import { element } from './elements.ts';

/** The service did not answer at all: trying again may help. */
export class Unreachable extends Error {
  constructor() {
    super('The service cannot be reached. Is it running, are you online?');
  }
}

/** What went wrong, in words for the artist. */
export function failureWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Says in `line` what went wrong; where the service could not be reached, with a button that tries again. */
export function sayFailure(line: HTMLElement, error: unknown, again: () => void): void {
  line.replaceChildren(failureWords(error), ...retry(error, again));
}

function retry(error: unknown, again: () => void): (string | HTMLElement)[] {
  if (!(error instanceof Unreachable)) return [];
  const button = element('button', { type: 'button', class: 'button' }, 'Try again');
  button.addEventListener('click', again);
  return [' ', button];
}
