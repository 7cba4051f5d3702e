import type { CaseEvent, CaseEventKind } from '../api/case.ts';
import type { Database } from './database.ts';
import { storableJson } from './text.ts';

/** Writes down what happened; its number is the next one of the case. @returns the number */
export async function appendEvent(
  database: Database,
  caseId: string,
  kind: CaseEventKind,
  detail: object,
): Promise<number> {
  const [{ n }] = await database.query<{ n: number }>(
    `insert into case_events (case_id, n, kind, detail)
     select $1, coalesce(max(n), 0) + 1, $2, $3::jsonb from case_events where case_id = $1
     returning n`,
    [caseId, kind, storableJson(detail)],
  );
  return n;
}

/** What happened in a case, in its order; of one kind where that is named. */
export async function readEvents(
  database: Database,
  caseId: string,
  kind: CaseEventKind | null = null,
): Promise<CaseEvent[]> {
  const events = await database.query<Omit<CaseEvent, 'at'> & { at: Date }>(
    `select n, at, kind, detail from case_events
     where case_id = $1 and ($2::text is null or kind = $2) order by n`,
    [caseId, kind],
  );
  return events.map((event) => ({ ...event, at: event.at.toISOString() }));
}

/** How many things happened in a case. */
export async function countEvents(database: Database, caseId: string): Promise<number> {
  const [{ events }] = await database.query<{ events: number }>(
    'select count(*) as events from case_events where case_id = $1',
    [caseId],
  );
  return events;
}
