import { between, pick, shuffled, type Random } from '../../../src/core/random.ts';
import { hsl, short } from '../picture/svg.ts';
import type { Point } from '../picture/warp.ts';
import { closedCurve, curve, hatching, polygon } from './shapes.ts';

/** A way of drawing: what is drawn says only what its shapes are, and how dark. */
export interface Pen {
  random: Random;
  paper: string;
  ink: string;
  /** A closed shape, smooth or with corners, that hides what lies behind it; `tone` from 0, light, to 1, dark. */
  shape(points: readonly Point[], tone: number, corners?: boolean): string;
  /** A stroke; `weight` 1 is an outline's. */
  line(points: readonly Point[], weight?: number): string;
}

/** Black ink on paper, shaded by hatching. */
export function inkPen(random: Random): Pen {
  const ink = pick(random, ['#111111', '#16213e', '#2b1d14', '#000000', '#0b3d2e']);
  const paper = pick(random, ['#ffffff', '#fdfcf7', '#f6f1e3', '#f3f3f0']);
  const weight = between(random, 0.9, 1.9);
  const gap = between(random, 2.6, 5);
  const slant = between(random, -1.2, 1.2);
  return {
    ...outliner(random, ink, weight),
    paper,
    shape(points, tone, corners = false) {
      let body = outline(points, paper, ink, weight, corners);
      if (tone > 0.2) body += strokes(random, points, slant, gap * (1.5 - tone), ink, weight * 0.6);
      if (tone > 0.6) body += strokes(random, points, slant + 1.3, gap * (1.6 - tone), ink, weight * 0.6);
      return body;
    },
  };
}

/** Flat colours with an outline, light or dark as the tone asks. */
export function flatPen(random: Random): Pen {
  const base = random() * 360;
  const step = pick(random, [30, 55, 120, 150, 180]);
  const hues = shuffled(random, [base, base + step, base + 2 * step, base + 180, base + 20]);
  const saturation = between(random, 35, 80);
  const ink = pick(random, ['#101018', hsl(base + 200, 40, 14), '#3b1f2b']);
  const weight = pick(random, [1.2, 1.8, 2.6]);
  const paper = hsl(pick(random, hues), saturation * 0.6, between(random, 82, 95));
  return {
    ...outliner(random, ink, weight),
    paper,
    shape(points, tone, corners = false) {
      const hue = pick(random, hues) + between(random, -8, 8);
      const fill = hsl(hue, saturation + between(random, -12, 12), 86 - tone * 58 + between(random, -6, 6));
      return outline(points, fill, ink, weight, corners);
    },
  };
}

/** Thin ink over washes of colour that do not quite meet it. */
export function washPen(random: Random): Pen {
  const base = random() * 360;
  const hues = [base, base + between(random, 25, 70), base + between(random, 150, 210)];
  const ink = pick(random, ['#2d2a26', '#1d2b3a', '#402218']);
  const weight = between(random, 0.8, 1.4);
  const paper = pick(random, ['#fffdf8', '#f7f3e8', '#ffffff']);
  return {
    ...outliner(random, ink, weight),
    paper,
    shape(points, tone, corners = false) {
      const [right, down] = [between(random, -3, 3), between(random, -3, 3)];
      const spilt = points.map(([x, y]): Point => [x + right, y + down]);
      const wash = hsl(
        pick(random, hues) + between(random, -15, 15),
        between(random, 30, 65),
        78 - tone * 45,
      );
      return (
        `<path d="${closedCurve(points)}" fill="${paper}"/>` +
        `<path d="${closedCurve(spilt)}" fill="${wash}" fill-opacity="0.75"/>` +
        outline(points, 'none', ink, weight, corners) +
        (tone > 0.65 ? strokes(random, points, 0.8, 5, ink, weight * 0.5) : '')
      );
    },
  };
}

export const PENS = [inkPen, flatPen, washPen] as const;

function outliner(random: Random, ink: string, weight: number): Pick<Pen, 'random' | 'ink' | 'line'> {
  return {
    random,
    ink,
    line(points, share = 1) {
      const shaken = points.map(([x, y]): Point => [
        x + between(random, -0.6, 0.6),
        y + between(random, -0.6, 0.6),
      ]);
      return `<path d="${curve(shaken)}" fill="none" stroke="${ink}" stroke-width="${short(weight * share)}" stroke-linecap="round"/>`;
    },
  };
}

function outline(
  points: readonly Point[],
  fill: string,
  ink: string,
  weight: number,
  corners: boolean,
): string {
  const path = corners ? polygon(points) : closedCurve(points);
  return `<path d="${path}" fill="${fill}" stroke="${ink}" stroke-width="${short(weight)}" stroke-linejoin="round"/>`;
}

function strokes(
  random: Random,
  points: readonly Point[],
  angle: number,
  gap: number,
  ink: string,
  weight: number,
): string {
  return `<path d="${hatching(random, points, angle, gap)}" stroke="${ink}" stroke-width="${short(weight)}"/>`;
}
