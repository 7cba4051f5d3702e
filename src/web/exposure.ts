import type { Exposure, Reach } from '../core/exposure.ts';
import { askExposures } from './ask.ts';
import { byId, fill } from './elements.ts';
import { showExposure } from './show-exposure.ts';
import { counted } from './words.ts';

/** In the order in which they concern an artist. */
const ORDER: readonly Reach[] = ['within-reach', 'cannot-tell', 'not-within-reach'];

/** The form "Was my post used?": a post in, what each private programme means for it out. */
export function offerExposures(): void {
  const form = byId('exposure-form', HTMLFormElement);
  let running = new AbortController();

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    running.abort();
    running = new AbortController();
    void ask(answersOf(form), running.signal);
  });

  async function ask(answers: Record<string, string>, signal: AbortSignal): Promise<void> {
    fill(byId('exposure-list', HTMLElement));
    say('Looking at what was published …');
    try {
      const exposures = await askExposures(answers, signal);
      if (!signal.aborted) show(exposures);
    } catch (error) {
      if (!signal.aborted) say(error instanceof Error ? error.message : String(error));
    }
  }
}

/** What was filled in; what was left open is not sent, and is "unknown" there. */
function answersOf(form: HTMLFormElement): Record<string, string> {
  const given = [...new FormData(form)].map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : '',
  ]);
  return Object.fromEntries(given.filter(([, value]) => value !== '')) as Record<string, string>;
}

function show(exposures: readonly Exposure[]): void {
  const sorted = ORDER.flatMap((reach) => exposures.filter((one) => one.reach === reach));
  fill(byId('exposure-list', HTMLElement), ...sorted.map(showExposure));
  const count = (reach: Reach): number => exposures.filter((one) => one.reach === reach).length;
  const within = counted(count('within-reach'), 'programme');
  say(
    `Your post is within reach of ${within}. Of ${count('cannot-tell')} nobody can tell, of ` +
      `${count('not-within-reach')} it is out of reach. That it was used, nobody outside can say.`,
  );
}

function say(words: string): void {
  byId('exposure-said', HTMLElement).textContent = words;
}
