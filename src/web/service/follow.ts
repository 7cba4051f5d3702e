import type { CheckChange } from '../../api/check-change.ts';
import type { CheckResult } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import { GRADES, isFound } from '../../core/evidence.ts';

interface Following {
  /** Told of the answer with each change. */
  told: (now: CheckResult) => void;
  /** Told where the service went away before the end. */
  lost: () => void;
}

/**
 * Follows an answer while the service compares its rows with their live pictures, until the end of that or `signal`. Where the
 * service goes away meanwhile, what was told stays.
 */
export function follow(first: CheckResult, signal: AbortSignal, { told, lost }: Following): void {
  let now = first;
  const events = new EventSource(`/v1/checks/${encodeURIComponent(first.id)}/events`);
  const close = (): void => events.close();
  signal.addEventListener('abort', close, { once: true });
  const take = ({ data }: MessageEvent<string>): void => {
    now = withChange(now, JSON.parse(data) as CheckChange);
    told(now);
  };
  events.addEventListener('change', take);
  events.addEventListener('done', (event) => {
    close();
    take(event);
  });
  events.addEventListener('error', () => {
    // It would ask again for ever.
    close();
    if (!signal.aborted) lost();
  });
}

type List = 'matches' | 'parts' | 'lookAlikes';
const LISTS: readonly List[] = ['matches', 'parts', 'lookAlikes'];

/** The rows of an answer, of all its lists, each with its number: those of the first answer count through the lists. */
export function numbered(result: CheckResult): CheckResult {
  let n = 0;
  const count = (rows: readonly Match[]): Match[] => rows.map((row) => ({ ...row, n: n++ }));
  const [matches, parts] = [count(result.matches), count(result.parts)];
  return { ...result, matches, parts, lookAlikes: count(result.lookAlikes) };
}

function withChange(before: CheckResult, { live, verdict, rows }: CheckChange): CheckResult {
  const all = new Map(LISTS.flatMap((list) => before[list]).map((row) => [row.n, row]));
  for (const row of rows) all.set(row.n, row);
  const sorted = [...all.values()].toSorted(
    (a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) || a.n - b.n,
  );
  const inList = (list: List): Match[] => sorted.filter((row) => listOfGrade(row) === list);
  return {
    ...before,
    live,
    verdict,
    matches: inList('matches'),
    parts: inList('parts'),
    lookAlikes: inList('lookAlikes'),
  };
}

function listOfGrade({ grade }: Match): List {
  if (isFound(grade)) return 'matches';
  return grade === 'part' ? 'parts' : 'lookAlikes';
}
