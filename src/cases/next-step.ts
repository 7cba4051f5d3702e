import type { Day } from '../core/calendar-day.ts';
import type { CaseRequest } from '../api/case-request.ts';
import { isAwaited } from './states.ts';
import type { NextStep } from '../api/case.ts';
import type { Recheck } from '../api/recheck.ts';
import { noticeFacts } from '../advice/facts/notices.ts';
import { nameOf } from './names.ts';

type Finder = (requests: readonly CaseRequest[], rechecks: readonly Recheck[], today: Day) => NextStep | null;

/** The one thing to do next: what is overdue first, waiting last. */
export function nextStep(
  requests: readonly CaseRequest[],
  rechecks: readonly Recheck[],
  today: Day,
): NextStep {
  for (const find of FINDERS) {
    const step = find(requests, rechecks, today);
    if (step) return step;
  }
  return {
    step: 'done',
    request: null,
    due: null,
    sentence: 'Nothing is left to do. Check the links again some day: what was removed can come back.',
  };
}

const FINDERS: readonly Finder[] = [
  (requests, _, today) => {
    const late = byDue(requests).find(({ due }) => due !== null && due < today);
    if (!late) return null;
    const time = late.dueLaw === null ? 'A reminder was due on' : 'The time for an answer ended on';
    return step('decide', late, `${time} ${late.due}: ${nameOf(late)}. Note the answer, or that none came.`);
  },
  (requests) => {
    const unheard = requests.find((request) => followUpOf(request, requests) !== null);
    if (!unheard) return null;
    const title = noticeFacts(followUpOf(unheard, requests) ?? '')?.title ?? '';
    return step('complain', unheard, `Next door: ${title.toLowerCase()}, about ${nameOf(unheard)}.`);
  },
  (requests) => {
    const ready = requests.find(({ state, missing }) => state === 'drafted' && missing.length === 0);
    return ready
      ? step(
          'send',
          ready,
          `Send ${nameOf(ready)} yourself, then note the day here. Nothing is sent for you.`,
        )
      : null;
  },
  (requests) => {
    const draft = requests.find(({ state }) => state === 'drafted');
    if (!draft) return null;
    const { length } = draft.missing;
    const left = length === 1 ? 'one thing is missing' : `${length} things are missing`;
    return step('complete', draft, `Complete ${nameOf(draft)}: ${left}.`);
  },
  (requests) =>
    requests.length > 0
      ? null
      : { step: 'draft', request: null, due: null, sentence: 'Draft your first request.' },
  (requests, rechecks) => {
    const removed = requests.find(
      ({ state, matches, dates }) =>
        state === 'removed' &&
        matches.some((n) => !rechecks.some(({ match, at }) => match === n && at >= (dates.removed ?? ''))),
    );
    return removed ? step('recheck', removed, 'They say it is removed: check the links again.') : null;
  },
  (requests, _, today) => {
    const open = requests.find(({ redress }) => redress !== null && (redress.until ?? today) >= today);
    if (!open?.redress) return null;
    const { sentence, until, law } = open.redress;
    const time = until === null ? '' : ` It is open until ${until} (${law}).`;
    return { ...step('redress', open, `About ${nameOf(open)}: ${sentence}${time}`), due: until };
  },
  (requests) => {
    const [first] = byDue(requests);
    if (!first) return null;
    const until = first.due === null ? '' : ` until ${first.due}`;
    return step('wait', first, `Wait for the answer to ${nameOf(first)}${until}.`);
  },
];

function step(name: NextStep['step'], { n, due }: CaseRequest, sentence: string): NextStep {
  return { step: name, request: n, due, sentence };
}

function byDue(requests: readonly CaseRequest[]): CaseRequest[] {
  return requests
    .filter(({ state }) => isAwaited(state))
    .toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.n - b.n);
}

/** The notice that may follow, where this one led nowhere and none of that kind was drafted after it. */
function followUpOf({ n, kind, state }: CaseRequest, requests: readonly CaseRequest[]): string | null {
  if (state !== 'refused' && state !== 'no-answer') return null;
  const followUp = noticeFacts(kind)?.followUp ?? null;
  return requests.some((other) => other.n > n && other.kind === followUp) ? null : followUp;
}
