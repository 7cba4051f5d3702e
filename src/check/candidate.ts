import type { RowLive } from '../api/live.ts';
import type { PictureFacts } from '../api/picture.ts';
import type { Geometry } from '../api/geometry.ts';
import type { IndexedRow } from '../core/dataset.ts';
import type { Grade, Relation } from '../core/evidence.ts';
import type { KeypointBytes } from '../core/keypoints.ts';
import type { ModelCard } from '../core/model-card.ts';
import type { Orientation, View } from '../core/picture.ts';

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
  /** Cosine to the whole picture, in the nearest of the ways that it may lie; null where no such view brought it up. */
  whole: number | null;
  /** Cosine to the whole picture as it lies; null likewise. */
  asItLies: number | null;
  /** Its place among what vector search brought up of its index, from 0; null where it did not. */
  rank: number | null;
  /** Name of the model card that `similarity` belongs to. */
  model: string | null;
  /** That card with the floors that hold here; null likewise. */
  card: ModelCard | null;
  /** The row's keypoints; null where none were kept, so that the pictures cannot be compared from here. */
  keypoints: KeypointBytes | null;
  /** Whether these were seen at its address since it was indexed, by a vector alone. */
  seenSince: boolean;
  /** The confirmed placement of the two pictures; null where there is none, or nothing was compared. */
  geometry: Geometry | null;
  /** What the two pictures are to each other; null where no placement is confirmed, or nothing was compared. */
  relation: Relation | null;
  /** Whether the keypoints of the two pictures were compared. */
  compared: boolean;
  /** Whether they were, and speak against the pictures being one; what they leave open, they do not rule out. */
  ruledOut: boolean;
  /** Whether keypoints of the row were kept and cannot be read: they might have told. */
  keypointsLost: boolean;
}

/** A candidate with the grade of its evidence. */
export interface GradedCandidate extends Candidate {
  grade: Grade;
  /** What became of looking at its address; absent or null where nobody did. */
  live?: RowLive | null;
  /** What the picture at its address is, where that is the row's own. */
  seen?: Pick<PictureFacts, 'sha256' | 'md5' | 'pdq' | 'pdqQuality'> | null;
}
