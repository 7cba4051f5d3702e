import type { Geometry } from '../api/geometry.ts';
import { breadthOf } from '../core/aspect.ts';
import { EDITED } from '../core/calibration.ts';
import { FIGURE, SAME } from '../core/same-picture.ts';
import type { Grade, Relation } from '../core/evidence.ts';

/**
 * The placement of two pictures of this grade: the hashes of a copy, and the bytes of the very same file, speak for the
 * whole of both, wherever keypoints lie; a part is of neither the whole. What only looks similar has none, though points
 * of two photographs of one place agree: neither lies on the other.
 */
export function placedAs(grade: Grade, geometry: Geometry | null): Geometry | null {
  if (geometry === null || grade === 'look-alike') return null;
  if (grade === 'edited') return geometry;
  const whole = grade !== 'part';
  return { ...geometry, query: { ...geometry.query, whole }, row: { ...geometry.row, whole } };
}

/**
 * What two pictures are to each other by their placement; null where it may be chance. The same where all that both show
 * agrees; where it does not, points that agree to the last are of a part that both hold, and those that agree but nearly are
 * of one thing seen twice.
 */
export function relationOf(geometry: Geometry | null): Relation | null {
  if (geometry === null || geometry.look === null) return null;
  const { agreeing, exact } = geometry.look;
  if (looksTheSame(geometry, geometry.look)) {
    const isLoose = isLooseFigure(geometry.frame, geometry.look) && !isWholeWithin(geometry, geometry.look);
    return isLoose ? 'part' : 'same-picture';
  }
  if (confirmed(geometry) === null) return null;
  return exact >= EDITED.leastExactOfPart * agreeing ? 'part' : 'same-subject';
}

/** By any of the lines of `SAME`. */
function looksTheSame(geometry: Geometry, look: Look): boolean {
  const { points, areas } = look;
  const measured = measuredOf(geometry, look);
  const isMark =
    geometry.withoutWords !== true &&
    points < SAME.few.points &&
    areas >= SAME.mark.areas &&
    measured.areas >= SAME.mark.areasAgreeing;
  if (isMark) return look.agreeing >= SAME.mark.agreeing * points;
  const passesAny = (lines: readonly Line[]): boolean => lines.some((line) => isAtLeast(measured, line));
  const isInPlace = geometry.frame.shiftPercent <= SAME.mostShiftInPlace;
  // A row of the first releases cannot say that nothing is gone.
  const isMarkInPlace = isInPlace && areas > 0 && geometry.frame.contentPercent <= SAME.mostContentOfMark;
  if (isMarkInPlace && passesAny(MARK_IN_PLACE)) return true;
  if (isMarkInPlace && geometry.withoutWords === true && passesAny([SAME.markBeneathWords])) return true;
  const isDetailed = look.keypoints >= SAME.fullOfDetail;
  const whole = points < SAME.many.points ? FEW : isDetailed ? DETAILED_WHOLE : DRAWN_WHOLE;
  if (passesAny(whole) || (isInPlace && passesAny(WHOLE_IN_PLACE))) return true;
  if (isInPlace && isFull(geometry.frame) && passesAny([SAME.fullInPlaceFirm])) return true;
  if (isFramed(geometry.frame) && !geometry.frame.isPlain && passesAny([SAME.framed])) return true;
  if (looksTheSameBeside(geometry, look)) return true;
  // What is left around something that was laid over it is more than a frame.
  if (confirmed(geometry) === null || (isInPlace && isRefilled(geometry, look))) return false;
  return passesAny(linesOf(geometry.frame, isDetailed));
}

/** Where something plain lies over the query: by what shows beside it. */
function looksTheSameBeside({ inliers, frame }: Geometry, look: Look): boolean {
  const { beside } = look;
  if (beside === null || look.points - beside.points < SAME.leastCovered * look.points) return false;
  // Of what is gone and added only the first is told, and nothing of the grid's.
  const counts = { ...look, ...beside, added: 0, areasGone: 0, areasAdded: 0 };
  const measured = measuredOf({ inliers, frame }, counts);
  const passesAny = (lines: readonly Line[]): boolean => lines.some((line) => isAtLeast(measured, line));
  const isInPlace = frame.shiftPercent <= SAME.mostShiftInPlace;
  if (isFull(frame) && passesAny([SAME.beside])) return true;
  if (isToItsEdges(frame) && passesAny([SAME.besideFirm])) return true;
  return isInPlace && passesAny([SAME.besideInPlace, SAME.many]);
}

