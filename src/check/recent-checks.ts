import { type SteadyClock, steadyMs } from '../core/clock.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Embedding } from '../core/embedding.ts';
import type { Candidate, GradedCandidate } from './candidate.ts';
import type { KeptFingerprint } from '../fingerprint/fingerprint.ts';
import { keypointHead } from '../fingerprint/keypoints/keypoint-bytes.ts';
import type { Coverage, NotSearched } from '../api/check-result.ts';
import { createProgress, type LiveProgress } from './live/progress.ts';
import type { Look } from './live/look.ts';
import type { IndexIdentity } from '../evidence/searched-indexes.ts';

/** What of a check is needed to look at one of its rows again: never its picture. */
export interface RecentCheck {
  query: KeptFingerprint;
  /** Every row that was graded, in the order of the first answer, strongest first; each as it stands now. */
  graded: GradedCandidate[];
  /** The same rows as that answer had them. */
  asFound: readonly GradedCandidate[];
  /** The group of each row as it was found. */
  groups: readonly string[];
  /** Look-alikes that are shown at most. */
  limit: number;
  coverage: Coverage[];
  notSearched: NotSearched[];
  /** The indexes that were searched, as they were then. */
  indexes: readonly IndexIdentity[];
  /** When it was answered, ISO 8601 in UTC. */
  checkedAt: string;
  /** What rows' addresses showed when they were last looked at, by the rows' places in `graded`. */
  looks: Map<number, Look>;
  live: LiveProgress;
  /** What waits until whoever has the picture has looked at it; null where nothing does. */
  unseen: UnseenRows | null;
}

/** Rows of a check by fingerprints that wait for a look at its picture. */
export interface UnseenRows {
  /** All that the searches brought up, compared as far as that went. Of keypoints there is but how many they are. */
  candidates: readonly Candidate[];
  /** The places of those that wait, in the order in which they are named. */
  places: readonly number[];
  /** The vectors of the picture as it lies, by model. */
  wholes: ReadonlyMap<string, Embedding>;
}

/** What a check is remembered by. */
type GivenCheck = Omit<RecentCheck, 'asFound' | 'looks' | 'limit' | 'live' | 'unseen'> &
  Partial<Pick<RecentCheck, 'limit' | 'live' | 'unseen'>>;

interface RecentLimits {
  maxAgeMs: number;
  maxChecks: number;
  /** Rows of all checks together: a picture that is listed ten thousand times takes the room of many others. */
  maxRows: number;
}

/**
 * An hour is time to look through an answer. The most that is kept is 67 MB, measured with 1,000 checks of 50 rows
 * whose captions and addresses have 60 and 110 letters: 12 KB of keypoints and 1 KB of hashes a check, 1 KB a row.
 */
const LIMITS: RecentLimits = { maxAgeMs: 60 * 60_000, maxChecks: 1_000, maxRows: 50_000 };

/** How often what is too old is let go, though nobody asks for it. */
const SWEEP_MS = 60_000;

export interface RecentChecks {
  /**
   * Remembers a check, in the place of what was remembered by its id, and gives what is remembered; the oldest ones go where there are too many. One that is too large by
   * itself is not kept.
   */
  keep(id: string, check: GivenCheck): RecentCheck;
  /** Null where there is none by that id, any more or at all. */
  find(id: string): RecentCheck | null;
  /** Forgets all of them. */
  close(): void;
}

/**
 * Remembers checks for an hour in the memory of this process and nowhere else. What is remembered are hashes,
 * keypoints and the rows that were found: no picture, no embedding.
 */
export function keepRecentChecks(limits: RecentLimits = LIMITS, now: SteadyClock = steadyMs): RecentChecks {
  // Not by lru-cache: what is kept in the first millisecond of its clock never grows old there.
  /** In the order they came, so the oldest is first. */
  const kept = new Map<string, { check: RecentCheck; at: number }>();
  let rows = 0;

  function forget(id: string): void {
    const known = kept.get(id);
    if (known) rows -= rowsOf(known.check);
    kept.delete(id);
  }

  function forgetOld(): void {
    const expired = now() - limits.maxAgeMs;
    for (const [id, { at }] of kept) {
      if (at > expired && kept.size <= limits.maxChecks && rows <= limits.maxRows) return;
      forget(id);
    }
  }

  const timer = setInterval(forgetOld, SWEEP_MS);
  timer.unref();
  return {
    keep(id, { query, graded, unseen = null, ...given }) {
      forget(id);
      const asFound = graded.map(withoutKeypoints);
      const check: RecentCheck = {
        limit: given.groups.length,
        live: createProgress('off', []),
        ...given,
        query: withoutEmbeddings(query),
        graded: [...asFound],
        asFound,
        looks: new Map(),
        unseen: unseen && { ...unseen, candidates: unseen.candidates.map(withKeypointHead) },
      };
      kept.set(id, { check, at: now() });
      rows += rowsOf(check);
      forgetOld();
      return check;
    },
    find(id) {
      forgetOld();
      return kept.get(id)?.check ?? null;
    },
    close() {
      clearInterval(timer);
      kept.clear();
      rows = 0;
    },
  };
}

/**
 * Both as one: what is kept anew goes where it was, and otherwise to the first. Many checks in the second push none out of
 * the first. Closing closes both.
 */
export function eitherOf(first: RecentChecks, second: RecentChecks): RecentChecks {
  return {
    keep: (id, check) => (second.find(id) === null ? first : second).keep(id, check),
    find: (id) => first.find(id) ?? second.find(id),
    close() {
      first.close();
      second.close();
    },
  };
}

/** @throws TrainspotError `check-unknown` */
export function checkBy(id: string, recent: Pick<RecentChecks, 'find'>): RecentCheck {
  const check = recent.find(id);
  if (check) return check;
  throw new TrainspotError(
    'check-unknown',
    `No check '${id}' is known here, or not any more: its hashes and keypoints stay for an hour at most. Check the picture again.`,
  );
}

function withoutEmbeddings(fingerprint: KeptFingerprint): KeptFingerprint {
  return { ...fingerprint, embeddings: [] };
}

/** The rows' keypoints have been compared by now; they would take six times the room of all the rest. */
function withoutKeypoints(candidate: GradedCandidate): GradedCandidate {
  return { ...candidate, keypoints: null };
}

/** What they are compared with is whoever's who asks; only whether they are enough to tell by is asked again. */
function withKeypointHead(candidate: Candidate): Candidate {
  return { ...candidate, keypoints: candidate.keypoints && keypointHead(candidate.keypoints) };
}

function rowsOf({ graded, unseen }: RecentCheck): number {
  return graded.length + (unseen?.candidates.length ?? 0);
}
