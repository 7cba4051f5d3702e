import { dayOf } from '../core/calendar-day.ts';
import type { CaseRequest, StoredRequest } from '../api/case-request.ts';
import type { CaseMatch, CaseView } from '../api/case.ts';
import { nextStatesOf } from './states.ts';
import type { AnswerTime } from '../api/notice.ts';
import type { NoticeRequest } from '../notices/request.ts';
import type { Recheck } from '../api/recheck.ts';
import { listRequests } from '../db/case-requests.ts';
import { type CaseRecord, listMatches } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { noticeFacts } from '../advice/facts/notices.ts';
import { writeNotice } from '../notices/notice.ts';
import { addressed } from '../notices/recipient.ts';
import { beginningOf, type OpenedFor } from './beginning.ts';
import { eventsOf } from './events.ts';
import { dueOfRequest } from './move.ts';
import { nextStep } from './next-step.ts';
import { redressOf } from './redress.ts';

/** The case with all that belongs to it, and what to do next. */
export async function viewCase(
  database: Database,
  record: CaseRecord,
  calendar: string | null,
  now: Date,
): Promise<CaseView> {
  const matches = await listMatches(database, record.id);
  const stored = await listRequests(database, record.id);
  const rechecks = await readRechecks(database, record.id);
  const requests = stored.map((request) => viewRequest(request, matches, now));
  const latest = new Map(rechecks.map((recheck) => [recheck.match, recheck]));
  return {
    id: record.id,
    title: record.title,
    note: record.note,
    createdAt: record.createdAt.toISOString(),
    matches: matches.map((match) => ({ ...match, latest: latest.get(match.n) ?? null })),
    requests,
    begun: beginningOf(await readOpening(database, record.id), matches),
    next: nextStep(requests, rechecks, dayOf(now)),
    calendar,
  };
}

async function readOpening(database: Database, caseId: string): Promise<OpenedFor> {
  const [opened] = await eventsOf(database, caseId, 'opened');
  return opened?.detail ?? {};
}

/** Every re-check of a case, the oldest first. */
export async function readRechecks(database: Database, caseId: string): Promise<Recheck[]> {
  const events = await eventsOf(database, caseId, 'rechecked');
  return events.map(({ detail }) => detail as unknown as Recheck);
}

/** The request with its words, its day and its ways on. */
export function viewRequest(request: StoredRequest, matches: readonly CaseMatch[], now: Date): CaseRequest {
  const answer = answerTimeOf(request);
  const { due, law } = dueOfRequest(request, answer);
  const { subject, missing, warnings } = writeNotice(noticeOf(request, matches, now));
  return {
    ...request,
    recipient: request.recipient && addressed(request.recipient),
    title: noticeFacts(request.kind)?.title ?? request.kind,
    subject,
    missing,
    warnings,
    due,
    dueLaw: law,
    nextStates: nextStatesOf(request),
    redress: redressOf(request),
  };
}

/** The notice that a request is; it bears the day on which it was sent, else today's. */
export function noticeOf(
  { kind, language, matches: numbers, recipient, fields, dates }: StoredRequest,
  matches: readonly CaseMatch[],
  now: Date,
): NoticeRequest {
  const rows = matches.filter(({ n }) => numbers.includes(n));
  return {
    kind,
    language,
    rows,
    // Earlier versions kept a directory's page as the recipient's own.
    recipient: recipient && addressed(recipient),
    fields,
    date: dates.sent ?? dayOf(now),
  };
}

/** By when a request of its kind is answered. */
export function answerTimeOf({ kind }: Pick<StoredRequest, 'kind'>): AnswerTime {
  return noticeFacts(kind)?.answer ?? { months: null, extendedMonths: null, reminderDays: null, law: null };
}
