import { counted } from '../core/words/counts.ts';
import type { Exposure, Reach } from '../api/exposure.ts';
import { askExposures } from './ask.ts';
import { answersOf, choiceField, yesNoField } from './choice-field.ts';
import { byId, element, fill } from './elements.ts';
import { sayFailure } from './failure.ts';
import { showExposure } from './show-exposure.ts';

/** In the order in which they concern an artist. */
const ORDER: readonly Reach[] = ['within-reach', 'cannot-tell', 'not-within-reach'];

/** The form "Was my post used?": a post in, what each private programme means for it out. */
export function offerExposures(): void {
  const form = byId('exposure-form', HTMLFormElement);
  let running = new AbortController();
  fill(byId('exposure-questions', HTMLElement), ...questions());

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    running.abort();
    running = new AbortController();
    void ask(answersOf(form), running.signal);
  });

  async function ask(answers: Record<string, string>, signal: AbortSignal): Promise<void> {
    fill(byId('exposure-list', HTMLElement));
    if (Object.keys(answers).length === 0) {
      say('Say at least where it was posted: of a post of which nothing is known, nobody can tell.');
      return;
    }
    say('Looking at what was published …');
    try {
      const exposures = await askExposures(answers, signal);
      if (!signal.aborted) show(exposures);
    } catch (error) {
      if (!signal.aborted) {
        sayFailure(byId('exposure-said', HTMLElement), error, () => void ask(answers, signal));
      }
    }
  }
}

function questions(): HTMLElement[] {
  return [
    choiceField('platform', 'Where was it posted?', [
      ['instagram', 'Instagram'],
      ['facebook', 'Facebook'],
      ['reddit', 'Reddit'],
      ['vox-media', 'A publication of Vox Media'],
      ['other', 'Another site or app'],
    ]),
    element(
      'label',
      {},
      'When? A day, a month or a year',
      element('input', { name: 'posted', autocomplete: 'off', maxlength: 10, placeholder: '2024-06-26' }),
    ),
    yesNoField('public', 'Could everybody see it?'),
    yesNoField('ownPost', 'Did your own account post it?'),
    choiceField('region', 'Where did its author live then?', [
      ['EU', 'The EU'],
      ['EEA', 'Iceland, Liechtenstein, Norway or the EU'],
      ['UK', 'United Kingdom'],
      ['CH', 'Switzerland'],
      ['BR', 'Brazil'],
      ['JP', 'Japan'],
      ['KR', 'South Korea'],
      ['US-CA', 'California'],
      ['US-IL', 'Illinois'],
      ['US-other', 'Elsewhere in the United States'],
      ['other', 'Another country'],
    ]),
    yesNoField('adultThen', 'Was its author 18 or older then?'),
    yesNoField('adultNow', 'Is its author 18 or older now?'),
    yesNoField('hashtags', 'Did it have hashtags?'),
    yesNoField('face', 'Does the picture show your face?'),
  ];
}

function show(exposures: readonly Exposure[]): void {
  const sorted = ORDER.flatMap((reach) => exposures.filter((one) => one.reach === reach));
  fill(byId('exposure-list', HTMLElement), ...sorted.map(showExposure));
  const count = (reach: Reach): number => exposures.filter((one) => one.reach === reach).length;
  const within = count('within-reach');
  const others = [
    [count('cannot-tell'), 'nobody can tell'],
    [count('not-within-reach'), 'it is out of reach'],
  ] as const;
  const rest = others
    .filter(([number]) => number > 0)
    .map(([number, words]) => `of ${number} ${words}`)
    .join(', ');
  const sentences = [
    within > 0 ? `Your post is within reach of ${counted(within, 'programme')}.` : '',
    rest === '' ? '' : `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}.`,
    'That it was used, nobody outside can say.',
  ];
  say(sentences.filter((sentence) => sentence !== '').join(' '));
}

function say(words: string): void {
  byId('exposure-said', HTMLElement).textContent = words;
}
