import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckResult } from '../../api/check-result.ts';
import type { CheckInput } from '../../api/check-query.ts';
import { BATCH_WORK_SECONDS } from '../../core/bounds.ts';
import type { HeldBytes } from '../../core/byte-budget.ts';
import { mapConcurrently } from '../../core/concurrency.ts';
import { TrainspotError } from '../../core/errors.ts';
import { repeat } from '../../core/repeat.ts';
import type { SentFingerprints } from '../../check/receive/fingerprints.ts';
import type { CheckOptions } from '../../check/run.ts';
import type { BatchAdmission, BatchSource, RecentAnswers } from '../trainspot.ts';
import type { KeptBatch } from './kept-batch.ts';
import { failedOutcome, type Outcome, outcomeOf, WAITING } from './outcome.ts';

/** What pictures of batches are checked by: the engine of single checks. */
export interface BatchParts {
  checkPicture: (picture: Uint8Array, options: CheckOptions) => Promise<CheckResult>;
  checkFingerprints: (sent: SentFingerprints, options: CheckOptions) => Promise<CheckResult>;
  fetchPicture: (url: string, held: HeldBytes) => Promise<Uint8Array>;
  recent: Pick<RecentAnswers, 'read'>;
  /** Told of what nobody foresaw. */
  report: (problem: Error) => void;
  /** Longest that one batch is worked on; `BATCH_WORK_SECONDS` unless given. */
  workMs?: number;
  /** Before what failed for now is tried again; 5 s unless given. */
  retryMs?: number;
}

/** Of one batch: while one is compared, the next are fetched, and live pictures of others are waited for. */
const AT_ONCE = 4;

/** What passes by itself. */
const FOR_NOW: ReadonlySet<string> = new Set(['overloaded', 'database-unavailable', 'index-not-open']);
const TRIES = 5;
const RETRY_MS = 5_000;

/**
 * Checks every item of `waiting` in order, a few at once, and tells the batch of each. Ends early where the batch is removed; once its time
 * is up, with the rest of its items failed. Never throws. Each is taken out as its turn comes, so
 * that what was checked is let go of at once.
 */
export async function runBatch(
  batch: KeptBatch,
  waiting: (BatchSource | null)[],
  options: CheckInput,
  set: (n: number, outcome: Outcome) => void,
  { admission, parts }: { admission: BatchAdmission; parts: BatchParts },
): Promise<void> {
  const { workMs = BATCH_WORK_SECONDS * 1000, retryMs = RETRY_MS } = parts;
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const timer = setTimeout(stop, workMs);
  batch.ending.signal.addEventListener('abort', stop, { once: true });
  const { signal } = stopping;

  async function answer(source: BatchSource): Promise<CheckResult> {
    const once = (): Promise<CheckResult> => checkOnce(source, { ...options, signal }, admission, parts);
    const result = await repeat(
      once,
      (failure, tries) => {
        const passes = failure instanceof TrainspotError && FOR_NOW.has(failure.code);
        return passes && tries < TRIES ? retryMs : null;
      },
      (ms) => sleep(ms, undefined, { signal }),
    );
    if (result.live.state !== 'running') return result;
    return parts.recent.read({ checkId: result.id, wait: true, signal });
  }

  await mapConcurrently([...waiting.keys()], AT_ONCE, async (n) => {
    const source = waiting[n];
    waiting[n] = null;
    if (source === null || batch.ending.signal.aborted) return;
    try {
      signal.throwIfAborted();
      set(n, { ...WAITING, state: 'checking' });
      const result = await answer(source);
      batch.searched(result);
      set(n, outcomeOf(result));
      admission.onAnswer(result.verdict.answer);
    } catch (error) {
      if (!(error instanceof TrainspotError) && !signal.aborted) parts.report(error as Error);
      set(n, failedOutcome(signal.aborted ? late(workMs) : error));
    }
  });
  clearTimeout(timer);
  batch.finish();
}

async function checkOnce(
  source: BatchSource,
  options: CheckOptions & { signal: AbortSignal },
  { beside, holding }: BatchAdmission,
  { checkPicture, checkFingerprints, fetchPicture }: BatchParts,
): Promise<CheckResult> {
  const { signal } = options;
  if ('error' in source) throw source.error;
  const how = { ...options, holding };
  if ('sent' in source) return beside(() => checkFingerprints(source.sent, how), signal);
  if ('picture' in source) return beside(() => checkPicture(source.picture, how), signal);
  // Others have their turn while it comes.
  return holding(async (held) => {
    const picture = await fetchPicture(source.url, held);
    return beside(() => checkPicture(picture, how), signal);
  });
}

function late(workMs: number): TrainspotError {
  return new TrainspotError(
    'batch-late',
    `The batch was not done after ${Math.round(workMs / 1000)} s, as long as one is worked on. Send this picture again.`,
  );
}
