import { useRef, useState } from 'preact/hooks';
import type { Exposure, Reach } from '../../api/exposure.ts';
import { counted } from '../../core/words/counts.ts';
import { askExposures } from '../service/ask.ts';
import { type Choice, ChoiceField, YES_NO } from '../parts/choice-field.tsx';
import { Failure } from '../parts/failure.tsx';
import { Programme } from './programme.tsx';

/** In the order in which they concern an artist. */
const ORDER: readonly Reach[] = ['within-reach', 'cannot-tell', 'not-within-reach'];

const QUESTIONS: readonly (readonly [name: string, ask: string, choices: readonly Choice[] | 'day'])[] = [
  [
    'platform',
    'Where was it posted?',
    [
      ['instagram', 'Instagram'],
      ['facebook', 'Facebook'],
      ['reddit', 'Reddit'],
      ['vox-media', 'A publication of Vox Media'],
      ['other', 'Another site or app'],
    ],
  ],
  ['posted', 'When? A day, a month or a year', 'day'],
  ['public', 'Could everybody see it?', YES_NO],
  ['ownPost', 'Did your own account post it?', YES_NO],
  [
    'region',
    'Where did its author live then?',
    [
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
    ],
  ],
  ['adultThen', 'Was its author 18 or older then?', YES_NO],
  ['adultNow', 'Is its author 18 or older now?', YES_NO],
  ['hashtags', 'Did it have hashtags?', YES_NO],
  ['face', 'Does the picture show your face?', YES_NO],
];

type Told =
  | { kind: 'nothing' }
  | { kind: 'unsaid' }
  | { kind: 'asking' }
  | { kind: 'told'; exposures: readonly Exposure[] }
  | { kind: 'failed'; error: unknown };

/** "Was my post used?": a post in, what each private programme means for it out. */
export function ExposureView() {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [told, setTold] = useState<Told>({ kind: 'nothing' });
  const running = useRef(new AbortController());

  async function send(): Promise<void> {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    const given = Object.entries(answers).filter(([, value]) => value.trim() !== '');
    if (given.length === 0) {
      setTold({ kind: 'unsaid' });
      return;
    }
    setTold({ kind: 'asking' });
    try {
      const exposures = await askExposures(
        Object.fromEntries(given.map(([name, value]) => [name, value.trim()])),
        signal,
      );
      if (!signal.aborted) setTold({ kind: 'told', exposures });
    } catch (error) {
      if (!signal.aborted) setTold({ kind: 'failed', error });
    }
  }
  const say = (name: string, value: string): void => setAnswers((before) => ({ ...before, [name]: value }));
  const exposures = told.kind === 'told' ? told.exposures : [];
  return (
    <details id="exposure" class="look-up">
      <summary>Was my post used? What Instagram, Facebook and Reddit hand to AI</summary>
      <p class="quiet">
        No search can answer this: what platforms train on is not published. Their terms can say whether a
        post was within reach. Nothing is stored, and nothing is sent to a platform.
      </p>
      <form
        id="exposure-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="choices">
          <Questions answers={answers} say={say} />
        </div>
        <button class="button exposure-send" type="submit">
          See what was published
        </button>
      </form>
      <p id="exposure-said" role="status">
        {told.kind === 'unsaid' &&
          'Say at least where it was posted: of a post of which nothing is known, nobody can tell.'}
        {told.kind === 'asking' && 'Looking at what was published …'}
        {told.kind === 'told' && summary(told.exposures)}
        {told.kind === 'failed' && <Failure error={told.error} again={() => void send()} />}
      </p>
      <ol id="exposure-list" class="exposure-list">
        {ORDER.flatMap((reach) => exposures.filter((one) => one.reach === reach)).map((one) => (
          <Programme key={one.title} exposure={one} />
        ))}
      </ol>
    </details>
  );
}

function Questions({
  answers,
  say,
}: {
  answers: Readonly<Record<string, string>>;
  say: (name: string, value: string) => void;
}) {
  return (
    <>
      {QUESTIONS.map(([name, ask, choices]) =>
        choices === 'day' ? (
          <label key={name}>
            {ask}
            <input
              name={name}
              autocomplete="off"
              maxLength={10}
              placeholder="2024-06-26"
              value={answers[name] ?? ''}
              onInput={({ currentTarget }) => say(name, currentTarget.value)}
            />
          </label>
        ) : (
          <ChoiceField
            key={name}
            name={name}
            ask={ask}
            choices={choices}
            chosen={answers[name] ?? ''}
            onChoose={(value) => say(name, value)}
          />
        ),
      )}
    </>
  );
}

function summary(exposures: readonly Exposure[]): string {
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
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
