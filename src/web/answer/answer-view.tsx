import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Answer, CheckResult } from '../../api/check-result.ts';
import { askEvidence } from '../service/ask.ts';
import { plainSentence } from '../words/coverage-words.ts';
import { Coverage } from '../parts/coverage.tsx';
import { EvidencePack } from '../parts/evidence-pack.tsx';
import { Failure } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { Found, Parts } from './found.tsx';
import { Jump } from './jump.tsx';
import { LiveLine } from './live-line.tsx';
import { LookAlikes } from './look-alikes.tsx';
import { NextStep } from './next-step.tsx';
import { Preview } from './preview.tsx';
import { cancel } from './run.ts';
import { answer, type AnswerState } from './state.ts';

const HEADLINES: Record<Answer | 'failed', { words: string; drawing: string }> = {
  found: { words: 'Found', drawing: 'M12 3 22 20H2zM12 10v4.5M12 17v.1' },
  part: { words: 'A part of it', drawing: 'M4 4h16v16H4zM4 13h7V4' },
  possibly: {
    words: 'Possibly',
    drawing: 'M12 3a9 9 0 1 0 .1 0M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.9M12 17v.1',
  },
  'not-found': { words: 'Not found', drawing: 'M10.5 4a6.5 6.5 0 1 0 .1 0M15.3 15.3 21 21M8 10.5h5' },
  failed: { words: 'Not checked', drawing: 'M12 3a9 9 0 1 0 .1 0M9 9l6 6M15 9l-6 6' },
};

/** The answer to what was asked last: a sentence, the next thing to do, then picture by picture what was found. */
export function AnswerView() {
  const now = answer.value;
  const panel = useRef<HTMLElement>(null);
  const headline = useRef<HTMLHeadingElement>(null);
  const result = now.kind === 'answered' ? now.result : null;
  // Once an answer: what comparing changes in it later moves neither the keyboard nor the window.
  useLayoutEffect(() => {
    if (now.kind === 'busy') panel.current?.scrollIntoView({ block: 'nearest' });
    if (now.kind !== 'answered' && now.kind !== 'failed') return;
    // Without this the keyboard would fall back to the top of the page, as the cancel button that held it is gone.
    headline.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'start' });
  }, [now.kind, result?.id]);
  const state = stateOf(now);
  const title = state === 'idle' || state === 'busy' ? null : HEADLINES[state];
  return (
    <>
      <section id="answer" class="answer" data-state={state} aria-label="Answer" ref={panel}>
        <Preview picture={result?.picture ?? null} />
        <div class="answer-words">
          <h2 id="headline" tabIndex={-1} hidden={title === null} ref={headline}>
            {title !== null && (
              <>
                <Icon path={title.drawing} />
                {title.words}
              </>
            )}
          </h2>
          <p id="sentence" role="status">
            <Sentence now={now} />
          </p>
          {now.kind === 'busy' && <Progress share={now.share} />}
          {result !== null && <AfterSentence result={result} />}
        </div>
      </section>
      <div id="matches">{result !== null && <Found result={result} />}</div>
      <div id="parts">{result !== null && <Parts result={result} />}</div>
      <div id="look-alikes">{result !== null && <LookAlikes result={result} />}</div>
      <div id="coverage" class="coverage">
        {result !== null && <Coverage {...result} falsePositives={result.verdict.falsePositives} />}
      </div>
    </>
  );
}

function AfterSentence({ result }: { result: CheckResult }) {
  const notes = result.picture.notes ?? [];
  const hasEvidence = result.matches.length + result.parts.length > 0;
  return (
    <>
      <LiveLine result={result} />
      {notes.length > 0 && (
        <p id="picture-notes" class="quiet">
          {notes.join(' ')}
        </p>
      )}
      <NextStep result={result} />
      <Jump result={result} />
      <div id="evidence">
        {hasEvidence && <EvidencePack ask={(signal) => askEvidence(result.id, signal)} />}
      </div>
    </>
  );
}

function stateOf(now: AnswerState): Answer | 'failed' | 'idle' | 'busy' {
  return now.kind === 'answered' ? now.result.verdict.answer : now.kind;
}

function Sentence({ now }: { now: AnswerState }) {
  switch (now.kind) {
    case 'idle':
      return null;
    case 'busy':
      // The same words at every percent, so that they are read out once.
      return <>{now.words}</>;
    case 'failed':
      return <Failure error={now.error} again={now.again} />;
    case 'answered':
      return <>{plainSentence(now.result.verdict)}</>;
  }
}

function Progress({ share }: { share: number | null }) {
  return (
    <div id="progress" class="progress">
      <progress id="progress-bar" max={1} value={share ?? undefined} aria-labelledby="sentence" />
      <button id="cancel" class="button" type="button" onClick={stop}>
        Cancel
      </button>
    </div>
  );
}

function stop(): void {
  cancel();
  document.getElementById('file')?.focus();
}
