import { between, type Random } from '../../../src/core/random.ts';
import { short } from '../picture/svg.ts';
import type { Point } from '../picture/warp.ts';

/** A smooth curve through the points, as an SVG path's data (Catmull–Rom as Bézier pieces). */
export function curve(points: readonly Point[]): string {
  const at = (i: number): Point => points[Math.max(0, Math.min(points.length - 1, i))];
  let path = `M${place(points[0])}`;
  for (let i = 0; i + 1 < points.length; i++) path += piece(at(i - 1), at(i), at(i + 1), at(i + 2));
  return path;
}

/** The same, closed. */
export function closedCurve(points: readonly Point[]): string {
  const at = (i: number): Point => points[(i + points.length) % points.length];
  let path = `M${place(points[0])}`;
  for (let i = 0; i < points.length; i++) path += piece(at(i - 1), at(i), at(i + 1), at(i + 2));
  return `${path}Z`;
}

/** Straight from point to point, closed. */
export function polygon(points: readonly Point[]): string {
  return `M${points.map(place).join('L')}Z`;
}

function piece(before: Point, from: Point, to: Point, after: Point): string {
  const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
  const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
  return `C${place(first)} ${place(second)} ${place(to)}`;
}

function place([x, y]: Point): string {
  return `${short(x)} ${short(y)}`;
}

/** Points around a centre, each further or nearer by up to `roughness` of the radius. */
export function blob(
  random: Random,
  [x, y]: Point,
  across: number,
  down: number = across,
  roughness = 0.12,
  count = 14,
): Point[] {
  const start = random() * Math.PI;
  return Array.from({ length: count }, (_, i) => {
    const turn = start + (i * 2 * Math.PI) / count;
    const far = 1 + between(random, -roughness, roughness);
    return [x + Math.cos(turn) * across * far, y + Math.sin(turn) * down * far];
  });
}

/** The corners of a box. */
export function box(left: number, top: number, width: number, height: number): Point[] {
  return [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
}

/** Both sides of a thing made on a lathe: half widths from the top down, `tall` high, its foot at `x`, `y`. */
export function lathed([x, y]: Point, tall: number, halfWidths: readonly number[]): Point[] {
  const last = halfWidths.length - 1;
  const side = (sign: number): Point[] =>
    halfWidths.map((half, i) => [x + sign * half, y - tall + (tall * i) / last]);
  return [...side(1), ...side(-1).toReversed()];
}

/**
 * Strokes across a polygon, as an SVG path's data: `gap` apart, give or take a third, at an angle in radians, and
 * ending a little before or beyond its edge, as by hand.
 */
export function hatching(random: Random, points: readonly Point[], angle: number, gap: number): string {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = points.map(([x, y]): Point => [x * cos + y * sin, y * cos - x * sin]);
  const heights = turned.map(([, y]) => y);
  const end = Math.max(...heights);
  let path = '';
  for (let y = Math.min(...heights) + gap / 2; y < end; y += gap * between(random, 0.7, 1.3)) {
    const crossings = crossingsAt(turned, y);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = crossings[i] + between(random, -0.6, 2);
      const to = crossings[i + 1] - between(random, -0.6, 3);
      if (to <= from) continue;
      path += `M${place([from * cos - y * sin, from * sin + y * cos])}L${place([to * cos - y * sin, to * sin + y * cos])}`;
    }
  }
  return path;
}

function crossingsAt(points: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  points.forEach(([x, from], i) => {
    const [nextX, to] = points[(i + 1) % points.length];
    if (from < y !== to < y) crossings.push(x + ((y - from) / (to - from)) * (nextX - x));
  });
  return crossings.sort((a, b) => a - b);
}
