import { AGREEMENT, BOXES, EDITED, LOOK, PLACEMENT, UNIT } from '../../../core/calibration.ts';
import type { Geometry } from '../../../api/geometry.ts';
import type { Patch, QueryPixels } from '../../../core/picture.ts';
import { mirroredKeypoints } from '../../../fingerprint/keypoints/keypoints.ts';
import type { Grid, Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { agreementOf } from './agreement.ts';
import { areaAround, type Point } from './area.ts';
import { findTransform, agreeingWith, type AffineTransform, type Placed } from './affine-transform.ts';
import { bentBack, fitOf, straightBack, type BentMap, type Fit } from './bent.ts';
import { mirroredPart, partsOf, placementByFrame, placementsByBox, type Part } from './boxes.ts';
import { contentShare, frameOf } from './frame.ts';
import { glanceAt, gridsCompared, lookAt, type Look, type Looked } from './look.ts';
import { mirroredPixels, type Levels } from './rectified.ts';
import { withoutCovered } from './covered.ts';
import { countByStrength } from './strength.ts';
import { agreeing, countsBeside, countsOf, countWithin } from './counts.ts';
import { tentativeMatches, type Tentative } from './tentative.ts';

/** A query with its keypoints, and what it is when mirrored, which no row needs. */
export interface QueryPicture {
  asIs: View;
  mirrored: View;
}

interface View {
  keypoints: Keypoints;
  /** Mirrored only once they are looked at: most pairs of pictures never are. */
  levels: () => Levels;
  parts: readonly Part[];
  patches: readonly Patch[];
}

export function queryPicture(keypoints: Keypoints, pixels: QueryPixels): QueryPicture {
  const parts = partsOf(keypoints, pixels);
  const asIs: Levels = [pixels];
  let mirrored: Levels | null = null;
  return {
    asIs: { keypoints, levels: () => asIs, parts, patches: pixels.patches },
    mirrored: {
      keypoints: mirroredKeypoints(keypoints),
      levels: () => (mirrored ??= [mirroredPixels(pixels)]),
      parts: parts.map((part) => mirroredPart(part, keypoints)),
      patches: pixels.patches.map((patch) => ({ ...patch, left: 1 - patch.left - patch.width })),
    },
  };
}

/**
 * How the query lies on the row's picture, as it is or mirrored, whichever more speaks for; null where nothing does. It
 * says what was measured, and not yet what that makes of the two pictures. By hand, like the keypoints: the floors of
 * `core/calibration.ts` were measured with this fit.
 */
export function comparePictures(query: QueryPicture, row: Keypoints): Geometry | null {
  const asIs = pairOf(query.asIs, row);
  const mirrored = pairOf(query.mirrored, row);
  let best = placeOn(asIs);
  let isMirrored = false;
  // Turned over by chance: a picture that lies so firmly does not lie the other way round too.
  if (best === null || !isFirm(best)) {
    const turnedOver = placeOn(mirrored);
    if (strengthOf(turnedOver) > strengthOf(best)) [best, isMirrored] = [turnedOver, true];
  }
  const isPoor = row.count < BOXES.mostKeypoints || contentShare(row) <= BOXES.mostContentOfMark;
  const inPlace = isPoor ? placeByFrame(asIs) : null;
  if (!isLikely(best) && (isPoor || showsTheSame(query.asIs.keypoints.grid, row.grid))) {
    for (const pair of isPoor ? [asIs, mirrored] : [asIs]) {
      const byFrame = isPoor && pair === asIs ? inPlace : placeByFrame(pair);
      for (const straight of [placeByBox(pair), byFrame]) {
        if (strengthOf(straight) > strengthOf(best)) [best, isMirrored] = [straight, pair === mirrored];
      }
    }
  }
  // A mark that looks the same turned round lies as it stands, and the few matches of another one pull it askew.
  if (inPlace && isAtLeastAs(inPlace, best)) [best, isMirrored] = [inPlace, false];
  return best && geometryOf(best, query, row, isMirrored);
}

/** A view of the query and a row, with their matches, which are looked for once, and only where they are asked for. */
interface Pair {
  view: View;
  row: Keypoints;
  matches: () => Tentative;
}

function pairOf(view: View, row: Keypoints): Pair {
  let matches: Tentative | null = null;
  return { view, row, matches: () => (matches ??= tentativeMatches(view.keypoints, row)) };
}

/** Whether what was found leaves little to find. */
function isLikely(placed: PlacedKeypoints | null): boolean {
  return (
    placed !== null &&
    placed.look !== null &&
    agreeing(placed.look) >= BOXES.likely * placed.look.keypoints.length
  );
}

function placeByBox(pair: Pair): PlacedKeypoints | null {
  return placeStraight(pair, placementsByBox(pair.view.parts, pair.row), BOXES.leastAgreeing);
}

function placeByFrame(pair: Pair): PlacedKeypoints | null {
  return placeStraight(pair, placementByFrame(pair.view.keypoints, pair.row), BOXES.leastAgreeingOfFrame);
}

/** Of some placements, the one that shows most alike; null where less than a share of the grid agrees with any. */
function placeStraight(
  { view, row, matches: findMatches }: Pair,
  placements: readonly AffineTransform[],
  least: number,
): PlacedKeypoints | null {
  const { keypoints, levels } = view;
  let best: PlacedKeypoints | null = null;
  const matches = findMatches();
  for (const placement of placements) {
    const back = straightBack(placement);
    const glance = glanceAt(back, levels(), keypoints, row);
    const areas = countWithin(glance, LOOK.areaDistance);
    // What was laid over a mark hides it, and speaks neither for it nor against it.
    const { added } = countByStrength(glance, LOOK.areaDistance);
    if (glance.length < BOXES.leastAreas || areas < least * (glance.length - added)) continue;
    const look = lookAt(back, levels(), keypoints, row);
    const placed = agreeingWith(placement, keypoints, row, matches);
    const byBox = {
      ...placed,
      query: placed.inliers.map((i) => matches.query[i]),
      // Where next to none agree, what looks the same says what is shown.
      row:
        placed.inliers.length < LOOK.manyInliers
          ? agreeingOf(look)
          : placed.inliers.map((i) => matches.row[i]),
      toQuery: back,
      look,
      fit: fitOf(back, keypoints, row, matches),
    };
    if (strengthOf(byBox) > strengthOf(best)) best = byBox;
  }
  return best;
}

/** Whether two grids as they are speak for the one frame lying on the other: without a look at any pixel. */
function showsTheSame(query: Grid, row: Grid): boolean {
  if (query.columns !== row.columns || query.rows !== row.rows) return false;
  const places = gridsCompared(query, row);
  const areas = countWithin(places, LOOK.areaDistance);
  return places.length >= BOXES.leastAreas && areas >= BOXES.leastAgreeingOfFrame * places.length;
}

interface PlacedKeypoints extends Placed {
  /** Keypoint of the query and of the row, for each inlier. */
  query: number[];
  row: number[];
  /** Where the row lies on the query; null where too few keypoints agree to say. */
  toQuery: BentMap | null;
  /** Null where too few keypoints agree for a look to be worth its time. */
  look: Look | null;
  fit: Fit;
}

const NO_FIT: Fit = { matched: 0, fitting: 0, precise: 0 };

function placeOn({ view, row, matches: findMatches }: Pair): PlacedKeypoints | null {
  const { keypoints, levels } = view;
  const matches = findMatches();
  const placed = findTransform(keypoints, row, matches);
  if (placed === null) return null;
  const back =
    placed.inliers.length >= LOOK.leastInliers ? bentBack(placed.placement, keypoints, row, matches) : null;
  const isWorthIt =
    back !== null && isWorthALook(placed.inliers.length, () => glanceAt(back, levels(), keypoints, row));
  return {
    ...placed,
    query: placed.inliers.map((i) => matches.query[i]),
    row: placed.inliers.map((i) => matches.row[i]),
    toQuery: back,
    look: isWorthIt ? lookAt(back, levels(), keypoints, row) : null,
    fit: isWorthIt ? fitOf(back, keypoints, row, matches) : NO_FIT,
  };
}

/** Few keypoints agree by chance too: then only where a glance at the whole speaks for it. */
function isWorthALook(inliers: number, glance: () => Looked[]): boolean {
  if (inliers >= LOOK.manyInliers) return true;
  const areas = glance();
  return countWithin(areas, LOOK.areaDistance) >= LOOK.leastAtAGlance * areas.length;
}

/** A picture with a middle line lies half as well the other way round: only most of it agreeing makes that needless to try. */
function isFirm({ inliers, look }: PlacedKeypoints): boolean {
  return (
    inliers.length >= PLACEMENT.firmInliers &&
    look !== null &&
    agreeing(look) >= LOOK.leastOfFirm * look.keypoints.length
  );
}

function strengthOf(placed: PlacedKeypoints | null): number {
  if (placed === null) return 0;
  if (placed.look === null) return placed.inliers.length;
  // Of two placements that nearly agree, the one that more matches lie on to the pixel.
  return placed.fit.precise + alikeIn(placed.look);
}

/** Whether the one frame lying on the other shows as much alike as what the matches propose, or nearly as much where these are few. */
function isAtLeastAs(byFrame: PlacedKeypoints, other: PlacedKeypoints | null): boolean {
  if (strengthOf(byFrame) > strengthOf(other)) return true;
  if (byFrame.look === null || other === null || other.look === null) return false;
  const least = other.inliers.length < EDITED.fewInliers ? BOXES.nearlyAsMuch : 1;
  return alikeIn(byFrame.look) >= least * alikeIn(other.look);
}

function alikeIn(look: Look): number {
  return agreeing(look) + countWithin(look.grid, LOOK.areaDistance);
}

/** The row's keypoints that look the same in the query. */
function agreeingOf({ keypoints }: Look): number[] {
  return keypoints.filter(({ distance }) => distance <= LOOK.mostDistance).map(({ keypoint }) => keypoint);
}

function geometryOf(
  placed: PlacedKeypoints,
  query: QueryPicture,
  row: Keypoints,
  mirrored: boolean,
): Geometry {
  const [a, b, , d, e] = placed.placement;
  const own = query.asIs.keypoints;
  const { keypoints: asPlaced, levels, patches } = mirrored ? query.mirrored : query.asIs;
  const { wholes, ...agreement } = agreementOf(placed.placement, asPlaced, row, placed);
  const sides = Math.max(own.width, own.height) / Math.max(row.width, row.height);
  return {
    inliers: placed.inliers.length,
    mirrored,
    rotationDegrees: (Math.atan2(d - b, a + e) * 180) / Math.PI,
    scale: Math.sqrt(a * e - b * d) * sides,
    ...agreement,
    look: placed.look && {
      ...countsOf(placed.look, row.count),
      ...placed.fit,
      beside: besideCounts(placed, { query: asPlaced, row }, patches),
    },
    // Not looked at for this alone.
    frame: frameOf(placed.placement, asPlaced, row, placed.look === null ? null : levels()[0]),
    // Of the picture as the artist knows it, not of the mirrored one.
    query: { ...areaOf(placed.query, own), whole: wholes.query },
    row: { ...areaOf(placed.row, row), whole: wholes.row },
  };
}

type Sides = Pick<Parameters<typeof withoutCovered>[1], 'query' | 'row'>;

/** Null where nothing lies under a patch. */
function besideCounts({ look, toQuery }: PlacedKeypoints, sides: Sides, patches: readonly Patch[]) {
  if (look === null || toQuery === null || patches.length === 0) return null;
  const beside = withoutCovered(look, { toQuery, ...sides }, patches);
  return beside.keypoints.length === look.keypoints.length ? null : countsBeside(beside);
}

function areaOf(chosen: readonly number[], { x, y, width, height }: Keypoints) {
  const points = chosen.map((i): Point => [x[i], y[i]]);
  const { support } = AGREEMENT;
  return areaAround(points, (support * UNIT) / width, (support * UNIT) / height);
}
