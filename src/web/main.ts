import { askEvidence, askLive, askServed, askVerification, check, type Question } from './ask.ts';
import { offerDemos } from './demos.ts';
import { byId, fill } from './elements.ts';
import { evidenceButton } from './evidence-button.ts';
import { sayFailure, Unreachable } from './failure.ts';
import { offerKeepingOut } from './keep-out.ts';
import { offerExposures } from './exposure.ts';
import { offerLookups, offerSearchByWords } from './look-up.ts';
import { offerWays } from './private/ways.ts';
import { receive } from './receive.ts';
import { follow, numbered } from './follow.ts';
import { type Routing, startRouting } from './routing.ts';
import { showLive } from './show-live.ts';
import { servedWords } from './show-coverage.ts';
import { showLookAlikes, showMatches, showParts } from './show-matches.ts';
import { showNext } from './show-next.ts';
import type { CheckResult } from '../api/check-result.ts';
import type { CloserLook } from './compare-button.ts';
import {
  changeVerdict,
  previewAddress,
  showBusy,
  showFailure,
  showJump,
  showNothing,
  showSent,
  showStep,
  showVerdict,
} from './show-verdict.ts';

const matches = byId('matches', HTMLElement);
const parts = byId('parts', HTMLElement);
const lookAlikes = byId('look-alikes', HTMLElement);
let running = new AbortController();
const ways = offerWays(byId('private', HTMLElement), (picture, asking) =>
  check({ kind: 'picture', picture }, asking),
);

receive(ask, refuse);
offerLookups();
offerKeepingOut();
offerExposures();
byId('cancel', HTMLButtonElement).addEventListener('click', cancel);
void showServed();

/** One check at a time: a new question ends the one before it. */
async function ask(question: Question): Promise<void> {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  clearRows();
  showBusy(question.kind === 'picture' ? question.picture : null);
  try {
    const asking = {
      signal,
      onSent: (share: number) => {
        if (!signal.aborted) showSent(share);
      },
      onStep: (words: string, share: number | null) => {
        if (!signal.aborted) showStep(words, share);
      },
    };
    const answer = await (question.kind === 'picture'
      ? ways.check(question.picture, asking)
      : check(question, asking));
    const result = numbered(answer);
    const look = closerLook(result.id, signal);
    const routing = startRouting(signal);
    showRows(result, look, routing, signal);
    showVerdict(result);
    const followOn = (): void =>
      follow(result, signal, (now, { rows, hasMoved }) => {
        if (hasMoved) {
          showRows(now, look, routing, signal);
          showJump(now);
        } else for (const row of rows) look.views.get(row.n)?.update(row, look);
        changeVerdict(now.verdict);
        showLive(now.live, begin);
      });
    const begin = async (): Promise<void> => {
      await askLive(result.id, signal);
      followOn();
    };
    showLive(result.live, begin);
    if (result.live.state === 'running') followOn();
  } catch (error) {
    if (!signal.aborted) showFailure(error, () => void ask(question));
  }
}

/** The rows of an answer as it stands now, and what can be done about them. */
function showRows(result: CheckResult, look: CloserLook, routing: Routing, signal: AbortSignal): void {
  showMatches(matches, result.matches, look, routing);
  showParts(parts, result.parts, look, routing);
  showLookAlikes(lookAlikes, result.lookAlikes, look, routing);
  showNext(result, routing);
  const hasEvidence = result.matches.length > 0 || result.parts.length > 0;
  fill(
    byId('evidence', HTMLElement),
    hasEvidence ? evidenceButton((ended) => askEvidence(result.id, ended), '', signal) : null,
  );
}

/** How the rows of this answer are looked at more closely, until the next question. */
function closerLook(id: string, signal: AbortSignal): CloserLook {
  return {
    checkId: id,
    own: previewAddress(),
    views: new Map(),
    async compare(match) {
      const verification = await askVerification(id, match.n, signal);
      return { ...verification, verdictChanged: !signal.aborted && changeVerdict(verification.verdict) };
    },
  };
}

function refuse(why: string): void {
  running.abort();
  clearRows();
  showFailure(why, () => {});
}

function cancel(): void {
  running.abort();
  showNothing();
  byId('file', HTMLInputElement).focus();
}

function clearRows(): void {
  fill(matches);
  fill(parts);
  fill(lookAlikes);
  fill(byId('evidence', HTMLElement));
}

async function showServed(): Promise<void> {
  const line = byId('served', HTMLElement);
  try {
    const { searched, byWords } = await askServed();
    line.textContent = servedWords(searched);
    ways.serve(searched);
    if (byWords.length > 0) offerSearchByWords();
    // Without the set they are of, the demo pictures would only puzzle.
    if (searched.some(({ dataset }) => dataset === 'demo')) await offerDemos(ask);
  } catch (error) {
    ways.serve([]);
    line.textContent = 'The service does not say what it can search. It may still be starting.';
    if (error instanceof Unreachable) sayFailure(line, error, () => void showServed());
  }
}
