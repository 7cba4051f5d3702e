import { endOfMonths } from '../core/calendar-day.ts';
import type { Redress, StoredRequest } from '../api/case-request.ts';
import { noticeFacts } from '../advice/facts/notices.ts';

/** What is open against a refusal or silence, without another letter; null where nothing is. */
export function redressOf({ kind, state, dates }: StoredRequest): Redress | null {
  const redress = noticeFacts(kind)?.redress ?? null;
  if (redress === null) return null;
  const { months, law, afterRefusal, afterSilence } = redress;
  if (state === 'no-answer') return { sentence: afterSilence, until: null, law: null };
  if (state !== 'refused' || dates.refused === undefined) return null;
  return { sentence: afterRefusal, until: endOfMonths(dates.refused, months), law };
}
