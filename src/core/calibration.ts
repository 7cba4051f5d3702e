import { largestOf, summed } from './false-positives.ts';
import { MEASURED } from './measured.ts';
import { wilsonInterval } from './wilson.ts';

/**
 * Where each grade begins, how that was found, and how often it was wrong. Every number that decides a grade once two
 * pictures' fingerprints are there stands here or, of what a look found, in `same-picture.ts`, and so does how many
 * candidates are looked at; a model's own floors stand on its card. What a fingerprint is made of (`image/`) is no threshold: another one needs another index.
 */

/** How far the searches reach. Measured here as recall: `npm run eval -- --stage candidates`, docs/evidence.md. */
export const SEARCH = {
  /** Rows of each index that the search by vector brings up. */
  candidates: 50,
  /** Rows whose keypoints are compared. A popular picture stands in a set hundreds of times; its copies have hashes. */
  mostCompared: 64,
} as const;

/**
 * Which rows are compared with the pictures at their addresses, and when such a picture is not the row's own. Set on 200
 * photographs and their edits among each other: `scripts/bench/live.ts`.
 */
export const LIVE = {
  /**
   * Of the time for all rows, the share after which no picture is waited for, and the one after which none is compared: what
   * is left is for comparing those that came last, and for telling it. With 8 s, 0.8 s and 0.2 s:
   * `scripts/bench/live-load.ts`.
   */
  fetching: 0.875,
  comparing: 0.975,
  /** Of the rows that are looked at, the share that is chosen by the whole picture; the others by a part of it. */
  wholes: 0.75,
  /** The vectors of the live picture and of the row's differ by more in their cosines to the query: then it is another one. */
  mostDrift: 0.03,
  /** Rows whose cosines to one view of the query differ by more were made of different pictures. */
  sameContent: 0.005,
} as const;

/**
 * `copy`: differing bits of 256, and the least PDQ quality of both pictures.
 * Source: Facebook's PDQ paper of 2019 recommends 31 and 50. Measured here: `PRECISION.copy`.
 */
export const COPY = { mostDistance: 31, leastQuality: 50 } as const;

/**
 * When a picture at a row's address is not the one of which the row's vector was published, or one file at several rows'
 * addresses is a placeholder: the vectors are less alike than this. Of one picture saved
 * twice they are from .97 on; of two pictures below .8 with the models that we know, and with a network of random weights,
 * which tells least, 97 of 100 pairs are below .97 (200 photographs).
 */
export const ROW_VECTOR = { unlikeBelow: 0.97 } as const;

/**
 * `edited`: what the keypoints of two pictures must show. Measured here: `PRECISION.edited`.
 */
export const EDITED = {
  /** Keypoints that one placement explains. Of 1,056 wrong pairs of photographs and edits none had more than 3. */
  leastInliers: 8,
  /** Of one of the two pictures, the area they span: a logo in a corner spans little of either. */
  leastPercentOfEither: 8,
  /** Of each: a small picture within a large one spans little of the large one. */
  leastPercentOfBoth: 0.8,
  /** Of the keypoints in the middle of what the pictures share: of a frame hardly any agree there. */
  leastMiddlePercent: 4,
  /** And of those as many as of all, by this factor: the captions of a template reach into the middle. */
  leastMiddleShare: 0.43,
  /** With fewer inliers than this … */
  fewInliers: 12,
  /** … so many percent of the keypoints in what the pictures share must agree, or of those in its middle. */
  leastPercentOfFew: 12,
  /** Inliers in a strip, which two words in one lettering make, must be this many. */
  leastInliersOfStrip: 17,
  /** A strip is narrower than this share of its length, in both pictures (in fractions of their sides). */
  leastBreadth: 0.55,
  /** Of the points that agree, the share that is exact in a part that both hold; fewer are of one thing seen twice. */
  leastExactOfPart: 0.5,
  /** With fewer keypoints than this in one of the pictures, that none agree says nothing. */
  leastKeypoints: 18,
} as const;

