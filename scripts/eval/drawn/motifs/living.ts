import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import type { Point } from '../../picture/warp.ts';
import type { Pen } from '../pen.ts';
import { blob, box } from '../shapes.ts';
import type { Motif } from './outdoors.ts';

/** A figure with a face, hair, clothes and a gesture. */
export const person: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const lean = between(random, -0.06, 0.06) * size;
  const hip = y - size * 0.42;
  const neck: Point = [x + lean, y - size * 0.76];
  const half = size * between(random, 0.1, 0.17);
  let body = '';
  for (const side of [-1, 1]) {
    const foot = x + side * size * between(random, 0.04, 0.16);
    body += pen.shape(
      [
        [x + side * 2 - 4, hip],
        [x + side * 2 + 4, hip],
        [foot + 4, y],
        [foot - 4 + side * 3, y],
      ],
      0.7,
    );
    const shoulder: Point = [neck[0] + side * half * 0.8, neck[1] + size * 0.06];
    const hand: Point = [x + side * size * between(random, 0.16, 0.36), y - size * between(random, 0.3, 1)];
    const elbow: Point = [
      (shoulder[0] + hand[0]) / 2 + side * size * 0.05,
      (shoulder[1] + hand[1]) / 2 + size * 0.06,
    ];
    body += pen.line([shoulder, elbow, hand], 3.4);
  }
  const dress = random() < 0.4 ? y - size * 0.2 : hip;
  body += pen.shape(
    [
      [neck[0] - half * 0.8, neck[1]],
      [neck[0] + half * 0.8, neck[1]],
      [x + half * between(random, 0.8, 1.7), dress],
      [x - half * between(random, 0.8, 1.7), dress],
    ],
    between(random, 0.1, 0.9),
    true,
  );
  const buttons = wholeBetween(random, 2, 4);
  for (let i = 0; i < buttons; i++) {
    const v = neck[1] + ((dress - neck[1]) * (i + 0.6)) / (buttons + 0.5);
    body += pen.line(
      [
        [x - 1, v],
        [x + 1, v],
      ],
      1.4,
    );
  }
  return body + head(pen, [neck[0], neck[1] - size * 0.11], size * between(random, 0.1, 0.14));
};

/** A head seen from the front, around its middle; `size` is half its height. */
export function head(pen: Pen, [x, y]: Point, size: number): string {
  const { random } = pen;
  const wide = size * between(random, 0.72, 0.95);
  const hair = pick(random, ['long', 'short', 'bun', 'hat', 'wild'] as const);
  let body = '';
  if (hair === 'long')
    body += pen.shape(blob(random, [x, y + size * 0.2], wide * 1.35, size * 1.5, 0.08), 0.9);
  if (hair === 'bun') body += pen.shape(blob(random, [x, y - size * 1.2], size * 0.4), 0.9);
  body += pen.shape(blob(random, [x, y], wide, size, 0.04), between(random, 0, 0.15));
  body += faceIn(pen, [x, y], wide, size);
  if (hair === 'hat') {
    body += pen.shape(box(x - wide * 0.75, y - size * 1.7, wide * 1.5, size * 1.05), 0.8, true);
    return body + pen.shape(blob(random, [x, y - size * 0.62], wide * 1.45, size * 0.16, 0.05), 0.7);
  }
  const strands = hair === 'wild' ? 26 : 16;
  body += pen.shape(
    [
      [x - wide, y - size * 0.1],
      [x - wide * 0.95, y - size * 0.8],
      [x, y - size * 1.18],
      [x + wide * 0.95, y - size * 0.8],
      [x + wide, y - size * 0.1],
      [x + wide * 0.3, y - size * 0.55],
      [x - wide * 0.4, y - size * 0.5],
    ],
    between(random, 0.5, 1),
  );
  for (let i = 0; i < strands; i++) {
    const turn = Math.PI * (1 + (i + random() * 0.6) / strands);
    const root: Point = [x + Math.cos(turn) * wide * 0.9, y + Math.sin(turn) * size * 0.95];
    const far = hair === 'wild' ? between(random, 1.1, 1.7) : between(random, 0.6, 0.85);
    body += pen.line(
      [root, [x + Math.cos(turn + 0.2) * wide * far, y + Math.sin(turn + 0.2) * size * far]],
      0.7,
    );
  }
  return body;
}

function faceIn(pen: Pen, [x, y]: Point, wide: number, size: number): string {
  const { random } = pen;
  let body = '';
  const apart = wide * between(random, 0.33, 0.45);
  const eye = size * between(random, 0.09, 0.17);
  const level = y - size * between(random, -0.02, 0.15);
  for (const side of [-1, 1]) {
    body += pen.shape(blob(random, [x + side * apart, level], eye * 1.3, eye, 0.05), 0);
    body += pen.shape(blob(random, [x + side * apart + eye * 0.2, level], eye * 0.5, eye * 0.6, 0), 1);
    const brow = level - eye * between(random, 1.6, 2.4);
    body += pen.line(
      [
        [x + side * apart - eye * 1.4, brow],
        [x + side * apart, brow - eye * 0.5],
        [x + side * apart + eye * 1.4, brow + between(random, -1, 1) * eye],
      ],
      1.3,
    );
  }
  const nose = size * between(random, 0.25, 0.4);
  body += pen.line(
    [
      [x, level],
      [x + size * between(random, 0.08, 0.2), level + nose],
      [x - size * 0.03, level + nose * 1.08],
    ],
    0.9,
  );
  const mouth = y + size * between(random, 0.5, 0.62);
  const smile = size * between(random, -0.1, 0.16);
  body += pen.line(
    [
      [x - wide * 0.35, mouth - smile],
      [x, mouth + smile * 0.4],
      [x + wide * 0.35, mouth - smile],
    ],
    1.3,
  );
  if (random() < 0.3) {
    for (const side of [-1, 1])
      body += pen.line(blob(random, [x + side * apart, level], eye * 2, eye * 1.8, 0, 12), 1);
  }
  return body;
}

