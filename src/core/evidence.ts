import { breadthOf } from './aspect.ts';
import { COPY, EDITED } from './calibration.ts';
import type { IndexedRow } from './dataset.ts';
import type { Orientation, View } from './picture.ts';
import type { ChannelDetail, MatchChannel } from './channel.ts';
import type { KeypointBytes } from './keypoints.ts';
import type { TrainedModel } from './trained-model.ts';

/** Strongest first. */
export const GRADES = ['identical', 'copy', 'edited', 'look-alike'] as const;
export type Grade = (typeof GRADES)[number];

/** Whether two hashes at this distance are of the same picture; false where a hash is missing. */
export function isCopyDistance(pdqDistance: number | null): boolean {
  return pdqDistance !== null && pdqDistance <= COPY.mostDistance;
}

/** Whether a picture of this PDQ quality has enough in it for its hash to be trusted; false where unknown. */
export function isClear(pdqQuality: number | null): boolean {
  return pdqQuality !== null && pdqQuality >= COPY.leastQuality;
}

/** A part of a picture: a convex polygon of [x, y] in fractions of the width and height, from the top left. */
export interface MatchedArea {
  /** Of the picture's area, 0–100. */
  percent: number;
  polygon: (readonly [x: number, y: number])[];
  /** All of the picture is in the other one, as far as can be seen; then `percent` is but where its keypoints lie. */
  whole: boolean;
}

/** What the keypoints of two pictures say: how one lies in the other, and how much of each is seen in both. */
export interface Geometry {
  /** Keypoints that one placement of the two pictures explains, each of a place of its own. */
  inliers: number;
  /** The query had to be mirrored. */
  mirrored: boolean;
  /** Clockwise turn that lays the (mirrored) query on the row's picture, −180 to 180. */
  rotationDegrees: number;
  /** Length in the row's picture of a length of 1 in the query, both measured in their own long sides. */
  scale: number;
  /** Of the keypoints in what the pictures share, how many agree, 0–100, in whichever picture fewer do. */
  agreementPercent: number;
  /** Of those in the middle of it; of pictures in one frame hardly any do. */
  middleAgreementPercent: number;
  query: MatchedArea;
  row: MatchedArea;
}

/**
 * The placement of two pictures of this grade: the hashes of a copy, and the bytes of the very same file, speak for the
 * whole of both, wherever keypoints lie.
 */
export function placedAs(grade: Grade, geometry: Geometry | null): Geometry | null {
  if (geometry === null || !(grade === 'identical' || grade === 'copy')) return geometry;
  return {
    ...geometry,
    query: { ...geometry.query, whole: true },
    row: { ...geometry.row, whole: true },
  };
}

/** The placement, where it shows that one picture is an edited copy of the other; null where it may be chance. */
export function confirmed(geometry: Geometry | null): Geometry | null {
  if (geometry === null) return null;
  const { inliers, agreementPercent, middleAgreementPercent, query, row } = geometry;
  const isFirm =
    inliers >= EDITED.leastInliers &&
    middleAgreementPercent >= EDITED.leastMiddleShare * agreementPercent &&
    middleAgreementPercent >= EDITED.leastMiddlePercent &&
    Math.max(query.percent, row.percent) >= EDITED.leastPercentOfEither &&
    Math.min(query.percent, row.percent) >= EDITED.leastPercentOfBoth;
  return isFirm && !isContradicted(geometry) && !isStrip(geometry) ? geometry : null;
}

/** Few keypoints agree, and nearly all others do not, in all and in the middle: two pictures that share a shape. */
function isContradicted({ inliers, agreementPercent, middleAgreementPercent }: Geometry): boolean {
  const percent = Math.max(agreementPercent, middleAgreementPercent);
  return inliers < EDITED.fewInliers && percent < EDITED.leastPercentOfFew;
}

/** What agrees lies along one line, as the letters of a word do. */
function isStrip({ inliers, query, row }: Geometry): boolean {
  const breadth = Math.max(breadthOf(query.polygon), breadthOf(row.polygon));
  return inliers < EDITED.leastInliersOfStrip && breadth < EDITED.leastBreadth;
}

/** A row that a search brought up, with every number it was brought up by. */
export interface Candidate {
  row: IndexedRow;
  /** True when the sha256 or the md5 of the file equals the row's. */
  sameBytes: boolean;
  /** Smallest distance over the query's orientations; null where the row has no PDQ hash. */
  pdqDistance: number | null;
  pdqOrientation: Orientation | null;
  /** Cosine to the view in which it stands out most; null where the vector search did not bring it up. */
  similarity: number | null;
  similarityView: View | null;
  /** By how much it is nearer to that view than the last of the view's nearest rows is; null likewise. */
  margin: number | null;
  /** Name of the model card that `similarity` belongs to. */
  model: string | null;
  /** The row's keypoints; null where none were kept, so that the pictures cannot be compared from here. */
  keypoints: KeypointBytes | null;
  /** The confirmed placement of the two pictures; null where there is none, or nothing was compared. */
  geometry: Geometry | null;
  /** Whether the keypoints of the two pictures were compared. */
  compared: boolean;
  /** Whether keypoints of the row were kept and cannot be read: they might have told. */
  keypointsLost: boolean;
}

/** A candidate with the grade of its evidence. */
export interface GradedCandidate extends Candidate {
  grade: Grade;
}

/** A graded row as a client sees it. */
export interface Match {
  grade: Grade;
  dataset: string;
  release: string;
  rowId: string;
  url: string;
  caption: string | null;
  width: number | null;
  height: number | null;
  pdqDistance: number | null;
  similarity: number | null;
  /** Which view or orientation of the query matched. */
  view: Orientation | View;
  /** How the two pictures lie on one another; null where that is not confirmed, or was not compared. */
  geometry: Geometry | null;
  /** Whether keypoints were compared; false where the row has none, or either picture too few to tell. */
  compared: boolean;
  /** Matches with the same group show the same picture. */
  group: string;
  unsafe: boolean | null;
  /** Models publicly said to have been trained on the row's dataset. */
  models: TrainedModel[];
  /** Who can be asked about the row, the best first, as long as the artist has answered nothing. */
  channelIds: string[];
  /** By their ids, what is so for this row alone. */
  channelDetails: Record<string, ChannelDetail>;
  /** The same in full, as it was before `CheckResult.channels`: for one release more. */
  channels: MatchChannel[];
}
