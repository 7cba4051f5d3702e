import { liveStatusOf } from '../check/verify/current-picture.ts';
import type { HeldBytes } from '../core/byte-budget.ts';
import type { CaseMatch } from '../api/case.ts';
import { TrainspotError } from '../core/errors.ts';
import { isClear } from '../core/evidence.ts';
import { failureKind } from '../core/fetch-failure.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import type { FingerprintOptions } from '../core/fingerprint-options.ts';
import { nearestOrientation } from '../core/pdq-distance.ts';
import type { LinkState, Recheck, RowStanding } from '../api/recheck.ts';
import { sameAddress } from '../core/web-address.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { Downloader } from '../net/download.ts';
import { DownloadFailure } from '../net/download-failure.ts';
import { recheckWords } from './recheck-words.ts';

/** Enough to know a picture again, and to see nothing of it. */
const HASHES_ALONE: FingerprintOptions = { views: [], keypoints: 'none' };

type Found = Omit<Recheck, 'match' | 'at' | 'row' | 'sentence'>;
type Seen = Pick<Recheck, 'sha256' | 'pdq' | 'pdqQuality'>;

/**
 * Looks at a match's link and compares what is there with what the row recorded, or, where that is nothing, with what
 * this case saw first. Of the picture nothing is kept but its hashes.
 * @param downloader the guarded way to the web; servers that reserve the file are heeded, which is told
 * @param first what the first re-check saw; null where none saw a picture
 * @param held told of the picture's bytes
 * @throws TrainspotError `overloaded`, and what is nobody's fault but ours
 */
export async function recheck(
  match: CaseMatch,
  first: Seen | null,
  row: RowStanding | null,
  downloader: Pick<Downloader, 'download'>,
  fingerprinter: Pick<Fingerprinter, 'fingerprint'>,
  now: Date,
  held?: HeldBytes,
): Promise<Recheck> {
  const found = await look(match, first, downloader, fingerprinter, held);
  const whole = { ...found, match: match.n, at: now.toISOString(), row };
  return { ...whole, sentence: recheckWords(whole) };
}

async function look(
  match: CaseMatch,
  first: Seen | null,
  downloader: Pick<Downloader, 'download'>,
  fingerprinter: Pick<Fingerprinter, 'fingerprint'>,
  held: HeldBytes | undefined,
): Promise<Found> {
  let endedAt: string | null = null;
  try {
    const { bytes, url } = await downloader.download(match.url, { honourOptOut: true, held });
    endedAt = url;
    if (bytes.length === 0) throw new TrainspotError('picture-empty', 'The address answered with 0 bytes.');
    const live = await fingerprinter.fingerprint(bytes, [], HASHES_ALONE, 'handed-over');
    return {
      ...NOTHING,
      link: 'alive',
      httpStatus: 200,
      movedTo: moved(match.url, url),
      ...compare(live, match, first),
    };
  } catch (error) {
    if (!(error instanceof TrainspotError) || error.code === 'overloaded') throw error;
    return ofFailure(error, match.url, endedAt);
  }
}

const NOTHING = {
  reason: null,
  httpStatus: null,
  movedTo: null,
  optOut: null,
  picture: null,
  against: null,
  pdqDistance: null,
  sha256: null,
  pdq: null,
  pdqQuality: null,
} satisfies Omit<Found, 'link'>;

function compare({ picture: live, orientedPdq }: Fingerprint, match: CaseMatch, first: Seen | null) {
  const recorded = match.sha256 ?? match.md5 ?? match.pdq;
  const known = recorded === null ? { md5: null, ...(first ?? NOTHING) } : match;
  const against = recorded !== null ? 'row' : first !== null ? 'first-recheck' : null;
  const pdqDistance = known.pdq === null ? null : nearestOrientation(known.pdq, orientedPdq).distance;
  const isTrusted = isClear(known.pdqQuality) && isClear(live.pdqQuality);
  const agree = [
    known.sha256 === null ? null : known.sha256 === live.sha256,
    known.md5 === null ? null : known.md5 === live.md5,
  ];
  return {
    picture: liveStatusOf(agree, isTrusted ? pdqDistance : null),
    against,
    pdqDistance,
    sha256: live.sha256,
    pdq: live.pdq,
    pdqQuality: live.pdqQuality,
  } satisfies Partial<Recheck>;
}

/** @param endedAt where a file was had that is no picture; null where none was had */
function ofFailure(error: TrainspotError, asked: string, endedAt: string | null): Found {
  const failure = error instanceof DownloadFailure ? error : null;
  const at = failure?.url ?? endedAt;
  return {
    ...NOTHING,
    link: linkOf(failure?.reason ?? error.code),
    reason: failure?.reason ?? error.code,
    httpStatus: failure?.httpStatus ?? (endedAt === null ? null : 200),
    movedTo: at === null ? null : moved(asked, at),
    optOut: failure?.optOut ?? null,
  };
}

const LINKS = {
  dead: 'gone',
  withheld: 'withheld',
  unusable: 'no-picture',
  transient: 'unreachable',
} as const;

function linkOf(reason: string): LinkState {
  if (reason === 'opted-out') return 'reserved';
  if (reason === 'dns') return 'no-server';
  return LINKS[failureKind(reason)];
}

/** Where it ended, unless that is the same address by https. */
function moved(asked: string, endedAt: string): string | null {
  return sameAddress(asked) === sameAddress(endedAt) ? null : endedAt;
}