/** A card, a page or a chart that was filled with something else: what agrees is what every one of its kind has. */
function isRefilled(geometry: Geometry, look: Look): boolean {
  const { middleAgreementPercent, agreementPercent } = geometry;
  const isOfItsFrame = middleAgreementPercent < SAME.refilled.middleShare * agreementPercent;
  const measured = measuredOf(geometry, look);
  return (
    isOfItsFrame && measured.fitting < SAME.refilled.fitting && !isAtLeast(measured, SAME.wordsOverMiddle)
  );
}

/** The lines for what is left of a picture around something that was laid over it, by what it is and how it lies. */
function linesOf(frame: Geometry['frame'], isDetailed: boolean): Line[] {
  const lines = [...(isDetailed ? DETAILED : DRAWN)];
  if (isFull(frame)) lines.push(...FULL);
  if (frame.slantPercent <= SAME.mostSlantOfStraight) {
    if (isDetailed) lines.push(SAME.straight);
    if (isFull(frame)) lines.push(SAME.fullStraight);
  }
  if (frame.shiftPercent <= SAME.mostShiftInPlace) {
    lines.push(...(isDetailed ? DETAILED_IN_PLACE : DRAWN_IN_PLACE));
    if (isFull(frame)) lines.push(SAME.fullInPlace);
  }
  return lines;
}

/** Drawn to its edges, by the box around what is drawn and by what stands out at its border. */
function isFull(frame: Geometry['frame']): boolean {
  return isToItsEdges(frame) && !frame.isPlain;
}

function isToItsEdges({ contentPercent }: Geometry['frame']): boolean {
  return contentPercent >= SAME.leastContentOfFull;
}

const FEW: readonly Line[] = [SAME.few, SAME.fewExact];
const DRAWN_WHOLE: readonly Line[] = [SAME.many, SAME.uncovered];
const DETAILED_WHOLE: readonly Line[] = [SAME.detailed, SAME.uncovered];
const WHOLE_IN_PLACE: readonly Line[] = [SAME.inPlaceMark, SAME.inPlaceNear];
const MARK_IN_PLACE: readonly Line[] = [SAME.markUnderWords, SAME.softMark];
const DETAILED: readonly Line[] = [SAME.laidOver, SAME.halfHidden, SAME.captioned, SAME.soft];
const DRAWN: readonly Line[] = [SAME.softDrawing, SAME.cutDrawing];
const FULL: readonly Line[] = [SAME.full, SAME.fullFirm, SAME.fullSoft];
const DETAILED_IN_PLACE: readonly Line[] = [SAME.inPlaceDetailed, SAME.inPlaceUnderMuch];
const DRAWN_IN_PLACE: readonly Line[] = [SAME.inPlace, SAME.inPlaceUnderPlain];

type Look = NonNullable<Geometry['look']>;
type Measured = ReturnType<typeof measuredOf>;
type Line = Partial<Measured>;

function sharesOf(look: Look) {
  const share = (part: number, whole: number): number => part / Math.max(1, whole);
  return {
    agreeing: share(look.agreeing, look.points),
    agreeingPoints: look.agreeing,
    uncovered: share(look.agreeing, look.points - look.added),
    exact: share(look.exact, look.alike),
    alike: share(look.alike, look.points),
    // An index of the first releases kept no grid.
    areas: look.areas === 0 ? 1 : look.areasAgreeing / look.areas,
    fitting: share(look.fitting, look.matched),
    precise: share(look.precise, look.fitting),
    gone: share(look.gone, look.points),
    goneOfOthers: share(look.gone, look.points - look.agreeing),
    areasGone: share(look.areasGone, look.areas),
  };
}

type Placed = Pick<Geometry, 'inliers' | 'frame' | 'withoutWords'>;

function measuredOf({ inliers, frame, withoutWords }: Placed, look: Look) {
  // Words that were taken away reached beyond what they lay over.
  const strangers = Math.max(frame.strangers, withoutWords === true ? SAME.markUnderWords.strangers : 0);
  return { ...sharesOf(look), points: look.points, inliers, strangers };
}

