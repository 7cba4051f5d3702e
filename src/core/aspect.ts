type Corner = readonly [x: number, y: number];

/**
 * How far a convex polygon is from a line: its width where it is narrowest, as a share of its largest extent. About 1
 * for a disc, 0.71 for a square, near 0 for a strip.
 * @param polygon its corners in turn, at least one; of fewer than three the answer is 0
 */
export function breadthOf(polygon: readonly Corner[]): number {
  const longest = Math.max(
    ...polygon.flatMap((a) => polygon.map((b) => Math.hypot(a[0] - b[0], a[1] - b[1]))),
  );
  if (polygon.length < 3 || longest === 0) return 0;
  // A convex polygon is narrowest across one of its sides (Houle and Toussaint 1988).
  const widths = polygon.map((from, i) => widthAcross(polygon, from, polygon[(i + 1) % polygon.length]));
  return Math.min(...widths) / longest;
}

/** How far the furthest corner lies from the line through a side; infinite for a side without length. */
function widthAcross(polygon: readonly Corner[], [x, y]: Corner, to: Corner): number {
  const [right, down] = [to[0] - x, to[1] - y];
  const length = Math.hypot(right, down);
  if (length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...polygon.map((corner) => Math.abs((corner[0] - x) * down - (corner[1] - y) * right) / length),
  );
}
