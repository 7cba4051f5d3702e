import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import { lamp, pane, shelf } from '../motifs/indoors.ts';
import { fish } from '../motifs/fish.ts';
import { creature, flower, head, person } from '../motifs/living.ts';
import { boat, cloud, house, ridge, rock, sun, tower, tree, type Motif } from '../motifs/outdoors.ts';
import { blob, box } from '../shapes.ts';
import { bird, grass, row, type Composition } from './composition.ts';

/** Sky, ridges behind one another, and things that stand among them, the nearer the larger. */
export const landscape: Composition = (pen, width, height) => {
  const { random } = pen;
  let body = sun(
    pen,
    [between(random, 0.15, 0.85) * width, height * 0.36],
    height * between(random, 0.2, 0.34),
  );
  for (let i = 0; i < wholeBetween(random, 1, 4); i++) {
    body += cloud(
      pen,
      [random() * width, between(random, 0.12, 0.35) * height],
      height * between(random, 0.08, 0.15),
    );
  }
  for (let i = 0; i < 5; i++) body += bird(pen, [random() * width, between(random, 0.05, 0.3) * height]);
  const hasWater = random() < 0.35;
  const grounds = wholeBetween(random, 2, 4);
  const motifs = hasWater
    ? [tree, rock, boat, boat, house]
    : [tree, tree, house, rock, person, flower, creature];
  for (let layer = 0; layer < grounds; layer++) {
    const top = height * (0.38 + (layer * 0.45) / grounds);
    body += ridge(pen, width, top, top + height * 0.3, between(random, 0.1, 0.8));
    body += row(
      pen,
      motifs,
      width,
      top + height * 0.12,
      height * (0.12 + layer * 0.07),
      wholeBetween(random, 2, 5),
    );
  }
  return body + grass(pen, width, height);
};

/** Rows of towers and houses above a street with people and lamps. */
export const town: Composition = (pen, width, height) => {
  const { random } = pen;
  let body = random() < 0.5 ? sun(pen, [random() * width, height * 0.3], height * 0.25) : '';
  body += cloud(pen, [random() * width, height * 0.2], height * 0.1);
  body += row(pen, [tower], width, height * 0.62, height * 0.5, wholeBetween(random, 5, 9));
  body += row(
    pen,
    [house, house, tower, tree],
    width,
    height * 0.72,
    height * 0.36,
    wholeBetween(random, 4, 7),
  );
  body += pen.shape(box(-10, height * 0.72, width + 20, height * 0.32), between(random, 0, 0.4), true);
  for (let i = 0; i < 26; i++) {
    const [x, y] = [random() * width, between(random, 0.74, 1) * height];
    body += pen.line(
      [
        [x, y],
        [x + between(random, 6, 22), y],
      ],
      0.7,
    );
  }
  return (
    body +
    row(pen, [person, person, lamp, creature], width, height * 0.93, height * 0.3, wholeBetween(random, 3, 6))
  );
};

/** One large head before a ground of lines, shapes or flowers. */
export const portrait: Composition = (pen, width, height) => {
  const { random } = pen;
  let body = '';
  const backdrop = pick(random, [flower, tree, cloud, shelf, pane] as const);
  for (let i = 0; i < 7; i++) {
    body += backdrop(
      pen,
      [random() * width, between(random, 0.2, 1) * height],
      height * between(random, 0.15, 0.3),
    );
  }
  const x = width * between(random, 0.38, 0.62);
  const size = height * between(random, 0.2, 0.28);
  const y = height * between(random, 0.36, 0.46);
  const half = width * between(random, 0.24, 0.4);
  const shoulder = y + size * 1.5;
  body += pen.shape(
    [
      [x - half, height + 10],
      [x - half * 0.9, shoulder + 10],
      [x - size * 0.4, shoulder - size * 0.3],
      [x + size * 0.4, shoulder - size * 0.3],
      [x + half * 0.9, shoulder + 10],
      [x + half, height + 10],
    ],
    between(random, 0.3, 0.9),
  );
  body += pen.shape(box(x - size * 0.28, y + size * 0.7, size * 0.56, size * 0.7), 0.1, true);
  for (let i = 0; i < 16; i++) {
    const [u, v] = [x + between(random, -0.8, 0.8) * half, between(random, shoulder + 14, height)];
    body +=
      random() < 0.5
        ? pen.shape(blob(random, [u, v], 5), random())
        : pen.line([
            [u, v],
            [u + 8, v + 10],
            [u + 4, v + 22],
          ]);
  }
  return body + head(pen, [x, y], size);
};

/** One large beast among plants, birds or the things of the sea. */
export const bestiary: Composition = (pen, width, height) => {
  const { random } = pen;
  const isSea = random() < 0.3;
  let body = isSea ? '' : ridge(pen, width, height * 0.65, height, between(random, 0.1, 0.5));
  const around: readonly Motif[] = isSea ? [fish, fish, flower, rock] : [flower, tree, flower, rock, person];
  body += row(
    pen,
    around,
    width,
    height * between(random, 0.7, 0.85),
    height * 0.3,
    wholeBetween(random, 4, 7),
  );
  if (isSea)
    for (let i = 0; i < 6; i++)
      body += fish(pen, [random() * width, random() * height], height * between(random, 0.1, 0.2));
  body += (isSea && random() < 0.6 ? fish : creature)(
    pen,
    [width * between(random, 0.4, 0.6), height * 0.9],
    height * between(random, 0.6, 0.85),
  );
  return body + grass(pen, width, height);
};
