import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import type { Point } from '../../picture/warp.ts';
import { blob, box, lathed } from '../shapes.ts';
import { flower } from './living.ts';
import type { Motif } from './outdoors.ts';

/** A bottle, vase, cup or jar, with a band or two; a vase may hold flowers. */
export const vessel: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const wide = size * between(random, 0.16, 0.32);
  const neck = wide * between(random, 0.3, 0.9);
  const profile = [
    neck * 1.2,
    neck,
    neck * between(random, 0.9, 1.1),
    wide * between(random, 0.7, 1.1),
    wide,
    wide * between(random, 0.6, 1),
    wide * 0.7,
  ];
  let body = '';
  if (random() < 0.4) {
    for (let i = 0; i < 3; i++)
      body += flower(pen, [x + (i - 1) * neck * 0.5, y - size * 0.8], size * between(random, 0.5, 0.8));
  }
  body += pen.shape(lathed([x, y], size * 0.85, profile), between(random, 0, 0.8));
  for (let i = 0; i < wholeBetween(random, 1, 3); i++) {
    const v = y - size * between(random, 0.15, 0.45);
    body += pen.line([
      [x - wide * 0.9, v],
      [x, v + 3],
      [x + wide * 0.9, v],
    ]);
  }
  if (random() < 0.4) {
    const side = random() < 0.5 ? -1 : 1;
    body += pen.line(
      [
        [x + side * wide * 0.8, y - size * 0.6],
        [x + side * wide * 1.7, y - size * 0.5],
        [x + side * wide * 0.9, y - size * 0.2],
      ],
      2.4,
    );
  }
  return body;
};

/** An apple, a pear or a lemon, with a leaf. */
export const fruit: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const round = size * between(random, 0.36, 0.48);
  const middle: Point = [x, y - round];
  let body = pen.shape(
    blob(random, middle, round * between(random, 0.9, 1.2), round, 0.07),
    between(random, 0.2, 0.7),
  );
  body += pen.line(
    [
      [x, y - round * 1.9],
      [x + 3, y - round * 2.2],
      [x + 6, y - round * 2.4],
    ],
    1.6,
  );
  body += pen.shape(
    [
      [x + 4, y - round * 2.2],
      [x + round * 0.5, y - round * 2.5],
      [x + round, y - round * 2.1],
      [x + round * 0.5, y - round * 2],
    ],
    0.6,
  );
  return (
    body +
    pen.line(
      [
        [x - round * 0.5, y - round * 1.4],
        [x - round * 0.65, y - round],
        [x - round * 0.5, y - round * 0.6],
      ],
      0.7,
    )
  );
};

/** Books on a board, upright and leaning. */
export const shelf: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const wide = size * between(random, 1.6, 2.6);
  let body = '';
  for (let u = x - wide / 2; u < x + wide / 2 - size * 0.2;) {
    const [thick, tall] = [size * between(random, 0.08, 0.24), size * between(random, 0.55, 0.95)];
    const lean = random() < 0.15 ? thick : 0;
    body += pen.shape(
      [
        [u + lean, y - tall],
        [u + thick + lean, y - tall],
        [u + thick, y],
        [u, y],
      ],
      random(),
      true,
    );
    if (thick > size * 0.12)
      body += pen.line([
        [u + thick * 0.25 + lean * 0.8, y - tall * 0.8],
        [u + thick * 0.8 + lean * 0.8, y - tall * 0.8],
      ]);
    u += thick + lean;
  }
  return body + pen.shape(box(x - wide / 2 - 5, y, wide + 10, size * 0.1), 0.5, true);
};

/** A framed picture or a window: panes with hills behind. */
export const pane: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const wide = size * between(random, 0.6, 1.4);
  const [left, top] = [x - wide / 2, y - size];
  let body =
    pen.shape(box(left - 5, top - 5, wide + 10, size + 10), 0.5, true) +
    pen.shape(box(left, top, wide, size), 0, true);
  const low = y - size * between(random, 0.2, 0.5);
  body += pen.shape(
    [
      [left, y],
      [left, low],
      [x - wide * 0.2, low - size * 0.2],
      [x + wide * 0.1, low],
      [x + wide * 0.3, low - size * 0.15],
      [left + wide, low],
      [left + wide, y],
    ],
    0.5,
    true,
  );
  body += pen.shape(
    blob(random, [left + wide * between(random, 0.2, 0.8), top + size * 0.25], size * 0.1),
    0.3,
  );
  if (random() < 0.5)
    body +=
      pen.line(
        [
          [x, top],
          [x, y],
        ],
        2,
      ) +
      pen.line(
        [
          [left, y - size / 2],
          [left + wide, y - size / 2],
        ],
        2,
      );
  return body;
};

/** A standing or hanging lamp with its light. */
export const lamp: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const wide = size * between(random, 0.18, 0.3);
  const shade = y - size;
  let body = pen.line(
    [
      [x, y],
      [x + 1, y - size / 2],
      [x, shade],
    ],
    2.2,
  );
  body += pen.shape(blob(random, [x, y], wide * 0.7, size * 0.03, 0), 0.7);
  body += pen.shape(
    [
      [x - wide * 0.5, shade],
      [x + wide * 0.5, shade],
      [x + wide, shade + size * 0.25],
      [x - wide, shade + size * 0.25],
    ],
    0.2,
    true,
  );
  for (let i = -2; i <= 2; i++)
    body += pen.line(
      [
        [x + i * wide * 0.5, shade + size * 0.3],
        [x + i * wide * 0.8, shade + size * 0.42],
      ],
      0.7,
    );
  return body;
};

/** A chair seen from aside, or a stool. */
export const chair: Motif = (pen, [x, y], size) => {
  const { random } = pen;
  const wide = size * between(random, 0.35, 0.5);
  const seat = y - size * 0.45;
  const back = x - wide / 2;
  let body = '';
  for (const u of [back, back + wide * 0.25, back + wide * 0.8, back + wide])
    body += pen.line(
      [
        [u, seat],
        [u + between(random, -3, 3), y],
      ],
      2.2,
    );
  body += pen.shape(box(back - 3, seat - size * 0.05, wide + 8, size * 0.09), 0.6, true);
  if (random() < 0.8) {
    body += pen.shape(box(back - 3, y - size, wide * 0.18, size * 0.55), 0.4, true);
    body += pick(random, [
      '',
      pen.line(
        [
          [back, y - size * 0.9],
          [back + wide * 0.9, y - size * 0.62],
          [back + wide, seat],
        ],
        2,
      ),
    ]);
  }
  return body;
};
