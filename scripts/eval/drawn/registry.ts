import type { RgbPicture } from '../../../src/core/picture.ts';
import type { Random } from '../../../src/core/random.ts';
import { drawnSvg } from '../picture/svg.ts';
import { brushwork, closeUp, deadLeaves, surface, terrain } from './kinds/photographic.ts';
import { comicPage, poster } from './kinds/printed.ts';
import { demoScene, drawnPage, framed, marked, meme, pair, textPage, tiling } from './kinds/published.ts';
import type { Composition } from './kinds/composition.ts';
import { interior, ornament, sketchbook, stillLife } from './kinds/rooms.ts';
import { bestiary, landscape, portrait, town } from './kinds/views.ts';
import { figure } from './sets/figures.ts';
import { logo } from './sets/logos.ts';
import { template } from './sets/templates.ts';
import { view } from './sets/views.ts';
import { flatPen, inkPen, washPen, type Pen } from './pen.ts';

/** A kind of picture that a program draws: any number of pictures, no two alike. */
export interface DrawnKind {
  /** Unique among all kinds. */
  name: string;
  draw(random: Random, width: number, height: number): RgbPicture | Promise<RgbPicture>;
}

/** Pictures that share something with one another, and of which none is an edit of another one. */
export interface DrawnSet {
  /** Unique among all sets. */
  name: string;
  /** Picture `number` of `seed`, from 0; the same each time. */
  draw: (seed: number, number: number) => Promise<RgbPicture>;
}

/** What hands take for the same and it is not: one character, one template, one ground, one scene. */
export const DRAWN_SETS: readonly DrawnSet[] = [
  { name: 'figures', draw: figure },
  { name: 'templates', draw: template },
  { name: 'logos', draw: logo },
  { name: 'views', draw: view },
];

/** What else stands in a published dataset: photographs of sorts, paintings, and all that is nearly alike. */
export const DISTRACTOR_KINDS: readonly DrawnKind[] = [
  { name: 'terrain', draw: terrain },
  { name: 'demo-scene', draw: demoScene },
  { name: 'dead-leaves', draw: deadLeaves },
  { name: 'meme', draw: meme },
  { name: 'surface', draw: surface },
  { name: 'brushwork', draw: brushwork },
  { name: 'tiling', draw: tiling },
  { name: 'close-up', draw: closeUp },
  { name: 'framed', draw: framed },
  { name: 'marked', draw: marked },
  { name: 'text-page', draw: textPage },
  { name: 'drawn-page', draw: drawnPage },
  { name: 'pair', draw: pair },
];

const PENS_BY_NAME = { ink: inkPen, flat: flatPen, wash: washPen };
const COMPOSITIONS: Readonly<Record<string, Composition>> = {
  landscape,
  portrait,
  'comic-page': comicPage,
  town,
  bestiary,
  poster,
  'still-life': stillLife,
  sketchbook,
  interior,
  ornament,
};

/** Illustrations and line drawings: each composition in ink, in flat colours, and in ink with washes. */
export const ILLUSTRATION_KINDS: readonly DrawnKind[] = Object.entries(COMPOSITIONS).flatMap(
  ([composition, compose]) =>
    Object.entries(PENS_BY_NAME).map(([pen, takePen]) => ({
      name: `${composition}-${pen}`,
      draw: (random, width, height) => sheet(takePen(random), compose, width, height),
    })),
);

function sheet(pen: Pen, compose: Composition, width: number, height: number): Promise<RgbPicture> {
  const body = compose(pen, width, height);
  return drawnSvg(width, height, `<rect width="100%" height="100%" fill="${pen.paper}"/>${body}`);
}
