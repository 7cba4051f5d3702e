import type { KnnHit, KnnMetadata, KnnQuery } from '../api/clip-retrieval.ts';
import type { Batch, BatchChange, BatchItem, OpenedBatch } from '../api/batch.ts';
import type { CheckInput } from '../api/check-query.ts';
import type { EvidenceQuery } from '../check/gather-evidence.ts';
import type { ByteBudget, HeldBytes } from '../core/byte-budget.ts';
import type { EvidencePack } from '../evidence/build.ts';
import type { TrainspotError } from '../core/errors.ts';
import type { DataMiningValue } from '../fingerprint/xmp/data-mining.ts';
import type { MarkedPicture } from '../opt-out/mark-picture.ts';
import type { LookAlikes, TextSearchQuery, VectorSearchQuery } from '../api/look-alikes.ts';
import type { LookupAnswer, LookupQuery } from '../api/lookup.ts';
import type { OptOutAudit } from '../api/opt-out.ts';
import type { CaseChange, CaseInput, RequestChange, RequestInput } from '../api/case-input.ts';
import type { CaseEvent, CaseSummary, CaseView, OpenedCase } from '../api/case.ts';
import type { Notice, NoticeInput, NoticeKindInfo, NoticeMatch } from '../api/notice.ts';
import type { LiftRequest, Suppression, SuppressionInput, SuppressionPage } from '../api/suppression.ts';
import type { CheckChange } from '../api/check-change.ts';
import type { Answer, CheckResult, Coverage, NotSearched } from '../api/check-result.ts';
import type { Comparisons } from '../api/fingerprints.ts';
import type { ModelFloors } from '../api/searched.ts';
import type { SentFingerprints } from '../check/receive/fingerprints.ts';
import type { ComparisonsQuery } from '../check/run-fingerprints.ts';
import type { MatchQuery } from '../check/verify-match.ts';
import type { Verification } from '../api/verification.ts';

interface Searched {
  coverage: Coverage[];
  notSearched: NotSearched[];
  /** Of the models of what is searched, the floors that hold here. */
  models: ModelFloors[];
  /** Names of the datasets that `searchText` searches. */
  byWords: string[];
}

