import { FRAME } from '../../../core/calibration.ts';
import type { Geometry } from '../../../api/match.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { inverse, moved, type AffineTransform } from './affine-transform.ts';
import { UNIT } from './unit.ts';

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
 */
export function frameOf(placement: AffineTransform, query: Keypoints, row: Keypoints): Geometry['frame'] {
  const [a, b, , d, e] = placement;
  const onRow = (a * e - b * d) * areaOf(query);
  const isQueryInner = onRow < areaOf(row);
  const [inner, outer] = isQueryInner ? [query, row] : [row, query];
  const toInner = isQueryInner ? inverse(placement) : placement;
  const share = isQueryInner ? onRow / areaOf(row) : areaOf(row) / onRow;
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
  let [outside, strangers] = [0, 0];
  for (let i = 0; i < outer.count; i++) {
    const [x, y] = moved(toInner, [(outer.x[i] * outer.width) / UNIT, (outer.y[i] * outer.height) / UNIT]);
    if (!isIn(around, x, y)) outside++;
    else if (isIn(within, x, y) && !isIn(drawn, x, y)) strangers++;
  }
  return { percent: 100 * Math.min(1, share), isPlain: isPlainAround(inner), outside, strangers };
}

/** Whether next to nothing stands out along a picture's border. */
function isPlainAround({ x, y, count }: Keypoints): boolean {
  const { border } = FRAME;
  let near = 0;
  for (let i = 0; i < count; i++) {
    if (Math.min(x[i], y[i], 1 - x[i], 1 - y[i]) < border) near++;
  }
  return near <= FRAME.mostAtBorder * count;
}

function areaOf({ width, height }: Keypoints): number {
  return (width / UNIT) * (height / UNIT);
}

/** Grown by a share of its longer side. */
function grown({ left, top, right, bottom }: Box, share: number): Box {
  const by = share * Math.max(right - left, bottom - top);
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

function isIn({ left, top, right, bottom }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
