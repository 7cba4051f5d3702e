import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import type { Point } from '../../picture/warp.ts';
import type { Pen } from '../pen.ts';
import { blob, box } from '../shapes.ts';

/** A thing to draw: its foot stands at the point, and it is `size` pixels high. */
export type Motif = (pen: Pen, foot: Point, size: number) => string;

/** Broad, pointed or bare. */
export const tree: Motif = (pen, foot, size) =>
  pick(pen.random, [broadTree, pine, bareTree])(pen, foot, size);

const broadTree: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const thick = size * between(random, 0.05, 0.09);
  let body = pen.shape(
    [
      [x - thick, y],
      [x - thick * 0.5, y - size * 0.55],
      [x + thick * 0.6, y - size * 0.55],
      [x + thick * 1.2, y],
    ],
    0.6,
  );
  const crowns = wholeBetween(random, 3, 6);
  for (let i = 0; i < crowns; i++) {
    const at: Point = [x + between(random, -0.24, 0.24) * size, y - size * between(random, 0.55, 0.85)];
    body += pen.shape(blob(random, at, size * between(random, 0.13, 0.24), undefined, 0.22), 0.3 + i * 0.08);
    for (let leaf = 0; leaf < 6; leaf++) {
      const [u, v] = [
        at[0] + between(random, -0.14, 0.14) * size,
        at[1] + between(random, -0.14, 0.14) * size,
      ];
      body += pen.line(
        [
          [u, v],
          [u + 3, v - 3],
          [u + 6, v],
        ],
        0.7,
      );
    }
  }
  return body;
};

const pine: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  let body = pen.shape(box(x - size * 0.03, y - size * 0.2, size * 0.06, size * 0.2), 0.7, true);
  const tiers = wholeBetween(random, 3, 6);
  for (let i = 0; i < tiers; i++) {
    const low = y - size * (0.12 + (i * 0.72) / tiers);
    const half = size * (0.3 - (i * 0.22) / tiers) * between(random, 0.85, 1.15);
    body += pen.shape(
      [
        [x - half, low],
        [x, low - (size * 1.1) / tiers],
        [x + half, low],
        [x, low - size * 0.03],
      ],
      0.5,
      true,
    );
  }
  return body;
};

const bareTree: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const branch = (from: Point, angle: number, length: number, depth: number): string => {
    const to: Point = [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
    const bend: Point = [(from[0] + to[0]) / 2 + between(random, -2, 2), (from[1] + to[1]) / 2];
    let body = pen.line([from, bend, to], depth * 0.9);
    if (depth > 1) {
      for (let i = 0; i < 2 + (random() < 0.4 ? 1 : 0); i++) {
        body += branch(
          to,
          angle + between(random, -0.7, 0.7),
          length * between(random, 0.55, 0.8),
          depth - 1,
        );
      }
    }
    return body;
  };
  return branch([x, y], -Math.PI / 2, size * 0.32, 5);
};

/** Walls, a roof, a door, windows, and perhaps a chimney with smoke. */
export const house: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const [wide, wall] = [size * between(random, 0.6, 1.2), size * between(random, 0.45, 0.62)];
  const left = x - wide / 2;
  const ridge = between(random, 0.3, 0.7);
  let body =
    random() < 0.6 ? pen.shape(box(left + wide * 0.7, y - size, wide * 0.1, size * 0.4), 0.7, true) : '';
  body += pen.shape(box(left, y - wall, wide, wall), between(random, 0, 0.4), true);
  body += pen.shape(
    [
      [left - wide * 0.06, y - wall],
      [left + wide * ridge, y - size],
      [left + wide * 1.06, y - wall],
    ],
    between(random, 0.4, 0.9),
    true,
  );
  const windows = wholeBetween(random, 1, 3);
  for (let i = 0; i < windows; i++) {
    const [u, v, w] = [left + (wide * (i + 0.25)) / (windows + 1), y - wall * 0.75, wide * 0.14];
    body += pen.shape(box(u, v, w, w * 1.2), between(random, 0.1, 0.9), true);
    body +=
      pen.line(
        [
          [u + w / 2, v],
          [u + w / 2, v + w * 1.2],
        ],
        0.6,
      ) +
      pen.line(
        [
          [u, v + w * 0.6],
          [u + w, v + w * 0.6],
        ],
        0.6,
      );
  }
  body += pen.shape(box(left + wide * 0.74, y - wall * 0.55, wide * 0.16, wall * 0.55), 0.8, true);
  for (let i = 0; i < 7; i++) {
    const [u, v] = [left + random() * wide * 0.9, y - random() * wall];
    body += pen.line(
      [
        [u, v],
        [u + wide * 0.06, v],
      ],
      0.5,
    );
  }
  return body;
};

