import { addDays, type Day, endOfMonths } from './calendar-day.ts';
import type { Channel } from './channel.ts';
import type { DatasetRelease } from './dataset.ts';
import type { Grade } from './evidence.ts';
import type {
  MissingField,
  NoticeFields,
  NoticeLanguage,
  NoticeMatch,
  Recipient,
  AnswerTime,
} from './notice.ts';
import type { Recheck } from './recheck.ts';

/** How far a request has come. */
export const REQUEST_STATES = ['drafted', 'sent', 'acknowledged', 'refused', 'removed', 'no-answer'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/**
 * Where a request can go from each state. An answer may still come after silence, and a refusal may be taken back; what
 * was removed stays so, and a picture that comes back is a new request.
 */
export const NEXT_STATES: Readonly<Record<RequestState, readonly RequestState[]>> = {
  drafted: ['sent'],
  sent: ['acknowledged', 'refused', 'removed', 'no-answer'],
  acknowledged: ['refused', 'removed', 'no-answer'],
  'no-answer': ['acknowledged', 'refused', 'removed'],
  refused: ['removed'],
  removed: [],
};

/** Where a request can go now: to no state twice, since each has the one day on which it came to it. */
export function nextStatesOf({ state, dates }: Pick<StoredRequest, 'state' | 'dates'>): RequestState[] {
  return NEXT_STATES[state].filter((next) => dates[next] === undefined);
}

/** States in which an answer is awaited. */
export function isAwaited(state: RequestState): boolean {
  return state === 'sent' || state === 'acknowledged';
}

/** A row that a case is about, as it was when it was added. */
export interface CaseMatch extends DatasetRelease {
  /** From 1, in the order in which they were added. */
  n: number;
  rowId: string;
  file: string | null;
  url: string;
  grade: Grade | null;
  pdqDistance: number | null;
  similarity: number | null;
  foundOn: Day | null;
  /** The check that found it; null where nobody said. It is remembered for an hour, and its evidence with it. */
  checkId: string | null;
  /** Of the picture that the row recorded, lower-case hex; null where it recorded none. */
  sha256: string | null;
  md5: string | null;
  pdq: string | null;
  pdqQuality: number | null;
}

/** A row of a case with what its link was found to be last. */
export interface CaseMatchView extends CaseMatch {
  /** Null before the first re-check. */
  latest: Recheck | null;
}

/** A request as it is kept. */
export interface StoredRequest {
  /** From 1, in the order in which they were drafted. */
  n: number;
  kind: string;
  language: NoticeLanguage;
  /** Numbers of the matches that it is about. */
  matches: number[];
  recipient: Recipient | null;
  fields: NoticeFields;
  state: RequestState;
  /** The day of each state that it came to. */
  dates: Partial<Record<RequestState, Day>>;
  /** The day on which whoever answers said that more time is needed. */
  extendedOn: Day | null;
  note: string;
  /** ISO 8601 in UTC. */
  updatedAt: string;
}

/** A request with what follows from it. */
export interface CaseRequest extends StoredRequest {
  title: string;
  subject: string;
  /** What keeps its notice a draft. */
  missing: MissingField[];
  warnings: string[];
  /** The last day for an answer, or our reminder where no law names one; null where none is awaited. */
  due: Day | null;
  /** The law that names the day; null where it is our reminder. */
  dueLaw: string | null;
  /** Where it can go from here. */
  nextStates: RequestState[];
  /** What is open without another letter, after a refusal or silence; null where nothing is. */
  redress: Redress | null;
}

/** What is open against a refusal or silence, without another letter. */
export interface Redress {
  /** For the artist to read. */
  sentence: string;
  /** The last day for it, by `law`; null where none is set. */
  until: Day | null;
  law: string | null;
}

/** Something that happened in a case. Never changed, and gone only with the case. */
export interface CaseEvent {
  /** From 1. */
  n: number;
  /** ISO 8601 in UTC. */
  at: string;
  kind: CaseEventKind;
  detail: Record<string, unknown>;
}

export const CASE_EVENT_KINDS = [
  'opened',
  'changed',
  'match-added',
  'request-drafted',
  'request-changed',
  'request-moved',
  'request-extended',
  'rechecked',
] as const;
export type CaseEventKind = (typeof CASE_EVENT_KINDS)[number];

/** The one thing to do next. */
export interface NextStep {
  step: 'draft' | 'complete' | 'send' | 'decide' | 'complain' | 'redress' | 'recheck' | 'wait' | 'done';
  /** The request that it is about. */
  request: number | null;
  due: Day | null;
  /** For the artist to read. */
  sentence: string;
}

/** The channel that a case was opened for, and the kind of notice to write first for it; null where no letter is. */
export interface CaseBeginning {
  channel: Channel;
  letter: string | null;
}

/** A case as a client sees it. */
export interface CaseView {
  id: string;
  title: string;
  note: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
  matches: CaseMatchView[];
  requests: CaseRequest[];
  /** What it was opened for; null where nobody said. */
  begun: CaseBeginning | null;
  next: NextStep;
  /** Where a calendar program finds the reminders: a path on this service; null where it is asked by an API key. */
  calendar: string | null;
}

/** A case in a list of one API key's. */
export interface CaseSummary {
  id: string;
  title: string;
  createdAt: string;
  requests: number;
}

/** A case that was opened just now. */
export interface OpenedCase {
  case: CaseView;
  /** Opens the case, and nothing opens it without: it is shown this once, and kept here as a hash alone. */
  token: string;
  /** The page of the case, with the token behind the # that no browser sends. */
  link: string;
}

export interface CaseInput {
  title?: string;
  note?: string;
  matches?: readonly NoticeMatch[];
  /** The check that found the matches. */
  checkId?: string;
  /** The id of the channel of the matches that it is opened for. */
  channel?: string;
  /** The kind of notice that it is opened for, where it is not the first of that channel. */
  letter?: string;
}

export interface CaseChange {
  title?: string;
  note?: string;
}

export interface RequestInput {
  kind: string;
  language?: NoticeLanguage;
  matches?: readonly number[];
  /** The id of a channel of the matches: the recipient is whoever stands behind it. */
  channel?: string;
  /** What is said here goes before what the channel says. */
  recipient?: Partial<Recipient>;
  fields?: NoticeFields;
  note?: string;
}

/** What changes of a request; its words only while it is a draft. */
export interface RequestChange {
  state?: RequestState;
  /** The day of the new state, or of the extension; today when left out. */
  on?: Day;
  extended?: true;
  language?: NoticeLanguage;
  matches?: readonly number[];
  recipient?: Partial<Recipient>;
  fields?: NoticeFields;
  note?: string;
}

/**
 * The last day for an answer to a request that arrived on `sentOn`, with the law that names it; where none does, the day
 * of a reminder.
 */
export function dueOf(
  sentOn: Day,
  { months, extendedMonths, reminderDays, law }: AnswerTime,
  isExtended: boolean,
): { due: Day | null; law: string | null } {
  const inAll = isExtended ? extendedMonths : months;
  if (inAll !== null) return { due: endOfMonths(sentOn, inAll), law };
  return { due: reminderDays === null ? null : addDays(sentOn, reminderDays), law: null };
}