/** A beast that nobody has seen: legs, a tail, ears or horns, spots or stripes. */
export const creature: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const [across, down] = [size * between(random, 0.38, 0.6), size * between(random, 0.22, 0.34)];
  const middle: Point = [x, y - size * 0.45];
  const facing = random() < 0.5 ? -1 : 1;
  let body = '';
  const tail: Point[] = [0, 1, 2, 3].map((i) => [
    x - facing * (across * 0.8 + i * size * 0.1),
    middle[1] - i * size * between(random, -0.02, 0.14),
  ]);
  body += pen.line(tail, 4);
  const legs = pick(random, [2, 4, 4, 6]);
  for (let i = 0; i < legs; i++) {
    const u = x + across * (-0.7 + (1.4 * i) / (legs - 1));
    body += pen.shape(
      [
        [u - size * 0.05, middle[1]],
        [u + size * 0.05, middle[1]],
        [u + size * 0.045, y],
        [u + facing * size * 0.08, y],
        [u - size * 0.04, y],
      ],
      between(random, 0.3, 0.6),
    );
  }
  body += pen.shape(blob(random, middle, across, down, 0.1), between(random, 0.1, 0.6));
  body += markings(pen, middle, across, down);
  const skull: Point = [x + facing * across * 0.95, middle[1] - size * between(random, 0.12, 0.3)];
  const round = size * between(random, 0.13, 0.2);
  for (const side of [-1, 1]) {
    const ear: Point = [skull[0] + side * round * 0.6, skull[1] - round * 0.5];
    const tip: Point = [
      ear[0] + side * round * between(random, 0.1, 0.9),
      ear[1] - round * between(random, 0.8, 1.8),
    ];
    body += pen.shape(
      [[ear[0] - round * 0.3, ear[1]], tip, [ear[0] + round * 0.3, ear[1]]],
      0.5,
      random() < 0.5,
    );
  }
  body += pen.shape(blob(random, skull, round * 1.1, round, 0.06), between(random, 0, 0.4));
  const eye: Point = [skull[0] + facing * round * 0.3, skull[1] - round * 0.15];
  body +=
    pen.shape(blob(random, eye, round * 0.28, undefined, 0), 0) +
    pen.shape(blob(random, eye, round * 0.12, undefined, 0), 1);
  return (
    body +
    pen.line(
      [
        [skull[0] + facing * round * 0.2, skull[1] + round * 0.5],
        [skull[0] + facing * round * 1.05, skull[1] + round * between(random, 0.1, 0.5)],
      ],
      1.3,
    )
  );
};

function markings(pen: Pen, [x, y]: Point, across: number, down: number): string {
  const { random } = pen;
  let body = '';
  const isStriped = random() < 0.4;
  for (let i = 0; i < 9; i++) {
    const u = x + across * between(random, -0.75, 0.75);
    const v = y + down * between(random, -0.5, 0.5);
    if (isStriped)
      body += pen.line(
        [
          [u, y - down * 0.7],
          [u + 4, y],
          [u, y + down * 0.6],
        ],
        1.8,
      );
    else body += pen.shape(blob(random, [u, v], down * between(random, 0.06, 0.2)), 0.8);
  }
  return body;
}

/** A stem with leaves in pairs, and one of several flowers on top. */
export const flower: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const lean = between(random, -0.2, 0.2) * size;
  const at = (share: number): Point => [x + lean * share * share, y - size * 0.8 * share];
  let body = pen.line([at(0), at(0.33), at(0.66), at(1)], 1.5);
  const pairs = wholeBetween(random, 2, 5);
  for (let i = 0; i < pairs; i++) {
    for (const side of [-1, 1]) {
      const [u, v] = at((i + 0.4 + random() * 0.3) / (pairs + 0.6));
      const [long, wide] = [side * size * between(random, 0.1, 0.22), size * between(random, 0.02, 0.06)];
      const tip: Point = [u + long, v - size * between(random, 0.02, 0.14)];
      const middle: Point = [(u + tip[0]) / 2, (v + tip[1]) / 2];
      body += pen.shape(
        [[u, v], [middle[0], middle[1] - wide], tip, [middle[0], middle[1] + wide]],
        between(random, 0.2, 0.7),
      );
      body += pen.line([[u, v], middle, tip], 0.6);
    }
  }
  const [u, v] = at(1);
  const petals = wholeBetween(random, 5, 12);
  const far = size * between(random, 0.1, 0.18);
  for (let i = 0; i < petals; i++) {
    const turn = (i * 2 * Math.PI) / petals;
    const petal: Point = [u + Math.cos(turn) * far * 0.7, v + Math.sin(turn) * far * 0.7];
    body += pen.shape(blob(random, petal, far * 0.42, far * 0.36, 0.15, 8), between(random, 0, 0.4));
  }
  return body + pen.shape(blob(random, [u, v], far * 0.4), 0.8);
};
