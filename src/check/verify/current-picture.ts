import type { IndexedRow } from '../../core/dataset.ts';
import {
  type Grade,
  GRADES,
  isClear,
  isCopyDistance,
  isFound,
  isGround,
  type Relation,
} from '../../core/evidence.ts';
import type { GradedCandidate } from '../candidate.ts';
import { isRuledOut, placedAs, relationOf, seenFromOther } from '../placed.ts';
import type { Fingerprint, KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { nearestOrientation } from '../../core/pdq-distance.ts';
import type { CurrentPicture, LiveStatus } from '../../api/current-picture.ts';
import { sameBeneath } from './beneath-words.ts';
import type { Comparer } from './comparer.ts';
import { gradeCandidates } from './verify.ts';

/**
 * What the picture at a row's address says now: of the artist's picture, and of what the row recorded.
 * @param query the artist's @param live of the picture at the address @param fetchedAt when it was there
 */
export async function judgeLive(
  query: KeptFingerprint,
  row: IndexedRow,
  live: Fingerprint,
  comparer: Comparer,
  fetchedAt: Date,
): Promise<CurrentPicture> {
  const { sha256, md5, pdq, pdqQuality, width, height } = live.picture;
  const { distance, orientation } = nearestOrientation(pdq, query.orientedPdq);
  // The live picture's pixels are here, and the query's no more: so it is laid on the query's.
  const kept = [query.keypoints, ...(query.withoutWords === undefined ? [] : [query.withoutWords])];
  const [laid, beneath = null] = await comparer.compare(live, kept);
  const asItIs = laid && seenFromOther(laid);
  const compared =
    relationOf(asItIs) === 'same-picture'
      ? asItIs
      : (sameBeneath(beneath && seenFromOther(beneath)) ?? asItIs);
  const relation = relationOf(compared);
  const geometry = relation === null ? null : compared;
  const sha256Agrees = row.sha256 === null ? null : row.sha256 === sha256;
  const md5Agrees = row.md5 === null ? null : row.md5 === md5;
  const recordedPdqDistance =
    row.pdq === null ? null : nearestOrientation(row.pdq, live.orientedPdq).distance;
  // The live picture put in the row's place, for the same rules to judge that judge every row.
  const candidate = {
    row: { ...row, sha256, md5, pdq, pdqQuality },
    sameBytes: sha256 === query.picture.sha256,
    pdqDistance: distance,
    pdqOrientation: orientation,
    similarity: null,
    similarityView: null,
    whole: null,
    asItLies: null,
    rank: null,
    model: null,
    card: null,
    keypoints: live.keypoints,
    seenSince: false,
    geometry,
    relation,
    compared: true,
    ruledOut: isRuledOut(compared),
    keypointsLost: false,
  };
  const [graded] = gradeCandidates([candidate], query);
  return {
    status: liveStatusOf(
      [sha256Agrees, md5Agrees],
      isClear(row.pdqQuality) && isClear(pdqQuality) ? recordedPdqDistance : null,
    ),
    grade: graded && isGround(graded.grade) ? graded.grade : null,
    pdqDistance: distance,
    orientation,
    geometry: graded ? placedAs(graded.grade, geometry) : null,
    sameSubject: graded?.grade === 'look-alike' && relation === 'same-subject',
    width,
    height,
    sha256Agrees,
    md5Agrees,
    recordedPdqDistance,
    fetchedAt: fetchedAt.toISOString(),
  };
}

/**
 * What a picture is of the one that was recorded.
 * @param bytesAgree of each file hash whether it agrees; null where none was recorded
 * @param trustedDistance of the PDQ hashes; null where none was recorded, or one of the pictures is too plain for it
 */
export function liveStatusOf(
  bytesAgree: readonly (boolean | null)[],
  trustedDistance: number | null,
): LiveStatus {
  if (bytesAgree.includes(true)) return 'same-file';
  if (trustedDistance !== null) return isCopyDistance(trustedDistance) ? 'same-picture' : 'another-picture';
  return bytesAgree.includes(false) ? 'another-file' : 'not-recorded';
}

/**
 * `before` with what the live picture adds. A host that serves another picture now, or one for many, says nothing of what the
 * dataset took from it, so then nothing is added; and nothing is ever taken away.
 */
export function withLive(
  before: GradedCandidate,
  live: CurrentPicture,
  query: KeptFingerprint,
): GradedCandidate {
  if (live.status === 'another-picture' || live.status === 'placeholder') return before;
  const nearer = before.pdqDistance === null || live.pdqDistance < before.pdqDistance;
  // A part says nothing of how the whole of a picture lies, which is what a stronger grade claims.
  const isLess = live.grade === 'part' && isFound(before.grade);
  return {
    ...before,
    grade: strongerOf(before.grade, gradeForRow(live, query)),
    ...(nearer ? { pdqDistance: live.pdqDistance, pdqOrientation: live.orientation } : {}),
    geometry: isLess ? before.geometry : (live.geometry ?? before.geometry),
    relation: isLess ? before.relation : relationAfter(before, live),
    compared: true,
    // What the row's own keypoints left open stays so: the live picture may be another one by now.
    ruledOut: before.compared ? before.ruledOut : live.grade === null,
  };
}

function relationAfter({ relation }: GradedCandidate, live: CurrentPicture): Relation | null {
  if (live.grade === 'part') return 'part';
  if (live.geometry !== null) return 'same-picture';
  return relation ?? (live.sameSubject ? 'same-subject' : null);
}

/** The very file stands there now; but where the row recorded another file, the row's was at best a copy. */
function gradeForRow({ grade, status, sha256Agrees, md5Agrees }: CurrentPicture, query: KeptFingerprint) {
  const recordedOther = status !== 'same-file' && (sha256Agrees === false || md5Agrees === false);
  if (grade !== 'identical' || !recordedOther) return grade;
  return isClear(query.picture.pdqQuality) ? 'copy' : null;
}

function strongerOf(a: Grade, b: Grade | null): Grade {
  return b !== null && GRADES.indexOf(b) < GRADES.indexOf(a) ? b : a;
}
