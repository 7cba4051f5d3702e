import type { CaseMatch, CaseSummary } from '../api/case.ts';
import type { Database } from './database.ts';
import { storable } from './text.ts';

/** A case without what belongs to it. */
export interface CaseRecord {
  id: string;
  title: string;
  note: string;
  createdAt: Date;
}

/** A case to be saved; of its secrets their sha256 alone, as hex. */
export interface NewCase {
  id: string;
  tokenSha256: string;
  calendarSha256: string;
  keyId: number | null;
  title: string;
  note: string;
}

/** What a case is opened by; the id goes with a key. */
export type CaseOpener =
  | { by: 'token'; sha256: string }
  | { by: 'calendar'; sha256: string }
  | { by: 'key'; keyId: number; id: string };

const COLUMNS = 'c.id, c.title, c.note, c.created_at as "createdAt"';

export async function insertCase(database: Database, fresh: NewCase): Promise<void> {
  await database.query(
    `insert into cases (id, token_sha256, calendar_sha256, key_id, title, note)
     values ($1, decode($2, 'hex'), decode($3, 'hex'), $4, $5, $6)`,
    [
      fresh.id,
      fresh.tokenSha256,
      fresh.calendarSha256,
      fresh.keyId,
      storable(fresh.title),
      storable(fresh.note),
    ],
  );
}

/** The case that is opened by it, or null. Within a transaction nobody else changes the case until its end. */
export async function findCase(
  database: Database,
  opener: CaseOpener,
  { forChange = false }: { forChange?: boolean } = {},
): Promise<CaseRecord | null> {
  const [where, values] =
    opener.by === 'key'
      ? ['c.key_id = $1 and c.id::text = $2', [opener.keyId, opener.id]]
      : [`c.${opener.by}_sha256 = decode($1, 'hex')`, [opener.sha256]];
  const [record] = await database.query<CaseRecord>(
    `select ${COLUMNS} from cases c where ${where} ${forChange ? 'for update' : ''}`,
    values,
  );
  return record ?? null;
}

/** The cases of one API key, latest first. */
export async function listCases(database: Database, keyId: number, limit: number): Promise<CaseSummary[]> {
  const records = await database.query<CaseRecord & { requests: number }>(
    `select ${COLUMNS}, (select count(*) from case_requests r where r.case_id = c.id) as requests
     from cases c where c.key_id = $1 order by c.created_at desc, c.id limit $2`,
    [keyId, limit],
  );
  return records.map(({ id, title, createdAt, requests }) => ({
    id,
    title,
    createdAt: createdAt.toISOString(),
    requests,
  }));
}

export async function updateCase(
  database: Database,
  { id, title, note }: Pick<CaseRecord, 'id' | 'title' | 'note'>,
): Promise<void> {
  await database.query('update cases set title = $2, note = $3 where id = $1', [
    id,
    storable(title),
    storable(note),
  ]);
}

/** Deletes the case and all that belongs to it. */
export async function deleteCase(database: Database, id: string): Promise<void> {
  await database.query('delete from cases where id = $1', [id]);
}

/** Adds a row to a case; its number is the next one. */
export async function insertMatch(
  database: Database,
  caseId: string,
  match: Omit<CaseMatch, 'n'>,
): Promise<number> {
  const [{ n }] = await database.query<{ n: number }>(
    `insert into case_matches (case_id, n, dataset, release, row_id, file, url, grade, pdq_distance, similarity,
       found_on, sha256, md5, pdq, pdq_quality, check_id)
     select $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6, $7, $8::int, $9::float8, $10, $11, $12, $13, $14::int, $15
     from case_matches where case_id = $1
     returning n`,
    [
      caseId,
      storable(match.dataset),
      storable(match.release),
      storable(match.rowId),
      match.file && storable(match.file),
      storable(match.url),
      match.grade,
      match.pdqDistance,
      match.similarity,
      match.foundOn,
      match.sha256,
      match.md5,
      match.pdq,
      match.pdqQuality,
      match.checkId && storable(match.checkId),
    ],
  );
  return n;
}

/** The rows of a case, in the order in which they were added. */
export function listMatches(database: Database, caseId: string): Promise<CaseMatch[]> {
  return database.query<CaseMatch>(
    `select n, dataset, release, row_id as "rowId", file, url, grade, pdq_distance as "pdqDistance", similarity,
       found_on as "foundOn", sha256, md5, pdq, pdq_quality as "pdqQuality", check_id as "checkId"
     from case_matches where case_id = $1 order by n`,
    [caseId],
  );
}
