import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import { lettering } from '../../picture/letters.ts';
import { someWords, textWidth } from '../../../../src/calibrate/edits/letters.ts';
import { short } from '../../picture/svg.ts';
import { chair, fruit, lamp, pane, shelf, vessel } from '../motifs/indoors.ts';
import { fish } from '../motifs/fish.ts';
import { creature, flower, head, person } from '../motifs/living.ts';
import { boat, cloud, house, rock, sun, tower, tree } from '../motifs/outdoors.ts';
import { blob, box } from '../shapes.ts';
import { row, wallpaper, type Composition } from './composition.ts';

/** Vessels, fruit and flowers on a table, before a patterned wall. */
export const stillLife: Composition = (pen, width, height) => {
  const { random } = pen;
  let body = wallpaper(pen, width, height * 0.66);
  if (random() < 0.5) body += pane(pen, [width * between(random, 0.2, 0.8), height * 0.5], height * 0.35);
  body += pen.shape(box(-10, height * 0.64, width + 20, height * 0.4), between(random, 0.1, 0.6), true);
  for (let i = 0; i < 9; i++) {
    const y = between(random, 0.68, 1) * height;
    const x = random() * width;
    body += pen.line(
      [
        [x, y],
        [x + width * 0.15, y + 2],
        [x + width * 0.3, y],
      ],
      0.6,
    );
  }
  body += row(
    pen,
    [vessel, vessel, flower, lamp],
    width,
    height * 0.76,
    height * 0.48,
    wholeBetween(random, 3, 5),
  );
  return (
    body + row(pen, [fruit, fruit, vessel], width, height * 0.9, height * 0.2, wholeBetween(random, 3, 6))
  );
};

/** Wall, floor, a window, shelves, lamps, seats, and somebody at home. */
export const interior: Composition = (pen, width, height) => {
  const { random } = pen;
  let body = wallpaper(pen, width, height * 0.74);
  body += pane(pen, [width * between(random, 0.2, 0.8), height * 0.48], height * between(random, 0.26, 0.36));
  for (let i = 0; i < wholeBetween(random, 1, 3); i++) {
    body += shelf(
      pen,
      [random() * width, height * between(random, 0.25, 0.66)],
      height * between(random, 0.13, 0.2),
    );
  }
  body += pen.shape(box(-10, height * 0.74, width + 20, height * 0.3), between(random, 0.2, 0.6), true);
  for (let x = -width * 0.3; x < width * 1.3; x += width * between(random, 0.07, 0.16)) {
    body += pen.line(
      [
        [width / 2 + (x - width / 2) * 0.7, height * 0.74],
        [x, height],
      ],
      0.7,
    );
  }
  body += pen.shape(
    blob(random, [width * between(random, 0.3, 0.7), height * 0.9], width * 0.3, height * 0.07, 0.03),
    0.5,
  );
  return (
    body +
    row(
      pen,
      [chair, lamp, person, vessel, creature, chair],
      width,
      height * 0.93,
      height * 0.42,
      wholeBetween(random, 3, 6),
    )
  );
};

/** A page of studies: many small drawings beside one another, with a word under some. */
export const sketchbook: Composition = (pen, width, height) => {
  const { random } = pen;
  const [columns, rows] = [wholeBetween(random, 2, 4), wholeBetween(random, 2, 3)];
  const motifs = [
    tree,
    house,
    person,
    creature,
    flower,
    fish,
    vessel,
    fruit,
    boat,
    lamp,
    chair,
    tower,
    rock,
    sun,
    cloud,
  ];
  let body = '';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (width * (column + 0.5 + between(random, -0.12, 0.12))) / columns;
      const y = (height * (row + 0.82)) / rows;
      const size = (height / rows) * between(random, 0.55, 0.78);
      body +=
        random() < 0.15 ? head(pen, [x, y - size / 2], size * 0.36) : pick(random, motifs)(pen, [x, y], size);
      if (random() < 0.5) {
        const word = someWords(random, 1);
        body += lettering(word, x - textWidth(word, 8) / 2, y + 6, 8, pen.ink);
      }
    }
  }
  return body;
};

/** Turned copies of a few random strokes and shapes around one middle, ring by ring. */
export const ornament: Composition = (pen, width, height) => {
  const { random } = pen;
  const fold = wholeBetween(random, 5, 14);
  const [x, y] = [width * between(random, 0.4, 0.6), height * between(random, 0.4, 0.6)];
  let body = wallpaper(pen, width, height);
  const rings = wholeBetween(random, 4, 7);
  const reach = Math.min(width, height) * between(random, 0.42, 0.6);
  for (let ring = rings; ring > 0; ring--) {
    const far = (reach * ring) / rings;
    const long = (reach / rings) * between(random, 0.9, 1.8);
    const wide = far * between(random, 0.1, 0.36);
    const petal = pen.shape(
      [
        [far, 0],
        [far - long * 0.4, wide],
        [far - long, wide * between(random, 0, 0.6)],
        [far - long, -wide * 0.3],
        [far - long * 0.4, -wide],
      ],
      random(),
    );
    const vein =
      pen.line([
        [far - long * 0.8, 0],
        [far - long * 0.5, between(random, -4, 4)],
        [far - 4, 0],
      ]) + pen.shape(blob(random, [far, 0], between(random, 2, 7)), random());
    const shift = random() * 360;
    for (let i = 0; i < fold; i++) {
      body += `<g transform="translate(${short(x)} ${short(y)}) rotate(${short(shift + (i * 360) / fold)})">${petal}${vein}</g>`;
    }
  }
  return body;
};
