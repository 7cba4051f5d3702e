import { dayOf, isDay } from '../core/calendar-day.ts';
import type { CaseMatch, CaseView } from '../api/case.ts';
import type { RequestChange, RequestInput } from '../api/case-input.ts';
import type { StoredRequest } from '../api/case-request.ts';
import { TrainspotError } from '../core/errors.ts';
import type { NoticeRequest } from '../notices/request.ts';
import { appendEvent } from '../db/case-events.ts';
import { insertRequest, listRequests, updateRequest } from '../db/case-requests.ts';
import { listMatches } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { readNotice } from '../notices/read.ts';
import { type CaseAccess, expectCase } from './access.ts';
import { recipientBehind } from './beginning.ts';
import { extended, moved } from './move.ts';
import { changing, readCase } from './open-case.ts';
import { readText } from './text.ts';
import { answerTimeOf, noticeOf } from './view.ts';

const MAX_REQUESTS = 100;
const LONGEST_NOTE = 4_000;

/**
 * Drafts a request: about the matches that are named, or about all; to whoever stands behind the channel that it is
 * started from, or to whom the input names.
 * @throws TrainspotError `case-unknown`, `case-invalid`, `notice-invalid`
 */
export async function draftRequest(
  database: Database,
  access: CaseAccess,
  input: RequestInput,
  now: Date,
): Promise<CaseView> {
  await changing(database, access, async (transaction, id) => {
    const had = await listRequests(transaction, id);
    if (had.length >= MAX_REQUESTS) throw invalid(`A case has ${MAX_REQUESTS} requests at most.`);
    const matches = await listMatches(transaction, id);
    const numbers = readNumbers(input.matches ?? matches.map(({ n }) => n), matches);
    const about = matches.filter(({ n }) => numbers.includes(n));
    const wished =
      input.channel === undefined
        ? input.recipient
        : { ...recipientBehind(input.channel, about), ...input.recipient };
    const { kind, language, recipient, fields } = readNotice(
      { kind: input.kind, language: input.language, recipient: wished, fields: input.fields },
      now,
    );
    const note = readText('note', input.note ?? '', LONGEST_NOTE);
    const n = await insertRequest(transaction, id, {
      kind,
      language,
      matches: numbers,
      recipient,
      fields,
      state: 'drafted',
      dates: { drafted: dayOf(now) },
      extendedOn: null,
      note,
    });
    await appendEvent(transaction, id, 'request-drafted', {
      request: n,
      kind,
      language,
      matches: numbers,
      ...(input.channel === undefined ? {} : { channel: input.channel }),
    });
  });
  return readCase(database, access, now);
}

/**
 * Changes a request: its words while it is a draft, its note at any time, its state by legal steps alone.
 * @throws TrainspotError `case-unknown`, `case-invalid`, `notice-invalid`, `request-unknown`, `request-state`
 */
export async function changeRequest(
  database: Database,
  access: CaseAccess,
  n: number,
  change: RequestChange,
  now: Date,
): Promise<CaseView> {
  const today = dayOf(now);
  const { on = today } = change;
  if (!isDay(on)) throw invalid(`'on' is no day such as ${today}.`);
  if (change.state !== undefined && change.extended !== undefined) {
    throw invalid(`'state' and 'extended' came together; one step at a time.`);
  }
  await changing(database, access, async (transaction, id) => {
    const before = await requestOf(transaction, id, n);
    let request = await withWords(transaction, id, before, change, now);
    const words = WORDS.filter((word) => change[word] !== undefined);
    if (words.length > 0) await appendEvent(transaction, id, 'request-changed', { request: n, what: words });
    if (change.extended) {
      request = extended(request, on, today, answerTimeOf(request));
      await appendEvent(transaction, id, 'request-extended', { request: n, on });
    }
    if (change.state !== undefined) {
      request = moved(request, change.state, on, today, answerTimeOf(request));
      const step = { request: n, from: before.state, to: change.state, on };
      await appendEvent(transaction, id, 'request-moved', step);
    }
    await updateRequest(transaction, id, request);
  });
  return readCase(database, access, now);
}

/** The notice that a request is. @throws TrainspotError `case-unknown`, `request-unknown` */
export async function noticeOfRequest(
  database: Database,
  access: CaseAccess,
  n: number,
  now: Date,
): Promise<NoticeRequest> {
  const { id } = await expectCase(database, access);
  const request = await requestOf(database, id, n);
  return noticeOf(request, await listMatches(database, id), now);
}

const WORDS = ['language', 'matches', 'recipient', 'fields', 'note'] as const;

async function withWords(
  database: Database,
  id: string,
  request: StoredRequest,
  change: RequestChange,
  now: Date,
): Promise<StoredRequest> {
  const note = readText('note', change.note ?? request.note, LONGEST_NOTE);
  const isWorded = WORDS.some((word) => word !== 'note' && change[word] !== undefined);
  if (!isWorded) return { ...request, note };
  if (request.state !== 'drafted') {
    throw new TrainspotError(
      'request-state',
      `Request ${request.n} is '${request.state}': its words are on their way and stay as they are. Draft another one.`,
    );
  }
  const { language, recipient, fields } = readNotice(
    {
      kind: request.kind,
      language: change.language ?? request.language,
      // Where they are to be looked up is known as long as nobody says otherwise.
      recipient: change.recipient
        ? { lookUpAt: request.recipient?.lookUpAt ?? undefined, ...change.recipient }
        : (request.recipient ?? undefined),
      fields: change.fields ?? request.fields,
    },
    now,
  );
  const matches = change.matches
    ? readNumbers(change.matches, await listMatches(database, id))
    : request.matches;
  return { ...request, note, language, recipient, fields, matches };
}

async function requestOf(database: Database, id: string, n: number): Promise<StoredRequest> {
  const requests = await listRequests(database, id);
  const request = requests.find((one) => one.n === n);
  if (request) return request;
  throw new TrainspotError(
    'request-unknown',
    `There is no request ${n}: this case has ${requests.length === 0 ? 'none' : `1 to ${requests.length}`}.`,
  );
}

function readNumbers(numbers: readonly number[], matches: readonly CaseMatch[]): number[] {
  const strange = numbers.find((number) => !matches.some(({ n }) => n === number));
  if (strange === undefined) return [...new Set(numbers)].toSorted((a, b) => a - b);
  throw invalid(
    `There is no match ${strange}: this case has ${matches.length === 0 ? 'none' : `1 to ${matches.length}`}.`,
  );
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('case-invalid', message);
}
