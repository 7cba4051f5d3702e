import { FRAME, UNIT } from '../../../core/calibration.ts';
import type { Geometry } from '../../../api/geometry.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import type { GreyPixels } from '../../../core/picture.ts';
import { inverse, moved, type AffineTransform } from './affine-transform.ts';
import { rimShare } from './rim.ts';

/** Width and height, and where from: in the unit of a picture. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * How the smaller of two pictures stands in the larger one: what share of it it is, whether its own frame can be seen, and
 * what else there is. A figure on plain ground may be a piece of another drawing as well as a picture on a page.
 * @param pixels of the query, where it may be looked at
 */
export function frameOf(
  placement: AffineTransform,
  query: Keypoints,
  row: Keypoints,
  pixels: GreyPixels | null,
): Geometry['frame'] {
  const [a, b, , d, e] = placement;
  const onRow = (a * e - b * d) * areaOf(query);
  const isQueryInner = isInner(onRow / areaOf(row), query, row);
  const [inner, outer] = isQueryInner ? [query, row] : [row, query];
  const [toInner, toOuter] = isQueryInner ? [inverse(placement), placement] : [placement, inverse(placement)];
  const share = Math.min(onRow / areaOf(row), areaOf(row) / onRow);
  const whole: Box = { left: 0, top: 0, right: inner.width / UNIT, bottom: inner.height / UNIT };
  const { left, top, width, height } = inner.content;
  const content: Box = {
    left: left / UNIT,
    top: top / UNIT,
    right: (left + width) / UNIT,
    bottom: (top + height) / UNIT,
  };
  const [around, within] = [grown(whole, FRAME.blur), grown(whole, -FRAME.blur)];
  const drawn = grown(content, FRAME.blur);
  const [p, q, , r, s] = toInner;
  const step = Math.sqrt(Math.abs(p * s - q * r));
  let [outside, strangers] = [0, 0];
  for (let i = 0; i < outer.count; i++) {
    const [x, y] = moved(toInner, [(outer.x[i] * outer.width) / UNIT, (outer.y[i] * outer.height) / UNIT]);
    // What stands out there may be the frame's own edge, or the drawing's.
    const size = (FRAME.reach * step * outer.sigma[i]) / UNIT;
    if (!isIn(around, x, y)) outside++;
    else if (isIn(grownBy(within, -size), x, y) && !isIn(grownBy(drawn, size), x, y)) strangers++;
  }
  return {
    percent: 100 * share,
    shiftPercent: 100 * shiftOf(placement, query, row),
    slantPercent: 100 * slantOf(placement),
    contentPercent: 100 * Math.min(contentShare(query), contentShare(row)),
    isPlain: isPlainAround(inner),
    // No pixels are kept of a row.
    rimPercent: isQueryInner || pixels === null ? 0 : 100 * rimShare(pixels, toOuter, query, row),
    outside,
    strangers,
  };
}

/** Whether the query is the smaller picture, by its share of the other; of two of one size, the one of which less is drawn. */
function isInner(share: number, query: Keypoints, row: Keypoints): boolean {
  if (Math.abs(share - 1) > FRAME.sameSize) return share < 1;
  return contentShare(query) < contentShare(row);
}

/** How far the corners of the two pictures lie apart at most, in longer sides of the row. */
function shiftOf(placement: AffineTransform, query: Keypoints, row: Keypoints): number {
  const corners = [0, 1].flatMap((right) =>
    [0, 1].map((down) => {
      const [x, y] = moved(placement, [(right * query.width) / UNIT, (down * query.height) / UNIT]);
      return Math.hypot(x - (right * row.width) / UNIT, y - (down * row.height) / UNIT);
    }),
  );
  return Math.max(...corners) / (Math.max(row.width, row.height) / UNIT);
}

/** How far a placement is from one that only moves and scales: by its turn, its shear or its stretch. */
function slantOf([a, b, , d, e]: AffineTransform): number {
  return Math.max(Math.abs(b), Math.abs(d), Math.abs(a - e)) / Math.sqrt(Math.abs(a * e - b * d));
}

/** Whether next to nothing stands out along two sides of a picture: a figure may be as high as its frame. */
function isPlainAround({ x, y, count }: Keypoints): boolean {
  const near = (place: Float32Array): number =>
    place.filter((value) => Math.min(value, 1 - value) < FRAME.border).length;
  return Math.min(near(x), near(y)) <= FRAME.mostAtBorder * count;
}

/** How much of its frame a picture's content takes. */
export function contentShare({ width, height, content }: Keypoints): number {
  return (content.width * content.height) / (width * height);
}

function areaOf({ width, height }: Keypoints): number {
  return (width / UNIT) * (height / UNIT);
}

/** Grown by a share of its longer side. */
function grown(box: Box, share: number): Box {
  return grownBy(box, share * Math.max(box.right - box.left, box.bottom - box.top));
}

function grownBy({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

function isIn({ left, top, right, bottom }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
