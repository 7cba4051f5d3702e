import { channelsFor } from '../advice/route.ts';
import type { CheckChange } from '../api/check-change.ts';
import type { CheckResult } from '../api/check-result.ts';
import type { GradedCandidate } from './candidate.ts';
import { liveOf } from './live/progress.ts';
import type { RecentCheck } from './recent-checks.ts';
import { byStrength } from './verify/verify.ts';
import { channelsById, listRows, toMatches } from './verdict/match.ts';
import { verdictOf } from './verdict/verdict.ts';

/** The rows that may be shown, as ids of `images`; undefined where that was just asked. */
type Shown = ReadonlySet<number> | undefined;

/** What is to be answered to a check, by all that is known of its rows by now. */
export function answerOf(id: string, check: RecentCheck, shown?: Shown): CheckResult {
  const { query, limit, coverage, notSearched } = check;
  const rows = standingRows(check, shown);
  const lists = listRows(candidatesOf(rows), limit, channelsFor, placesOf(rows));
  return {
    id,
    picture: query.picture,
    verdict: verdictOf(query.picture, candidatesOf(rows), coverage),
    live: liveOf(check.live),
    ...lists,
    channels: channelsById([...lists.matches, ...lists.parts, ...lists.lookAlikes]),
    coverage,
    notSearched,
  };
}

/** The same for whoever has an answer already. @param places of the rows that are not what they were */
export function changeOf(check: RecentCheck, places: readonly number[], shown?: Shown): CheckChange {
  const { query, coverage } = check;
  const rows = standingRows(check, shown);
  const matches = toMatches(candidatesOf(rows), channelsFor, placesOf(rows));
  return {
    live: liveOf(check.live),
    verdict: verdictOf(query.picture, candidatesOf(rows), coverage),
    rows: matches.filter(({ n }) => places.includes(n)),
  };
}

interface StandingRow {
  candidate: GradedCandidate;
  /** Its place in the first answer. */
  n: number;
}

/** Strongest first, as they stand now. */
function standingRows({ graded }: RecentCheck, shown: Shown): StandingRow[] {
  return graded
    .map((candidate, n) => ({ candidate, n }))
    .filter(({ candidate }) => shown === undefined || shown.has(candidate.row.id))
    .toSorted((a, b) => byStrength(a.candidate, b.candidate));
}

const candidatesOf = (rows: readonly StandingRow[]): GradedCandidate[] =>
  rows.map(({ candidate }) => candidate);
const placesOf = (rows: readonly StandingRow[]): number[] => rows.map(({ n }) => n);
