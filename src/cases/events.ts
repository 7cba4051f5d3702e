import type { CaseEvent, CaseEventKind } from '../api/case.ts';
import type { Recheck } from '../api/recheck.ts';
import { readEvents } from '../db/case-events.ts';
import type { Database } from '../db/database.ts';
import { recheckWords } from './recheck-words.ts';

/**
 * What happened in a case, in its order, as its owner may see it; of one kind where that is named. Earlier versions wrote
 * down of a row that it was suppressed, which is nobody's to learn: it stands there as any other that is not shown.
 */
export async function eventsOf(
  database: Database,
  caseId: string,
  kind: CaseEventKind | null = null,
): Promise<CaseEvent[]> {
  const events = await readEvents(database, caseId, kind);
  return events.map((event) => {
    if (event.kind !== 'rechecked') return event;
    return { ...event, detail: { ...withoutHidden(event.detail as unknown as Recheck) } };
  });
}

function withoutHidden(found: Recheck): Recheck {
  if (found.row?.standing !== 'hidden') return found;
  const shown: Recheck = { ...found, row: { ...found.row, standing: 'absent' } };
  return { ...shown, sentence: recheckWords(shown) };
}
