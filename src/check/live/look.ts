import { LIVE } from '../../core/calibration.ts';
import { cosineSimilarity, type Embedding } from '../../core/embedding.ts';
import { LIVE_OPTIONS } from '../../core/fingerprint-options.ts';
import type { CurrentPicture } from '../../api/current-picture.ts';
import type { RowLive } from '../../api/live.ts';
import type { PictureFacts } from '../../api/picture.ts';
import type { Fingerprint, KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import type { Fingerprinter } from '../../fingerprint/fingerprinter.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { KeepLive } from '../keep-live.ts';
import type { Comparer } from '../verify/comparer.ts';
import { isNearAsItLies } from '../near-as-it-lies.ts';
import { judgeLive } from '../verify/current-picture.ts';

/** A picture that a row's address showed, in numbers. */
export interface Seen {
  picture: CurrentPicture;
  /** Of that picture. */
  facts: Pick<PictureFacts, 'sha256' | 'md5' | 'pdq' | 'pdqQuality'>;
  /** By how much its vector is further from the query's than the row's is, or nearer; null where nobody measured. */
  drift: number | null;
}

/** What a row's address showed: a picture, or why there is none to compare. */
export type Look = Seen | { failure: Omit<RowLive, 'picture'> };

/** The artist's picture, while its check lasts. */
export interface LiveQuery {
  query: KeptFingerprint;
  /** Its vector as it lies, by model; none any more once the check was answered and nothing is looked at. */
  wholes: ReadonlyMap<string, Embedding>;
}

/** What a row's live picture is looked at with. */
export interface LookParts {
  fingerprinter: Pick<Fingerprinter, 'fingerprint'>;
  comparer: Comparer;
  /** Keeps what was seen for the checks that follow; absent where nothing is kept. */
  keep?: KeepLive;
}

/**
 * What the picture at a row's address says, by the same rules as any row's. Where the row is near to the whole picture, the
 * vector of the live one tells whether it is still the row's.
 * @param bytes of the live picture; their memory is given away
 * @throws TrainspotError whatever decoding says
 */
export async function lookAt(
  candidate: GradedCandidate,
  bytes: Uint8Array,
  { query, wholes }: LiveQuery,
  { fingerprinter, comparer, keep }: LookParts,
): Promise<Seen> {
  const fetchedAt = new Date();
  const { model, asItLies } = candidate;
  const whole = model === null ? undefined : wholes.get(model);
  const models = whole !== undefined && isNearAsItLies(candidate) ? [model as string] : [];
  const options = { ...LIVE_OPTIONS, views: models.length > 0 ? (['as-is'] as const) : [] };
  const live = await fingerprinter.fingerprint(bytes, models, options, 'handed-over');
  const judged = await judgeLive(query, candidate.row, live, comparer, fetchedAt);
  const vector = live.embeddings.find((embedding) => embedding.model === model)?.vector;
  const drift =
    vector === undefined || whole === undefined || asItLies === null
      ? null
      : Math.abs(cosineSimilarity(vector, whole) - asItLies);
  const { sha256, md5, pdq, pdqQuality } = live.picture;
  const status = isOther(candidate, judged, drift) ? 'another-picture' : await kept(candidate, live, keep);
  const picture = status === null ? judged : { ...judged, status };
  return { picture, facts: { sha256, md5, pdq, pdqQuality }, drift };
}

/** Whether a row's vector says that what stands at its address is not what it was made of. */
function isOther(candidate: GradedCandidate, judged: CurrentPicture, drift: number | null): boolean {
  // Files that were recorded say it better.
  if (judged.status !== 'not-recorded') return false;
  if (drift !== null) return drift > LIVE.mostDrift;
  // The very file of the artist's, and the row's vector is not near to theirs.
  return judged.grade === 'identical' && candidate.asItLies !== null && !isNearAsItLies(candidate);
}

/** What keeping a live picture has shown it to be, of what other checks saw and by the row's own vector; null where nothing. */
async function kept(
  { row }: GradedCandidate,
  live: Fingerprint,
  keep: KeepLive | undefined,
): Promise<'placeholder' | 'another-picture' | null> {
  const became = await keep?.seen(row, live);
  return became === 'placeholder' || became === 'another-picture' ? became : null;
}
