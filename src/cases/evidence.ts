import { TrainspotError } from '../core/errors.ts';
import { listMatches } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import type { EvidenceEvent } from '../evidence/chain.ts';
import { type CaseAccess, expectCase } from './access.ts';
import { eventsOf } from './events.ts';

/** What a case adds to the evidence of a check. */
export interface CaseEvidence {
  checkId: string;
  /** What happened in the case, in its order. No secret is among it: the case keeps none. */
  events: EvidenceEvent[];
}

/**
 * What a case adds to the evidence of a check.
 * @param checkId null for the check that found the row which was added last
 * @throws TrainspotError `case-unknown`, `api-key-invalid`; `case-invalid` where no check is known to it
 */
export async function caseEvidence(
  database: Database,
  access: CaseAccess,
  checkId: string | null,
): Promise<CaseEvidence> {
  const { id } = await expectCase(database, access);
  const known = checkId ?? (await lastCheckOf(database, id));
  if (known === null) {
    throw new TrainspotError(
      'case-invalid',
      `This case does not know which check found its rows. Name one of the last hour as 'checkId'.`,
    );
  }
  const events = await eventsOf(database, id);
  return {
    checkId: known,
    events: events.map(({ n, at, kind, detail }) => ({
      at,
      kind: `case-${kind}`,
      detail: { case: id, n, ...detail },
    })),
  };
}

async function lastCheckOf(database: Database, caseId: string): Promise<string | null> {
  const matches = await listMatches(database, caseId);
  return matches.findLast(({ checkId }) => checkId !== null)?.checkId ?? null;
}