/** A block of flats or a tower with rows of windows, some of them lit. */
export const tower: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const wide = size * between(random, 0.28, 0.6);
  const left = x - wide / 2;
  let body = pen.shape(box(left, y - size, wide, size), between(random, 0, 0.6), true);
  if (random() < 0.5) {
    const peak: Point = [x + between(random, -0.2, 0.2) * wide, y - size * between(random, 1.08, 1.25)];
    body += pen.shape([[left, y - size], peak, [left + wide, y - size]], 0.7, true);
  }
  const [columns, rows] = [wholeBetween(random, 2, 5), wholeBetween(random, 3, 8)];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (random() < 0.12) continue;
      const u = left + (wide * (column + 0.2)) / columns;
      const v = y - size + (size * (row + 0.2)) / rows;
      body += pen.shape(
        box(u, v, (wide * 0.6) / columns, (size * 0.5) / rows),
        random() < 0.4 ? 0.9 : 0,
        true,
      );
    }
  }
  return body;
};

/** A boat with a sail or two. */
export const boat: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const long = size * between(random, 0.7, 1.1);
  let body = pen.line(
    [
      [x, y - size * 0.2],
      [x, y - size],
    ],
    1.4,
  );
  body += pen.shape(
    [
      [x + 3, y - size * 0.95],
      [x + long * 0.45, y - size * 0.3],
      [x + 3, y - size * 0.28],
    ],
    between(random, 0, 0.5),
  );
  if (random() < 0.7) {
    body += pen.shape(
      [
        [x - 3, y - size * 0.85],
        [x - long * 0.35, y - size * 0.3],
        [x - 3, y - size * 0.28],
      ],
      between(random, 0.2, 0.7),
    );
  }
  return (
    body +
    pen.shape(
      [
        [x - long / 2, y - size * 0.22],
        [x + long / 2, y - size * 0.24],
        [x + long * 0.34, y],
        [x - long * 0.36, y],
      ],
      between(random, 0.3, 0.9),
    )
  );
};

/** A boulder with cracks. */
export const rock: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const middle: Point = [x, y - size / 2];
  let body = pen.shape(
    blob(random, middle, size * between(random, 0.5, 0.9), size / 2, 0.2, 9),
    between(random, 0.2, 0.8),
    true,
  );
  for (let i = 0; i < 3; i++) {
    const [u, v] = [x + between(random, -0.4, 0.4) * size, y - size * between(random, 0.3, 0.8)];
    body += pen.line(
      [
        [u, v],
        [u + size * 0.1, v + size * 0.12],
        [u + size * 0.06, v + size * 0.25],
      ],
      0.7,
    );
  }
  return body;
};

export const cloud: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  let body = '';
  const puffs = wholeBetween(random, 3, 5);
  for (let i = 0; i < puffs; i++) {
    const at: Point = [x + (i - puffs / 2) * size * 0.55, y - size * between(random, 0.3, 0.6)];
    body += pen.shape(
      blob(random, at, size * between(random, 0.35, 0.55), size * between(random, 0.25, 0.4)),
      0.05,
    );
  }
  return body;
};

/** A sun or moon with rays, dots or rings around it. */
export const sun: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const rays = wholeBetween(random, 9, 24);
  const middle: Point = [x, y - size / 2];
  let body = pen.shape(blob(random, middle, size * 0.28, undefined, 0.03), between(random, 0, 0.5));
  for (let i = 0; i < rays; i++) {
    const turn = (i * 2 * Math.PI) / rays;
    const [near, far] = [size * 0.33, size * (i % 2 ? 0.42 : between(random, 0.45, 0.55))];
    const at = (radius: number): Point => [x + Math.cos(turn) * radius, middle[1] + Math.sin(turn) * radius];
    body += pen.line([at(near), at(far)]);
  }
  return body;
};

/** A ridge of hills across the whole width, from the height `top` down to `bottom`. */
export function ridge(pen: Pen, width: number, top: number, bottom: number, tone: number): string {
  const { random } = pen;
  const steps = wholeBetween(random, 5, 11);
  const rise = (bottom - top) * between(random, 0.15, 0.5);
  const line = Array.from({ length: steps + 1 }, (_, i): Point => [
    (width * i) / steps,
    top + between(random, -rise, rise),
  ]);
  const corners = random() < 0.5;
  let body = pen.shape(
    [[-20, bottom + 20], [-20, line[0][1]], ...line, [width + 20, line[steps][1]], [width + 20, bottom + 20]],
    tone,
    corners,
  );
  for (const [x, y] of line) {
    const down = y + between(random, 8, 30);
    body += pen.line(
      [
        [x, y + 3],
        [x + between(random, -9, 9), (y + down) / 2],
        [x + between(random, -14, 14), down],
      ],
      0.7,
    );
  }
  return body;
}
