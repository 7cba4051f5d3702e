import type { CheckResult, Verdict } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import { askLive, askVerification, check, type Question } from '../service/ask.ts';
import type { Ways } from '../private/ways.ts';
import { follow, numbered } from '../service/follow.ts';
import { forgetRoutes } from './routing.ts';
import { answer, clearAnswer, type Compared, compared, isLost, own } from './state.ts';

let running = new AbortController();
let checkPicture: Ways['check'] = (picture, asking) => check({ kind: 'picture', picture }, asking);

/** From now on pictures are checked so. */
export function checkPicturesBy(way: Ways['check']): void {
  checkPicture = way;
}

/** Has a picture checked, and shows what comes. One check at a time: a new question ends the one before it. */
export async function ask(question: Question): Promise<void> {
  const signal = begin();
  setOwn(question.kind === 'picture' ? question.picture : null);
  answer.value = { kind: 'busy', words: 'Getting ready …', share: null };
  try {
    const asking = {
      signal,
      onSent: (share: number) => {
        if (!signal.aborted) showSent(share);
      },
      onStep: (words: string, share: number | null) => {
        if (!signal.aborted) answer.value = { kind: 'busy', words, share };
      },
    };
    const given = await (question.kind === 'picture'
      ? checkPicture(question.picture, asking)
      : check(question, asking));
    const result = numbered(given);
    answer.value = { kind: 'answered', result };
    if (result.live.state === 'running') followOn(result);
  } catch (error) {
    if (!signal.aborted) answer.value = { kind: 'failed', error, again: () => void ask(question) };
  }
}

/** How much of the picture is sent, 0 to 1; at 1 the service searches, for a time nobody knows. */
function showSent(share: number): void {
  const isSent = share >= 1;
  const words = isSent ? 'Searching …' : 'Sending your picture …';
  answer.value = { kind: 'busy', words, share: isSent ? null : share };
}

/** Says why there is nothing to check. */
export function refuse(why: string): void {
  begin();
  answer.value = { kind: 'failed', error: why, again: () => {} };
}

/** Back to the start: no answer, no question. */
export function cancel(): void {
  begin();
  setOwn(null);
  answer.value = { kind: 'idle' };
}

/** Follows on what the service does with an answer, where it was lost from sight. */
export function followAgain(): void {
  followOn(answered());
}

/** Has the service compare rows with their live pictures, and follows it. @throws Error with words for the artist */
export async function compareLive(result: CheckResult): Promise<void> {
  const { signal } = running;
  await askLive(result.id, signal);
  if (!signal.aborted) followOn(result);
}

/**
 * Has one row compared with the picture that its host serves now. What it is then is shown where it stands.
 * @throws Error with words for the artist
 */
export async function compareRow(row: Match): Promise<Compared> {
  const { signal } = running;
  const result = answered();
  const verification = await askVerification(result.id, row.n, signal);
  const done = {
    ...verification,
    // It stays the row that it is on this page.
    match: { ...verification.match, n: row.n },
    verdictChanged: !signal.aborted && changeVerdict(verification.verdict),
  };
  if (!signal.aborted) compared.value = new Map(compared.value).set(row.n, done);
  return done;
}

function followOn(result: CheckResult): void {
  isLost.value = false;
  follow(result, running.signal, {
    told: (now) => {
      answer.value = { kind: 'answered', result: now };
    },
    lost: () => {
      isLost.value = true;
    },
  });
}

function changeVerdict(verdict: Verdict): boolean {
  const result = answered();
  if (result.verdict.sentence === verdict.sentence) return false;
  answer.value = { kind: 'answered', result: { ...result, verdict } };
  return true;
}

function answered(): CheckResult {
  if (answer.value.kind !== 'answered') throw new Error('There is no answer any more.');
  return answer.value.result;
}

function begin(): AbortSignal {
  running.abort();
  running = new AbortController();
  clearAnswer();
  forgetRoutes();
  return running.signal;
}

function setOwn(picture: Blob | null): void {
  if (own.value !== null) URL.revokeObjectURL(own.value);
  own.value = picture && URL.createObjectURL(picture);
}
