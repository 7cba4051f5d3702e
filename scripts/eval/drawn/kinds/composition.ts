import { between, pick } from '../../../../src/core/random.ts';
import type { Point } from '../../picture/warp.ts';
import type { Motif } from '../motifs/outdoors.ts';
import type { Pen } from '../pen.ts';
import { box } from '../shapes.ts';

/** A whole drawing, as SVG of this size; it fills the sheet. */
export type Composition = (pen: Pen, width: number, height: number) => string;

/** Things beside one another on one ground, those in front drawn last. */
export function row(
  pen: Pen,
  motifs: readonly Motif[],
  width: number,
  level: number,
  size: number,
  count: number,
): string {
  const { random } = pen;
  const feet = Array.from({ length: count }, (_, i): Point => [
    (width * (i + between(random, 0.1, 0.9))) / count,
    level + between(random, -0.05, 0.08) * size * 2,
  ]).toSorted((a, b) => a[1] - b[1]);
  return feet.map((foot) => pick(random, motifs)(pen, foot, size * between(random, 0.7, 1.25))).join('');
}

/** Two wings, far away. */
export function bird(pen: Pen, [x, y]: Point): string {
  const wing = between(pen.random, 4, 10);
  return pen.line([
    [x - wing, y - wing * 0.4],
    [x - wing / 2, y - wing * 0.7],
    [x, y],
    [x + wing / 2, y - wing * 0.7],
    [x + wing, y - wing * 0.4],
  ]);
}

/** Blades along the lower edge. */
export function grass(pen: Pen, width: number, height: number): string {
  const { random } = pen;
  let body = '';
  for (let i = 0; i < 40; i++) {
    const [x, y] = [random() * width, between(random, 0.86, 1.02) * height];
    body += pen.line(
      [
        [x, y],
        [x + between(random, -3, 3), y - between(random, 5, 16)],
      ],
      0.8,
    );
  }
  return body;
}

/** Stripes, dots or little crosses in rows, none quite like the others. */
export function wallpaper(pen: Pen, width: number, height: number): string {
  const { random } = pen;
  const step = between(random, 16, 34);
  const kind = Math.floor(random() * 3);
  let body = pen.shape(box(-5, -5, width + 10, height + 5), 0.05, true);
  for (let x = step / 2; x < width; x += step) {
    if (kind === 0)
      body += pen.line(
        [
          [x, 0],
          [x + 1, height / 2],
          [x, height],
        ],
        0.6,
      );
    for (let y = step / 2; kind > 0 && y < height; y += step) {
      const far = step * between(random, 0.08, 0.22);
      body +=
        kind === 1
          ? pen.line(
              [
                [x - far, y],
                [x + far, y],
              ],
              0.8,
            )
          : pen.line(
              [
                [x - far, y + far],
                [x, y - far],
                [x + far, y + far],
              ],
              0.8,
            );
    }
  }
  return body;
}