/**
 * That all of a picture is in another one, as far as can be seen. Of 40 photographs, recoloured or saved small, it was said
 * of both pictures each time; cut to 96, 85 or 50 % never of the one they were cut from; with another photograph over half
 * of it never, over the middle ninth twice.
 */
export const WHOLE = {
  /** Of its frame, the share that the other's covers: saving and resizing move the edges of the placement a little. */
  leastFrameShare: 0.96,
  /** Cells along each side, in each of which keypoints that agree are looked for. */
  cells: 3,
  /** In a cell with fewer keypoints than this, that none agree says nothing. */
  leastInCell: 6,
} as const;

/**
 * When two keypoints may be of one place, by their descriptors of 256 bits. Found on the photographs and drawings of
 * `npm run eval`, as all below that shapes `edited`.
 */
export const KEYPOINT_MATCH = {
  /** Bits that two descriptors of one place may differ in. */
  mostDistance: 84,
  /** The nearest must be this much nearer than the second: a texture that repeats says nothing about a place. */
  ratio: 0.85,
  /**
   * Bits of the first word of each half, 64 together, beyond which two descriptors are not looked at further: three
   * in four pairs of different places are, and 1 in 1,000 of those of one place.
   */
  earlyDistance: 26,
  /** Two keypoints of one place, seen in two sizes or directions, are no rivals: this near, in picture sides. */
  samePlace: 0.015,
} as const;

/** Pixels of the longer side at which keypoints are found: the length that all lengths here are counted in. */
export const UNIT = 256;

/** Which keypoints one placement explains. Lengths are in `UNIT`, angles in radians. */
export const PLACEMENT = {
  /** A point explained by one keypoint's own size and direction may be off by this … */
  roughReach: 0.08,
  /** … and by a map that many keypoints agree on by this: 3.2 of 256 pixels. */
  fineReach: 0.0125,
  /** Steps from the one reach to the other. */
  refinements: 5,
  /** Weight a match that draws an affine map to a similarity, in squared longer sides: a line fixes no stretch. */
  ridge: 1e-4,
  /** Keypoints' own sizes must agree with the map within this factor … */
  sizeFactor: 1.6,
  /** … and their directions within this angle. */
  directionReach: 0.5,
  /** A picture may be stretched by this factor one way against the other, and no more. */
  mostStretch: 2.2,
  leastScale: 0.05,
  mostScale: 12,
  /** With this many agreeing keypoints the mirrored query is not tried any more. */
  firmInliers: 20,
} as const;

/**
 * A look at the query's own pixels, as a placement lays them, wherever a row's keypoints and its grid lie. Set on the pictures
 * and edits that docs/evidence.md names.
 */
export const LOOK = {
  /** With fewer keypoints that agree, a placement is chance, and no look worth its time. */
  leastInliers: 4,
  /** With so many it is worth it at once; with fewer, where a glance finds this share of the grid agreeing. */
  manyInliers: 8,
  leastAtAGlance: 0.4,
  /** Of a placement that many keypoints agree on, the share that agrees where the mirrored picture needs no try. */
  leastOfFirm: 0.5,
  /** Bits of 256 within which a place looks the same. Of edited copies 99 in 100 places are within 40, of others the middle one is at 76. */
  mostDistance: 40,
  /** Within which it is the very same: points of another photograph of a scene agree, and not so nearly. */
  exactDistance: 20,
  /** A keypoint finer than this, in pixels of the query, cannot be seen in it. */
  finest: 1.2,
  /** How far around a place it is described, in its own size: most of the window, whose rim counts little. */
  window: 4,
  /** A glance is at a picture so many times smaller, in which the grid's places are as large as its finest ones can be. */
  glance: 2,
  /** Beyond this many pixels of the query for one of the row, a smaller copy of it is read. */
  mostShrinking: 2,
  /** Within which the places of the grid, whose windows are wide, agree. */
  areaDistance: 60,
  /** A place that does not agree holds less than the row's where it has this share of what the agreeing ones have … */
  goneBelow: 0.5,
  /** … and more, where it has so many times as much. */
  addedAbove: Math.SQRT2,
} as const;

