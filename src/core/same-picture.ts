/**
 * When two pictures are the same; each line takes care of a kind of picture, and one is enough. The shares are: `agreeing`, of
 * the row's points that the query shows, those that look the same; `uncovered`, the same without those where the query shows
 * more than the row did; `alike`, of all, those that look alike; `exact`, of these, the very same; `areas`, of the grid; `fitting`, of the matches
 * that are unambiguous, those that lie as the placement has it; `precise`, of these, to the pixel; and, at most, `gone`: of
 * the points, those where the query shows plain ground, `goneOfOthers`, of those that do not look the same, and `areasGone`, of the grid. Set on 225 pictures and 2,900 edits of them, and on the 3,600 pairs of
 * different ones that share something (docs/evidence.md): of these none passes, nor would with each line a little lower.
 */
export const SAME = {
  /** Nearly everything agrees: parts that two drawings share never come to so many percent of all. */
  many: { points: 8, agreeing: 0.94, exact: 0.5, areas: 0.7 },
  /** The same of a picture full of detail: another photograph of a place comes near, and is hardly ever exact. */
  detailed: { points: 8, agreeing: 0.94, exact: 0.7, areas: 0.65 },
  /** What was laid over some of them is more than there was, and the rest agrees, and exactly. */
  uncovered: { points: 20, uncovered: 0.95, agreeing: 0.85, exact: 0.7, areas: 0.85, gone: 0 },
  /** Of few points: and the grid besides. */
  few: { points: 4, agreeing: 0.94, exact: 0.6, areas: 0.85 },
  /** Or each of them to the last, and next to all of the grid. */
  fewExact: { points: 4, agreeing: 1, exact: 0.9, areas: 0.8, gone: 0 },
  /** Of a mark, in which next to nothing stands out: the grid alone. */
  mark: { areas: 12, areasAgreeing: 0.9, agreeing: 0.75 },
  /** A picture full of detail has at least so many points: what was laid over it may hide more than is left. */
  fullOfDetail: 150,
  /** Of such a one: what is left lies to the pixel, which points of another photograph of a place do not … */
  laidOver: { inliers: 30, precise: 0.93, fitting: 0.55, exact: 0.18, areas: 0.4, gone: 0.06 },
  halfHidden: { inliers: 16, precise: 0.94, fitting: 0.6, agreeing: 0.4, exact: 0.2, gone: 0.03 },
  /** … or all of it agrees, and is soft: a photograph of a print, a picture saved small and badly. */
  soft: { inliers: 12, fitting: 0.45, agreeing: 0.9, exact: 0.2 },
  /** … or under a caption, which reaches as far as the windows of the points beside it. */
  captioned: { inliers: 20, fitting: 0.6, precise: 0.86, agreeing: 0.8, exact: 0.55 },
  /**
   * Cut or set into something larger, a picture lies straight, to this percentage of its sides: of such edits all do, and of
   * photographs of one place by others next to none.
   */
  mostSlantOfStraight: 0.35,
  /** And then what is left of it need not be much: bars over a mirrored cut. */
  straight: {
    inliers: 20,
    precise: 0.88,
    fitting: 0.38,
    agreeing: 0.25,
    exact: 0.18,
    areas: 0.4,
    gone: 0.12,
  },
  /**
   * A picture that is drawn to its edges, by the box around what is drawn and by what stands out at its border: no figure on
   * plain ground, however few keypoints it has. What is laid over such a one as it lies, grids of watermarks, bars …
   */
  leastContentOfFull: 97,
  fullInPlace: { inliers: 16, fitting: 0.4, precise: 0.7 },
  /** … or words over its middle, where then nothing agrees; a page that was filled anew fits less. */
  fullInPlaceFirm: {
    inliers: 30,
    fitting: 0.6,
    precise: 0.9,
    agreeing: 0.33,
    uncovered: 0.6,
    exact: 0.45,
    gone: 0.02,
  },
  /** … or over a straight cut of it. */
  fullStraight: {
    inliers: 16,
    precise: 0.88,
    fitting: 0.5,
    agreeing: 0.25,
    exact: 0.18,
    areas: 0.4,
    gone: 0.08,
  },
  /** However it lies: nearly all agrees; or next to no match lies elsewhere, and to the pixel; or nearly so and nothing is gone. */
  full: { inliers: 14, fitting: 0.5, precise: 0.86, agreeing: 0.9, exact: 0.6 },
  fullFirm: { inliers: 30, fitting: 0.7, precise: 0.93, agreeing: 0.3, gone: 0.06 },
  fullSoft: { inliers: 20, fitting: 0.65, precise: 0.84, agreeing: 0.75, exact: 0.45, gone: 0.02 },
  /** All of it is in the other one, on a page or in a collage, though what stands out at its border is too little to see its frame. */
  fullWithin: { points: 30, inliers: 10, agreeing: 0.94, precise: 0.75 },
  /** Or to the last, where it is a quarter of the other one or so: a piece that two drawings share takes less. */
  fullWithinExactly: { points: 8, inliers: 7, agreeing: 1, exact: 0.8, areas: 0.95, fitting: 0.55 },
  leastPercentOfFullWithin: 22,
  /**
   * Something plain lies over it, a bar, a box, and hides so large a share of its points: beside that, next to nothing is gone,
   * and most looks as it did, but for the rims.
   */
  leastCovered: 0.15,
  beside: { inliers: 12, points: 9, agreeing: 0.7, exact: 0.38, fitting: 0.45, precise: 0.77, gone: 0.03 },
  /** Or lies elsewhere for most matches, as what repeats itself does, and the more of it agrees. */
  besideFirm: { inliers: 20, agreeing: 0.8, exact: 0.4, fitting: 0.2, precise: 0.9, gone: 0.03 },
  besideInPlace: { inliers: 14, agreeing: 0.8, exact: 0.38, fitting: 0.3, precise: 0.8, gone: 0.02 },
  /**
   * Its own border can be seen in the other one, as a picture's on a screen or a page: no figure that two drawings share brings
   * its border with it. Where something stands out along that, most of it need look the same and nothing be gone. Set on 400
   * pictures on screens, on pages and turned; of 37,000 such pairs of different ones of one kind none passes.
   */
  leastRim: 0.9,
  framed: { inliers: 6, points: 20, agreeing: 0.8, exact: 0.65, areas: 0.65, gone: 0.02 },
  /** Of a drawing with fewer that is soft. */
  softDrawing: { inliers: 12, fitting: 0.45, agreeing: 0.93, exact: 0.2, areas: 0.7, gone: 0.01 },
  /** … or that was cut and has something laid on it: nearly all agrees, and next to no match lies elsewhere. */
  cutDrawing: {
    inliers: 20,
    fitting: 0.73,
    precise: 0.9,
    agreeing: 0.88,
    exact: 0.7,
    areas: 0.85,
    gone: 0.03,
  },
  /**
   * The frames of two pictures lie on one another to this percentage of their longer side, a pixel of 256. Of edits that
   * leave the frame, a caption on the picture, bars, watermarks, 98 in 100 do; of drawings of one character that share
   * more than half of what stands out, none.
   */
  mostShiftInPlace: 0.4,
  /**
   * In place lies a template that was filled anew as well: its frame and half of its letters agree. A picture is taken for
   * one where so much fewer keypoints agree in its middle than in all, and so many matches lie elsewhere. Of 36 drawn cards and
   * pages 29 pairs were called the same before, now none; of 500 edits that something was laid over, 9 are lost.
   */
  refilled: { middleShare: 0.7, fitting: 0.7 },
  /** Not so where nothing at all is gone of more than a frame has: then words were laid over its middle. Frames had 23 points at most. */
  wordsOverMiddle: { inliers: 28, agreeing: 0.55, gone: 0, areasGone: 0 },
  /** What was laid over such a one hides, and leaves the rest where and as it was … */
  inPlace: {
    inliers: 14,
    fitting: 0.3,
    precise: 0.8,
    agreeing: 0.4,
    uncovered: 0.55,
    exact: 0.4,
    gone: 0.03,
  },
  /** … or covers it with something plain, at whose rim more is otherwise than is gone: what was taken away leaves no rim. */
  inPlaceUnderPlain: {
    inliers: 16,
    fitting: 0.55,
    precise: 0.9,
    agreeing: 0.55,
    exact: 0.45,
    goneOfOthers: 0.5,
  },
  /** Of a picture full of detail: bars, and a grid of watermarks. */
  inPlaceDetailed: { inliers: 16, fitting: 0.45, precise: 0.8, agreeing: 0.4 },
  inPlaceUnderMuch: { inliers: 25, fitting: 0.45, precise: 0.8, agreeing: 0.25, exact: 0.25 },
  /** Little more than a mark: nearly all of it, and exactly. */
  inPlaceNear: { points: 8, agreeing: 0.9, exact: 0.8, areas: 0.9, gone: 0 },
  /** A mark of which too little stands out for keypoints to lay it: all of it that is not covered. */
  inPlaceMark: { points: 6, agreeingPoints: 4, uncovered: 0.95, exact: 0.75, gone: 0 },
  /**
   * A mark in the middle of plain ground, under words that cover more than half of it: what shows of it is as it was, and
   * nowhere does less stand out; the words reach beyond it. Of 3,906 pairs of marks and drawings in frames alike, asked with
   * a caption and without, the nearest has 31 % of its points so, of 6,320 of mascots in the middle of one ground 40 %.
   */
  mostContentOfMark: 35,
  markUnderWords: { agreeingPoints: 4, agreeing: 0.43, exact: 0.25, gone: 0, areasGone: 0, strangers: 12 },
  /**
   * The same once the words were taken away: it is soft where their strokes ran. Of 195 pairs of different marks that lie so
   * on one another none has more than 83 % of its points alike, and of more than six points none more than 77; of 16 that are
   * one, and that no other line knows, ten have 91 % and more.
   */
  markBeneathWords: { agreeingPoints: 7, agreeing: 0.7, alike: 0.9, gone: 0.08, areasGone: 0.05 },
  /** Or nothing is on it, and it is soft: a mark saved badly. */
  softMark: { points: 8, agreeing: 0.8, exact: 0.15, areas: 0.93, gone: 0, areasGone: 0 },
  /** Where the hashes of two pictures agree: what so large a share of points and areas looks alike in bears them out. */
  asHashesSay: { share: 0.9, framePercent: 90 },
} as const;

/**
 * A figure on plain ground that stands in a larger picture: on a page or screen it takes this much of it, with nothing else
 * within its frame; smaller, or among other things, it may as well be a piece of another drawing.
 */
export const FIGURE = {
  leastPercent: 34.5,
  mostOthers: 8,
  mostStrangers: 0,
  /** Of whatever ground: so small in what holds more, a few points may be one figure of many that is all a cut has left. */
  small: { percent: 22, points: 30 },
} as const;
