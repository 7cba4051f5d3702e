import { AGREEMENT, UNIT, WHOLE } from '../../../core/calibration.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { clippedTo, contains, polygonArea, shrunk, type Point } from './area.ts';
import { inverse, moved, type AffineTransform } from './affine-transform.ts';

/** How many percent of the keypoints agree, in whichever picture fewer do, and whether either picture is there whole. */
export interface Agreement {
  /** Of those in all that the pictures share. */
  agreementPercent: number;
  /** Of those in the middle of it; 100 where there are too few to tell. */
  middleAgreementPercent: number;
  /**
   * Whether all of a picture is in the other one, as far as can be seen: the other's frame leaves out next to nothing of
   * it, and wherever it has keypoints enough to tell, some agree. Where nothing stands out, nothing can disagree.
   */
  wholes: { query: boolean; row: boolean };
}

/**
 * How many of the keypoints that should agree do. Pictures in one frame, or under one template's captions, agree
 * around the middle of what they share and hardly in it.
 * @param chosen the agreeing keypoints of each picture
 */
export function agreementOf(
  placement: AffineTransform,
  query: Keypoints,
  row: Keypoints,
  chosen: { query: readonly number[]; row: readonly number[] },
): Agreement {
  const ofRow = sharedPart(placement, query, row);
  const back = inverse(placement);
  const onQuery = (part: readonly Point[]): Point[] => part.map((point) => moved(back, point));
  const percentIn = (part: readonly Point[]): number =>
    Math.min(shareInside(query, chosen.query, onQuery(part)), shareInside(row, chosen.row, part));
  return {
    agreementPercent: percentIn(ofRow),
    middleAgreementPercent: percentIn(shrunk(ofRow, AGREEMENT.middle)),
    wholes: {
      query: isCovered(query, onQuery(ofRow)) && agreesEverywhere(query, chosen.query),
      row: isCovered(row, ofRow) && agreesEverywhere(row, chosen.row),
    },
  };
}

function isCovered(keypoints: Keypoints, part: readonly Point[]): boolean {
  const [width, height] = sidesOf(keypoints);
  return polygonArea(part) / (width * height) >= WHOLE.leastFrameShare;
}

function agreesEverywhere({ x, y, count }: Keypoints, chosen: readonly number[]): boolean {
  const cellOf = (i: number): number => cellAt(x[i]) + WHOLE.cells * cellAt(y[i]);
  const all = Array.from({ length: WHOLE.cells * WHOLE.cells }, () => 0);
  for (let i = 0; i < count; i++) all[cellOf(i)]++;
  const agreeing = new Set(chosen.map(cellOf));
  return all.every((keypoints, cell) => keypoints < WHOLE.leastInCell || agreeing.has(cell));
}

function cellAt(share: number): number {
  return Math.min(WHOLE.cells - 1, Math.max(0, Math.floor(share * WHOLE.cells)));
}

/** What of the row's picture the query covers, in the row's longer sides. */
function sharedPart(placement: AffineTransform, query: Keypoints, row: Keypoints): Point[] {
  const [right, bottom] = sidesOf(query);
  const corners: Point[] = [
    [0, 0],
    [right, 0],
    [right, bottom],
    [0, bottom],
  ];
  return clippedTo(
    corners.map((corner) => moved(placement, corner)),
    ...sidesOf(row),
  );
}

function shareInside(keypoints: Keypoints, chosen: readonly number[], polygon: readonly Point[]): number {
  const [width, height] = sidesOf(keypoints);
  const isInside = (i: number): boolean =>
    contains(polygon, [keypoints.x[i] * width, keypoints.y[i] * height]);
  let all = 0;
  for (let i = 0; i < keypoints.count; i++) if (isInside(i)) all++;
  if (all < AGREEMENT.leastInMiddle) return 100;
  return (100 * chosen.filter(isInside).length) / all;
}

function sidesOf({ width, height }: Keypoints): [number, number] {
  return [width / UNIT, height / UNIT];
}
