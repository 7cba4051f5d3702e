import type { CheckChange } from '../api/check-change.ts';
import { ended, nextChange } from '../check/live/progress.ts';
import type { LiveComparer } from '../check/live/live-comparer.ts';
import { checkBy, type RecentCheck, type RecentChecks } from '../check/recent-checks.ts';
import { answerOf, changeOf } from '../check/answer.ts';
import type { Database } from '../db/database.ts';
import { visibleIds } from '../db/images.ts';
import type { RecentAnswers } from './trainspot.ts';

interface Parts {
  database: Database;
  recent: Pick<RecentChecks, 'find'>;
  live: Pick<LiveComparer, 'begin'>;
}

/** Checks of the last hour by their ids; rows that were hidden since are left out. */
export function recentAnswersOver({ database, recent, live }: Parts): RecentAnswers {
  const shownOf = (check: RecentCheck, signal: AbortSignal | undefined): Promise<Set<number>> =>
    visibleIds(
      database.for('answer', signal),
      check.graded.map(({ row }) => row.id),
    );
  return {
    async read({ checkId, wait, signal }) {
      const check = checkBy(checkId, recent);
      if (wait) await ended(check.live, signal);
      signal?.throwIfAborted();
      return answerOf(checkId, check, await shownOf(check, signal));
    },
    async follow({ checkId, signal }) {
      const check = checkBy(checkId, recent);
      return changes(check, await shownOf(check, signal), signal);
    },
    async begin({ checkId, signal }, holding) {
      const check = checkBy(checkId, recent);
      const shown = await shownOf(check, signal);
      // The vectors of its picture are gone with the check itself.
      if (check.live.state === 'ask') live.begin(check, { query: check.query, wholes: new Map() }, holding);
      return answerOf(checkId, check, shown);
    },
  };
}

async function* changes(
  check: RecentCheck,
  shown: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): AsyncGenerator<CheckChange> {
  const { live } = check;
  let [told, state] = [live.version, live.state];
  yield changeOf(check, live.rows, shown);
  while (state === 'running' && signal?.aborted !== true) {
    if (live.version === told) await nextChange(live, signal);
    const changed = [...live.changedAt].filter(([, at]) => at > told).map(([n]) => n);
    [told, state] = [live.version, live.state];
    yield changeOf(check, changed, shown);
  }
}
