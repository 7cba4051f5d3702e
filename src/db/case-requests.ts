import type { StoredRequest } from '../api/case-request.ts';
import type { Database } from './database.ts';
import { storable, storableJson } from './text.ts';

interface RequestRecord extends Omit<StoredRequest, 'updatedAt'> {
  updatedAt: Date;
}

const RECORDS = `
  select n, kind, language, matches, recipient, fields, state, dates, extended_on as "extendedOn", note,
    updated_at as "updatedAt"
  from case_requests`;

/** Adds a request to a case; its number is the next one. */
export async function insertRequest(
  database: Database,
  caseId: string,
  request: Omit<StoredRequest, 'n' | 'updatedAt'>,
): Promise<number> {
  const [{ n }] = await database.query<{ n: number }>(
    `insert into case_requests (case_id, n, kind, language, matches, recipient, fields, state, dates, extended_on, note)
     select $1, coalesce(max(n), 0) + 1, $2, $3, $4::int[], $5::jsonb, $6::jsonb, $7, $8::jsonb, $9, $10
     from case_requests where case_id = $1
     returning n`,
    [caseId, ...values(request)],
  );
  return n;
}

/** Puts the request in the place of the one with its number. */
export async function updateRequest(
  database: Database,
  caseId: string,
  request: Omit<StoredRequest, 'updatedAt'>,
): Promise<void> {
  await database.query(
    `update case_requests set kind = $3, language = $4, matches = $5::int[], recipient = $6::jsonb,
       fields = $7::jsonb, state = $8, dates = $9::jsonb, extended_on = $10, note = $11, updated_at = now()
     where case_id = $1 and n = $2`,
    [caseId, request.n, ...values(request)],
  );
}

/** The requests of a case, in the order in which they were drafted. */
export async function listRequests(database: Database, caseId: string): Promise<StoredRequest[]> {
  const records = await database.query<RequestRecord>(`${RECORDS} where case_id = $1 order by n`, [caseId]);
  return records.map(({ recipient, updatedAt, ...record }) => ({
    ...record,
    // Recipients of earlier versions have no link, and no directory.
    recipient: recipient && {
      ...recipient,
      link: recipient.link ?? null,
      lookUpAt: recipient.lookUpAt ?? null,
    },
    updatedAt: updatedAt.toISOString(),
  }));
}

/** As JSON text: drivers differ in what they make of an object, and pg takes an array for one of PostgreSQL's. */
function values(request: Omit<StoredRequest, 'n' | 'updatedAt'>): unknown[] {
  const { kind, language, matches, recipient, fields, state, dates, extendedOn, note } = request;
  return [
    kind,
    language,
    matches,
    recipient === null ? null : storableJson(recipient),
    storableJson(fields),
    state,
    storableJson(dates),
    extendedOn,
    storable(note),
  ];
}