/** When something plain was laid over a picture, rather than drawn in it. */
export const COVERED = {
  /** How far around a place it is described, in its own size, with some weight. */
  window: 3,
  /** Both pictures have a patch where this share of the keypoints that reach under it agrees. */
  leastOfBoth: 0.35,
} as const;

/** How a placement is bent to what its matches say. Lengths as in `PLACEMENT`. */
export const BEND = {
  /** Fewer matches than this fix no bend. */
  leastMatches: 14,
  /** Matches this near take part: 5 of 256 pixels. */
  reach: 0.02,
  steps: 4,
  /** And this near they fit to the pixel: parallax scatters points further. */
  precise: 0.004,
  /** Weight a match that draws it to a straight one. */
  ridge: 2e-5,
} as const;

/** When the boxes around what is drawn propose how two pictures lie on one another. */
export const BOXES = {
  /** They are not asked where this share of what was looked at agrees already. */
  likely: 0.9,
  /** Of a row with fewer keypoints: where more stand out, they propose it better. */
  mostKeypoints: 60,
  /** Or of one whose content takes no more of its frame: a mark. Its own box is lost under what is laid over it. */
  mostContentOfMark: 0.35,
  /** And shows this share of what a placement by a few matches shows: it is likelier to be the true one. */
  nearlyAsMuch: 0.88,
  /** Boxes of one picture differ by this factor in their sides at most: what compression leaves of a margin. */
  mostStretch: 1.12,
  /** A look is told of where it has this many places … */
  leastAreas: 6,
  /** … of which this share agrees … */
  leastAgreeing: 0.6,
  /** … or this one, where frame lies on frame: a caption covers more than half of a mark in the middle. */
  leastAgreeingOfFrame: 0.3,
} as const;

/** How the frame of the smaller of two pictures is told, in shares of its longer side. */
export const FRAME = {
  /** What saving and resizing move. */
  blur: 0.04,
  /** How far a keypoint's edge may be from its middle, in its own size. */
  reach: 2.5,
  /** Two frames are of one size where their areas differ by no more. */
  sameSize: 0.005,
  /** How wide a border is. */
  border: 0.07,
  /** Of its keypoints, how many may lie there for it to be called plain. */
  mostAtBorder: 0.03,
} as const;

/** What is taken for the border of a picture that stands in a larger one, in pixels of the query as it is looked at. */
export const RIM = {
  /** Looked at on each side. */
  places: 16,
  /** From the middle of a step to either side of it, and from there to what lies beyond. */
  width: 2,
  /** How far off it may lie. */
  slack: 4,
  /** Brightness of 255. */
  leastStep: 10,
  mostBeyond: 5,
} as const;

/** What the keypoints that agree speak for. */
export const AGREEMENT = {
  /** A point speaks for the picture around it as far as this, of the longer side: about a descriptor's window. */
  support: 0.04,
  /** The middle of what two pictures share: this much of its width and height. A frame lies outside of it. */
  middle: 0.72,
  /** With fewer keypoints in the middle of either picture, their share says nothing. */
  leastInMiddle: 6,
} as const;

/**
 * How often a picture that is not in the index was answered with a grade, in the words of an earlier release: `pairs` are
 * checks, not pairs. `FALSE_POSITIVES` says it in whole.
 */
export const PRECISION = {
  identical: precisionOf('identical'),
  copy: precisionOf('copy'),
  edited: precisionOf('edited'),
};

function precisionOf<Grade extends 'identical' | 'copy' | 'edited'>(grade: Grade) {
  const { kinds } = largestOf(MEASURED.sizes);
  const [pairs, pictures] = summed(kinds.map(({ asked }) => asked));
  const [falsePairs, wrongPictures] = summed(kinds.map(({ byGrade }) => byGrade[grade]));
  const [, high] = wilsonInterval(wrongPictures, pictures);
  return {
    grade,
    pairs,
    falsePairs,
    falsePerMillionAtMost: Math.ceil(high * 1e6),
    measuredOn: MEASURED.measuredOn,
    how: MEASURED.how,
  };
}