export interface CheckPictureOptions extends CheckInput {
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** A recent check, as it stands by now. */
export interface RecentQuery {
  checkId: string;
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** Checks of the last hour, while their rows are compared with their live pictures. */
export interface RecentAnswers {
  /** @param wait whether to wait until no row is looked at any more */
  read: (query: RecentQuery & { wait: boolean }) => Promise<CheckResult>;
  /** What changes, from what is known now until no row is looked at any more. Throws before the first, not later. */
  follow: (query: RecentQuery) => Promise<AsyncIterable<CheckChange>>;
  /** Begins looking at the rows, where that waits to be asked for. */
  begin: (query: RecentQuery, holding?: ByteBudget['holding']) => Promise<CheckResult>;
}

/** Letters for the artist to send. */
export interface Notices {
  kinds: () => NoticeKindInfo[];
  write: (input: NoticeInput) => Promise<Notice>;
  print: (input: NoticeInput) => Promise<Uint8Array>;
}

/** Which case, and by what secret: its own token, or an API key that owns it. */
export interface CaseKey {
  ref: string;
  secret: string;
}

/** Requests followed to their end. */
export interface Cases {
  open: (input: CaseInput, apiKey: string | null) => Promise<OpenedCase>;
  list: (apiKey: string) => Promise<CaseSummary[]>;
  read: (key: CaseKey) => Promise<CaseView>;
  change: (key: CaseKey, change: CaseChange) => Promise<CaseView>;
  remove: (key: CaseKey) => Promise<string>;
  addMatches: (key: CaseKey, matches: readonly NoticeMatch[], checkId: string | null) => Promise<CaseView>;
  draft: (key: CaseKey, input: RequestInput) => Promise<CaseView>;
  changeRequest: (key: CaseKey, n: number, change: RequestChange) => Promise<CaseView>;
  writeRequest: (key: CaseKey, n: number) => Promise<Notice>;
  printRequest: (key: CaseKey, n: number) => Promise<Uint8Array>;
  /** @param matches numbers of those to look at; null for all @param holding bounds the pictures that are fetched */
  recheck: (
    key: CaseKey,
    matches: readonly number[] | null,
    holding: ByteBudget['holding'],
  ) => Promise<CaseView>;
  events: (key: CaseKey) => Promise<CaseEvent[]>;
  /** The evidence of a recent check with what happened in the case. @param checkId null for the one that found its rows */
  evidence: (key: CaseKey, checkId: string | null, signal: AbortSignal) => Promise<EvidencePack>;
  /** As iCalendar. @param key a `string` is a calendar's own token */
  calendar: (key: CaseKey | string) => Promise<string>;
}

/** What there is of one picture of a batch; `error` where it was refused before any work. */
export type BatchSource =
  { picture: Uint8Array } | { sent: SentFingerprints } | { url: string } | { error: TrainspotError };

/** Pictures to be checked one after the other. */
export interface BatchInput {
  items: { name: string; of: BatchSource }[];
  /** Files of ZIPs that are no pictures; null where none was sent. */
  passedOver: number | null;
  options: CheckInput;
  /** Who asks, as requests are counted. */
  client: string;
}

/** How the work of a batch is let in beside what somebody waits for. */
export interface BatchAdmission {
  /** Runs work once there is room, without taking any from others; the signal ends the wait. */
  beside: <Answer>(work: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer>;
  /** Bounds what is fetched for it. */
  holding: ByteBudget['holding'];
  /** Told of each answer. */
  onAnswer: (answer: Answer) => void;
}

/** Which batch, and the secret that opens it. */
export interface BatchKey {
  id: string;
  secret: string;
}

/** Many pictures at once, in the memory of this process: of none is the picture itself kept any longer than its check takes. */
export interface Batches {
  /** @throws TrainspotError `batches-under-way` where a client has as many as one may have */
  expectRoom: (client: string) => void;
  /** Takes a batch and begins with it. `ended` is settled once nothing of what was sent is held any more. */
  open: (input: BatchInput, admission: BatchAdmission) => { opened: OpenedBatch; ended: Promise<void> };
  /** All three throw TrainspotError `batch-unknown` at once, with the same words for one that another secret opens. */
  read: (key: BatchKey) => Batch;
  follow: (key: BatchKey, signal: AbortSignal) => AsyncIterable<BatchChange>;
  /** Forgets it, and ends what is under way. */
  remove: (key: BatchKey) => string;
  /** Takes what came of looking at one of its pictures; as `compareRows`. */
  compare: (
    key: BatchKey,
    look: { n: number; comparisons: Comparisons; signal: AbortSignal },
    holding: ByteBudget['holding'],
  ) => Promise<BatchItem>;
}

/** Rows near something, as clip-retrieval's clients ask for them. */
export interface NearQuery {
  /** A picture's memory is given away. */
  of: { text: string } | { picture: Uint8Array } | { vector: readonly number[] };
  /** By one of `indices`, or a dataset's name; null for the first index that can answer. */
  index: string | null;
  modality: KnnQuery['modality'];
  /** Rows in all. */
  count: number;
  /** Of these, how many with what is known of them. */
  detailed: number;
}

/** What clip-retrieval's clients ask for. */
export interface ClipRetrieval {
  indices: () => Promise<string[]>;
  search: (query: NearQuery, signal: AbortSignal) => Promise<KnnHit[]>;
  /** @param index as in `NearQuery` */
  metadata: (index: string | null, ids: readonly number[], signal: AbortSignal) => Promise<KnnMetadata[]>;
}

/**
 * All that the service can do. REST serves it as it is; commands use it in their own process, or a running server's by
 * `openClient`. All throw TrainspotError for everything that a client may be told.
 */
export interface Trainspot {
  /**
   * Says whether a picture stands in what is indexed. Its memory is given away.
   * @param holding bounds the pictures of rows that are fetched for it, also after the answer
   */
  checkPicture: (
    bytes: Uint8Array,
    options: CheckPictureOptions,
    holding?: ByteBudget['holding'],
  ) => Promise<CheckResult>;
  /** The same by fingerprints of a picture that stays where it is; as `runFingerprintCheck` says. */
  checkFingerprints: (
    sent: SentFingerprints,
    options: CheckPictureOptions,
    holding?: ByteBudget['holding'],
  ) => Promise<CheckResult>;
  /** Takes what came of looking at such a picture. */
  compareRows: (query: ComparisonsQuery, holding?: ByteBudget['holding']) => Promise<CheckResult>;
  /** The bytes of the picture at an address; `held` is told of them. */
  fetchPicture: (url: string, held: HeldBytes) => Promise<Uint8Array>;
  recent: RecentAnswers;
  batches: Batches;
  /** A row of a recent check, compared with its live picture. */
  verifyMatch: (question: MatchQuery, held: HeldBytes) => Promise<Verification>;
  /** The evidence of a recent check as a ZIP file. */
  evidence: (question: EvidenceQuery) => Promise<EvidencePack>;
  /** What an address and its site say about AI training. */
  auditOptOuts: (address: string, signal: AbortSignal) => Promise<OptOutAudit>;
  /** A copy that reserves itself. */
  markPicture: (bytes: Uint8Array, value: DataMiningValue) => Promise<MarkedPicture>;
  /** Rows by what they are of. */
  lookUp: (question: LookupQuery) => Promise<LookupAnswer>;
  /** Rows whose pictures fit words best. `signal` is aborted when nobody waits any more. */
  searchText: (question: TextSearchQuery, signal?: AbortSignal) => Promise<LookAlikes>;
  /** Rows nearest to a vector. */
  searchVector: (question: VectorSearchQuery, signal?: AbortSignal) => Promise<LookAlikes>;
  /** Hides rows from every answer. */
  suppress: (input: SuppressionInput) => Promise<Suppression>;
  /** Shows them again. */
  lift: (request: LiftRequest) => Promise<Suppression>;
  /** What was suppressed, lifted ones too, latest first. */
  suppressions: (after: number | null) => Promise<SuppressionPage>;
  /** What a check would search now, and what it would not. */
  searched: () => Promise<Searched>;
  /** Why no check can be answered now, or null when one can. */
  whyNotReady: () => Promise<TrainspotError | null>;
  notices: Notices;
  cases: Cases;
  clipRetrieval: ClipRetrieval;
}

export interface OpenTrainspot extends Trainspot {
  close: () => Promise<void>;
}

/**
 * `wait`: for what the service does by itself. `begin`: for what it does when it is asked to, too. `none`: the answer comes at
 * once.
 */
export type LiveWish = 'wait' | 'begin' | 'none';

/** What commands ask of the service, wherever it runs. */
export interface Client extends Pick<
  OpenTrainspot,
  'lookUp' | 'searchText' | 'suppress' | 'lift' | 'suppressions' | 'close'
> {
  /** What a check would search now, and what it would not. */
  searched: () => Promise<Pick<Searched, 'coverage' | 'notSearched' | 'models'>>;
  /** @param datasets names; all that are open when empty @param live whether to compare rows with their live pictures first */
  checkPicture(picture: Uint8Array, options: { datasets: string[]; live: LiveWish }): Promise<CheckResult>;
  /** The evidence of a check that this client has answered. */
  evidence(query: { checkId: string }): Promise<Pick<EvidencePack, 'bytes' | 'sha256'>>;
}
