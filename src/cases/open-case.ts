import { randomUUID } from 'node:crypto';
import type { CaseChange, CaseInput } from '../api/case-input.ts';
import type { CaseMatch, CaseSummary, CaseView, OpenedCase } from '../api/case.ts';
import { dayOf } from '../core/calendar-day.ts';
import { TrainspotError } from '../core/errors.ts';
import type { NoticeMatch } from '../api/notice.ts';
import { appendEvent, countEvents } from '../db/case-events.ts';
import { deleteCase, insertCase, insertMatch, listCases, listMatches, updateCase } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { findRow } from '../db/named-rows.ts';
import { readRows } from '../notices/read.ts';
import { readBeginning } from './beginning.ts';
import { calendarPath, type CaseAccess, expectApiKey, expectCase } from './access.ts';
import { calendarToken, newToken, secretHash } from './secrets.ts';
import { readText } from './text.ts';
import { viewCase } from './view.ts';

const MAX_MATCHES = 25;
/** What a busy year leaves is far below; it bounds what a forgotten program can write. */
const MAX_EVENTS = 5_000;
const MAX_LISTED = 1_000;
const LONGEST_TITLE = 200;
const LONGEST_NOTE = 4_000;

/**
 * Opens a case, for a channel of its rows where one is named. Its token is given out this once and kept as a hash.
 * @param apiKey of the program that is to own it too; null for none
 * @throws TrainspotError `case-invalid`, `notice-invalid`, `api-key-invalid`
 */
export async function openCase(
  database: Database,
  { title = '', note = '', matches = [], checkId, channel, letter }: CaseInput,
  apiKey: string | null,
  now: Date,
): Promise<OpenedCase> {
  const keyId = apiKey === null ? null : await expectApiKey(database, apiKey);
  const token = newToken();
  const id = randomUUID();
  await database.transaction(async (transaction) => {
    await insertCase(transaction, {
      id,
      tokenSha256: secretHash(token),
      calendarSha256: secretHash(calendarToken(token)),
      keyId,
      title: readText('title', title, LONGEST_TITLE),
      note: readText('note', note, LONGEST_NOTE),
    });
    await appendEvent(transaction, id, 'opened', { ...readBeginning({ channel, letter }, matches) });
    await addRows(transaction, id, matches, checkId ?? null, now);
  });
  const view = await readCase(database, { ref: id, secret: token }, now);
  return { case: view, token, link: `/case#${token}` };
}

/** @throws TrainspotError `case-unknown`, `api-key-invalid`, as do all below */
export async function readCase(database: Database, access: CaseAccess, now: Date): Promise<CaseView> {
  return viewCase(database, await expectCase(database, access), calendarPath(access), now);
}

/** The cases that an API key owns, latest first, a thousand at most. */
export async function casesOf(database: Database, apiKey: string): Promise<CaseSummary[]> {
  return listCases(database, await expectApiKey(database, apiKey), MAX_LISTED);
}

/** @throws TrainspotError `case-invalid` too */
export async function changeCase(
  database: Database,
  access: CaseAccess,
  change: CaseChange,
  now: Date,
): Promise<CaseView> {
  await changing(database, access, async (transaction, id) => {
    const record = await expectCase(transaction, access);
    const title = readText('title', change.title ?? record.title, LONGEST_TITLE);
    const note = readText('note', change.note ?? record.note, LONGEST_NOTE);
    await updateCase(transaction, { id, title, note });
    await appendEvent(transaction, id, 'changed', { what: Object.keys(change) });
  });
  return readCase(database, access, now);
}

/**
 * Adds rows to a case.
 * @param checkId the check that found them; null where nobody says
 * @throws TrainspotError `case-invalid`, `notice-invalid` too
 */
export async function addMatches(
  database: Database,
  access: CaseAccess,
  matches: readonly NoticeMatch[],
  checkId: string | null,
  now: Date,
): Promise<CaseView> {
  await changing(database, access, (transaction, id) => addRows(transaction, id, matches, checkId, now));
  return readCase(database, access, now);
}

/** Deletes the case and everything of it, at once. @returns its id */
export async function removeCase(database: Database, access: CaseAccess): Promise<string> {
  const { id } = await expectCase(database, access);
  await deleteCase(database, id);
  return id;
}

/**
 * A change of a case, whole or not at all; no other change happens meanwhile.
 * @throws TrainspotError `case-invalid` where too much has happened in it
 */
export async function changing<T>(
  database: Database,
  access: CaseAccess,
  work: (transaction: Database, id: string) => Promise<T>,
): Promise<T> {
  return database.transaction(async (transaction) => {
    const { id } = await expectCase(transaction, access, { forChange: true });
    if ((await countEvents(transaction, id)) >= MAX_EVENTS) {
      throw invalid(
        `${MAX_EVENTS} things have happened in this case, as many as are kept. Open another one.`,
      );
    }
    return work(transaction, id);
  });
}

async function addRows(
  database: Database,
  id: string,
  matches: readonly NoticeMatch[],
  checkId: string | null,
  now: Date,
): Promise<void> {
  const had = (await listMatches(database, id)).length;
  if (had + matches.length > MAX_MATCHES) {
    throw invalid(
      `A case has ${MAX_MATCHES} matches at most; this one has ${had}, and ${matches.length} were to be added.`,
    );
  }
  for (const row of readRows(matches)) {
    const known = await findRow(database, row);
    const match: Omit<CaseMatch, 'n'> = {
      ...row,
      file: row.file ?? known?.file ?? null,
      foundOn: row.foundOn ?? dayOf(now),
      checkId,
      sha256: known?.sha256 ?? row.sha256,
      md5: known?.md5 ?? row.md5,
      pdq: known?.pdq ?? null,
      pdqQuality: known?.pdqQuality ?? null,
    };
    const n = await insertMatch(database, id, match);
    await appendEvent(database, id, 'match-added', { match: n, ...match });
  }
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('case-invalid', message);
}
