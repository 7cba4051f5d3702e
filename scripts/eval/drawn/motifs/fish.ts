import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import type { Point } from '../../picture/warp.ts';
import type { Pen } from '../pen.ts';
import { blob } from '../shapes.ts';
import type { Motif } from './outdoors.ts';

/** A fish: its build, fins, tail and what its skin shows are its own. */
export const fish: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const facing = random() < 0.5 ? -1 : 1;
  const long = size * between(random, 0.6, 1.2);
  const v = y - size / 2;
  const to: Place = (along, up) => [x + facing * along * long, v - up * size];
  const [back, belly] = [between(random, 0.18, 0.4), between(random, 0.16, 0.38)];
  const widest = between(random, -0.2, 0.2);
  return (
    tail(pen, to) +
    fins(pen, to, widest, back, belly) +
    pen.shape(
      [
        to(-0.5, 0),
        to(widest - 0.2, back * between(random, 0.8, 1)),
        to(widest + 0.15, back * between(random, 0.8, 1)),
        to(0.55, between(random, -0.06, 0.06)),
        to(widest + 0.2, -belly * between(random, 0.75, 1)),
        to(widest - 0.2, -belly * between(random, 0.8, 1)),
      ],
      between(random, 0, 0.5),
    ) +
    skin(pen, to, widest, Math.min(back, belly), size) +
    face(pen, to, size)
  );
};

/** A place in the fish: along it from tail to mouth, and up. */
type Place = (along: number, up: number) => Point;

function tail(pen: Pen, to: Place): string {
  const { random } = pen;
  const end = between(random, -0.85, -0.65);
  const [up, down] = [between(random, 0.12, 0.4), between(random, 0.12, 0.4)];
  const notch = end + between(random, 0, 0.18);
  return pen.shape(
    [to(-0.44, 0), to(end, up), to(notch, between(random, -0.05, 0.05)), to(end, -down)],
    between(random, 0.3, 0.8),
    random() < 0.6,
  );
}

function fins(pen: Pen, to: Place, widest: number, back: number, belly: number): string {
  const { random } = pen;
  const foot = between(random, -0.25, -0.05);
  let body = pen.shape(
    [
      to(widest + foot, back * 0.8),
      to(widest + foot - between(random, 0, 0.2), back + between(random, 0.08, 0.3)),
      to(widest + between(random, 0.1, 0.25), back * 0.85),
    ],
    0.5,
    random() < 0.6,
  );
  if (random() < 0.6) {
    const under = between(random, -0.2, 0.1);
    body += pen.shape(
      [
        to(widest + under, -belly * 0.8),
        to(widest + under - between(random, 0.05, 0.2), -belly - between(random, 0.06, 0.2)),
        to(widest + under + 0.15, -belly * 0.8),
      ],
      0.6,
      true,
    );
  }
  return body;
}

/** Scales, stripes, or spots; none in the same rows as another fish's. */
function skin(pen: Pen, to: Place, widest: number, half: number, size: number): string {
  const { random } = pen;
  const kind = pick(random, ['scales', 'stripes', 'spots'] as const);
  const rows = kind === 'stripes' ? 1 : wholeBetween(random, 2, 5);
  const columns = wholeBetween(random, 3, 6);
  const [from, step] = [widest - between(random, 0.22, 0.3), between(random, 0.09, 0.13)];
  let body = '';
  for (let row = 0; row < rows; row++) {
    const up = rows === 1 ? 0 : half * 0.7 * ((2 * row) / (rows - 1) - 1);
    for (let column = 0; column < columns; column++) {
      const along = from + (column + between(random, 0, 0.5)) * step;
      if (random() < 0.15) continue;
      const deep = kind === 'stripes' ? half * between(random, 0.4, 0.85) : half * between(random, 0.1, 0.2);
      const bent = between(random, 0.01, 0.06);
      body +=
        kind === 'spots'
          ? pen.shape(blob(random, to(along, up), half * size * between(random, 0.04, 0.14)), 0.8)
          : pen.line([to(along, up + deep), to(along + bent, up), to(along, up - deep)], 0.8);
    }
  }
  return body;
}

function face(pen: Pen, to: Place, size: number): string {
  const { random } = pen;
  const eye = to(between(random, 0.3, 0.42), between(random, 0.02, 0.1));
  const round = size * between(random, 0.03, 0.06);
  const gill = between(random, 0.16, 0.28);
  return (
    pen.shape(blob(random, eye, round, undefined, 0.04), 0) +
    pen.shape(blob(random, eye, round * between(random, 0.3, 0.6), undefined, 0.04), 1) +
    pen.line([
      to(gill, between(random, 0.1, 0.2)),
      to(gill - between(random, 0.02, 0.07), 0),
      to(gill, -between(random, 0.1, 0.2)),
    ]) +
    pen.line([to(0.53, -0.02), to(0.44, between(random, -0.09, -0.02))], 0.9)
  );
}