/** What is gone is at most. */
function isAtLeast(
  measured: Measured,
  { gone = 1, goneOfOthers = 1, areasGone = 1, ...least }: Line,
): boolean {
  const names = Object.keys(least) as (keyof typeof least)[];
  const isLittleGone =
    measured.gone <= gone && measured.goneOfOthers <= goneOfOthers && measured.areasGone <= areasGone;
  return isLittleGone && names.every((name) => measured[name] >= (least[name] ?? 0));
}

/** Whether the border of the smaller picture can be seen where it stands in the larger one. */
function isFramed({ rimPercent }: Geometry['frame']): boolean {
  return rimPercent >= 100 * SAME.leastRim;
}

/**
 * A figure whose own frame cannot be seen, small in a picture that holds more, or among its other things, which may lie
 * within that frame where it is wide. What lies there of a picture that stayed in place was laid over it.
 */
function isLooseFigure(frame: Geometry['frame'], { points }: Look): boolean {
  const { percent, shiftPercent, isPlain, outside, strangers } = frame;
  if (isFramed(frame)) return false;
  const others = shiftPercent <= SAME.mostShiftInPlace ? outside : outside + strangers;
  if (others <= FIGURE.mostOthers) return false;
  if (percent < FIGURE.small.percent && points < FIGURE.small.points) return true;
  if (!isPlain) return false;
  return percent < FIGURE.leastPercent || strangers > FIGURE.mostStrangers;
}

/** A picture drawn to its edges, of which all agrees. */
function isWholeWithin(geometry: Geometry, look: Look): boolean {
  if (!isToItsEdges(geometry.frame)) return false;
  const measured = measuredOf(geometry, look);
  const isExactly =
    geometry.frame.percent >= SAME.leastPercentOfFullWithin && isAtLeast(measured, SAME.fullWithinExactly);
  return isExactly || isAtLeast(measured, SAME.fullWithin);
}

/**
 * Whether keypoints that were compared speak against the pictures being one: next to none agree, or they agree as those of
 * a part or of another view do. A placement that is merely not firm enough, of which many of the keypoints that should
 * agree do, rules nothing out. Among 250 drawings, templates, scenes and photographs, of edits that were very near by their
 * vectors and not confirmed that left 16 of 23 open, and of such pairs of different pictures 47 of 818.
 */
export function isRuledOut(geometry: Geometry | null): boolean {
  if (geometry === null) return true;
  const relation = relationOf(geometry);
  if (relation === null) return agreeing(geometry) < EDITED.leastPercentOfFew;
  // Points of a print that was photographed, or under a grid of watermarks, agree but nearly as well.
  return relation === 'part' || (relation === 'same-subject' && geometry.inliers < SAME.laidOver.inliers);
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
function isContradicted(geometry: Geometry): boolean {
  return geometry.inliers < EDITED.fewInliers && agreeing(geometry) < EDITED.leastPercentOfFew;
}

/** Percent of the keypoints that should agree, in all or in the middle, wherever more do. */
function agreeing({ agreementPercent, middleAgreementPercent }: Geometry): number {
  return Math.max(agreementPercent, middleAgreementPercent);
}

/** What agrees lies along one line, as the letters of a word do. */
function isStrip({ inliers, query, row }: Geometry): boolean {
  const breadth = Math.max(breadthOf(query.polygon), breadthOf(row.polygon));
  return inliers < EDITED.leastInliersOfStrip && breadth < EDITED.leastBreadth;
}

/**
 * Whether a look bears out what two hashes say already, that one picture is the other one whole: nearly all of it looks
 * alike, as far as a thumbnail can tell. Of two pages that were filled with other words it is so as well.
 */
export function bearsOut(geometry: Geometry | null): boolean {
  if (geometry === null || geometry.look === null) return false;
  const { points, alike, areas, areasAgreeing } = geometry.look;
  const { share, framePercent } = SAME.asHashesSay;
  if (isRefilled(geometry, geometry.look)) return false;
  return geometry.frame.percent >= framePercent && alike >= share * points && areasAgreeing >= share * areas;
}

/** The same of two pictures whose parts are swapped: how the row's lies on the query. */
export function seenFromOther(geometry: Geometry): Geometry {
  const { mirrored, rotationDegrees, scale, query, row } = geometry;
  return {
    ...geometry,
    // Mirrored and turned, a picture comes back by the same turn.
    rotationDegrees: mirrored || rotationDegrees === 0 ? rotationDegrees : -rotationDegrees,
    scale: 1 / scale,
    query: row,
    row: query,
  };
}
