import type { RgbPicture } from '../core/picture.ts';
import { SMALL_SIDE, smallGreyOf, type Grey } from './grey.ts';
import type { Window } from './resize.ts';

/** Cells of so many pixels are content or ground as a whole. */
const CELL = 8;

/** Brightness of 255 from a pixel to the next, right and down together, from which on something is drawn there … */
const LEAST_CHANGE = 14;

/** … and so many such pixels make a cell content: JPEG leaves single ones around an edge. */
const LEAST_PIXELS = 3;

/** Ground that is kept around content, of its longer side: edges are described by what is on both sides of them. */
const MARGIN = 0.06;

/** What is as large as this of the whole is the whole … */
const LARGEST_SHARE = 0.8;

/** Cells are so coarse that what takes this share of them may still be smaller than that. */
const LEAST_WHOLE_SHARE = 0.95;

/** … and a part whose longer side is a smaller share of the picture's is a speck: a bird in the sky, a letter. */
const LEAST_SIDE = 0.08;
const LEAST_CELLS = 4;

/** A box within a box is worth its time where it leaves out this share of it. */
const LARGEST_INNER_SHARE = 0.6;

/** Parts that lie apart, largest first; more are letters and buttons. */
const MAX_PARTS = 3;

/** Where on its ground a picture's content lies, and what of it lies by itself. */
interface Layout {
  content: Window;
  parts: readonly Window[];
}

/** Several parts of a fingerprint ask of one picture, which is gone afterwards. */
const known = new WeakMap<RgbPicture, Layout>();

/**
 * Where on its ground a picture's content lies: the box around all that is drawn, so that a figure on plain ground is
 * looked at as an ordinary picture is; the whole picture where it is no smaller than that by much, or where nothing
 * is drawn. Ground may fall off slowly, as a sky does.
 */
export function contentBox(picture: RgbPicture): Window {
  return layoutOf(picture).content;
}

/**
 * The boxes to look at in a picture that may hold another one: its content, the largest parts of it that lie apart, and
 * what is inside of each of these on a ground of its own, as a logo is in the picture on a screen. None for a picture
 * that is full of content.
 */
export function partBoxes(picture: RgbPicture): readonly Window[] {
  return layoutOf(picture).parts;
}

function layoutOf(picture: RgbPicture): Layout {
  let layout = known.get(picture);
  if (layout === undefined) known.set(picture, (layout = laidOut(picture)));
  return layout;
}

function laidOut(picture: RgbPicture): Layout {
  const all = wholeOf(picture);
  const busy = busyCells(smallGreyOf(picture));
  const content = contentOf(picture, busy);
  const parts: Window[] = isPart(content, all) ? [content] : [];
  const add = (box: Window): void => {
    if (!parts.some((other) => isAlike(box, other))) parts.push(box);
  };
  const apart = partsOf(busy);
  for (const label of apart.parts.slice(0, MAX_PARTS)) {
    const box = boxAround(apart.cells, (own) => own === label, picture);
    if (box === null || !isPart(box, all)) continue;
    add(box);
    const inner = insideOf(box, picture);
    if (inner !== null) add(inner);
  }
  return { content, parts };
}

function wholeOf({ width, height }: RgbPicture): Window {
  return { left: 0, top: 0, width, height };
}

function isPart(box: Window, all: Window): boolean {
  const isSpeck = Math.max(box.width, box.height) < LEAST_SIDE * Math.max(all.width, all.height);
  return !isSpeck && areaOf(box) <= LARGEST_SHARE * areaOf(all);
}

function contentOf(picture: RgbPicture, busy: Cells): Window {
  const all = wholeOf(picture);
  const around = boxAround(busy, (value) => value > 0, picture);
  return around !== null && isPart(around, all) ? around : all;
}

/** The content within a box, its edge left out; null where the box is full of it. Only that: its own parts have parts again. */
function insideOf(box: Window, picture: RgbPicture): Window | null {
  const inset = Math.ceil((2 * CELL * Math.max(picture.width, picture.height)) / SMALL_SIDE);
  const [width, height] = [box.width - 2 * inset, box.height - 2 * inset];
  if (width < 2 * inset || height < 2 * inset) return null;
  const [left, top] = [box.left + inset, box.top + inset];
  const inside = cutOut(picture, { left, top, width, height });
  const inner = contentOf(inside, busyCells(smallGreyOf(inside)));
  if (areaOf(inner) > LARGEST_INNER_SHARE * areaOf(box)) return null;
  return { ...inner, left: inner.left + left, top: inner.top + top };
}

/** A part of a picture. */
export function cutOut(picture: RgbPicture, { left, top, width, height }: Window): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}

/** Of each cell a number: 0 where there is ground. */
interface Cells {
  columns: number;
  rows: number;
  values: Int32Array;
}

function busyCells({ width, height, data }: Grey): Cells {
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const counts = new Int32Array(columns * rows);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const at = y * width + x;
      const change = Math.abs(data[at + 1] - data[at]) + Math.abs(data[at + width] - data[at]);
      if (change >= LEAST_CHANGE) counts[Math.floor(y / CELL) * columns + Math.floor(x / CELL)]++;
    }
  }
  return { columns, rows, values: counts.map((count) => (count >= LEAST_PIXELS ? 1 : 0)) };
}

/** The busy cells with the number of their part, and the parts' numbers, largest first. A gap of one cell parts nothing. */
function partsOf({ columns, rows, values }: Cells): { cells: Cells; parts: number[] } {
  const labels = new Int32Array(values.length);
  const sizes: number[] = [];
  for (let first = 0; first < values.length; first++) {
    if (values[first] === 0 || labels[first] > 0) continue;
    const label = sizes.length + 1;
    const waiting = [first];
    labels[first] = label;
    let size = 0;
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      size++;
      const [x, y] = [cell % columns, Math.floor(cell / columns)];
      for (let v = Math.max(0, y - 2); v <= Math.min(rows - 1, y + 2); v++) {
        for (let u = Math.max(0, x - 2); u <= Math.min(columns - 1, x + 2); u++) {
          const other = v * columns + u;
          if (values[other] === 0 || labels[other] > 0) continue;
          labels[other] = label;
          waiting.push(other);
        }
      }
    }
    sizes.push(size);
  }
  const parts = sizes.map((_, i) => i + 1).filter((label) => sizes[label - 1] >= LEAST_CELLS);
  return {
    cells: { columns, rows, values: labels },
    parts: parts.toSorted((a, b) => sizes[b - 1] - sizes[a - 1]),
  };
}

/** The box around the cells that are chosen, with its margin, in the picture's pixels; null where none is. */
function boxAround(
  { columns, rows, values }: Cells,
  isChosen: (value: number) => boolean,
  picture: RgbPicture,
): Window | null {
  const chosen = extentOf(columns, rows, (cell) => isChosen(values[cell]));
  if (chosen === null) return null;
  const cell = (CELL * Math.max(picture.width, picture.height)) / SMALL_SIDE;
  const rough = grown(chosen, cell, cell, picture);
  // Next to all of it: where its edge is to the pixel makes it no part.
  if (areaOf(rough) >= LEAST_WHOLE_SHARE * picture.width * picture.height) return rough;
  const { width, height, data } = smallGreyOf(cutOut(picture, rough));
  const edges = extentOf(width - 1, height - 1, (i) => {
    const at = Math.floor(i / (width - 1)) * width + (i % (width - 1));
    return Math.abs(data[at + 1] - data[at]) + Math.abs(data[at + width] - data[at]) >= LEAST_CHANGE;
  });
  if (edges === null) return rough;
  const step = Math.max(rough.width, rough.height) / SMALL_SIDE;
  const margin = MARGIN * step * Math.max(edges.width, edges.height);
  const tight = grown(edges, step, margin, rough);
  return { ...tight, left: rough.left + tight.left, top: rough.top + tight.top };
}

/** The box around the places of a grid that are chosen; null where none is. */
function extentOf(columns: number, rows: number, isChosen: (place: number) => boolean): Window | null {
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let place = 0; place < columns * rows; place++) {
    if (!isChosen(place)) continue;
    const [x, y] = [place % columns, Math.floor(place / columns)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** A box of a grid in pixels, with a margin, within a picture. */
function grown(
  box: Window,
  step: number,
  margin: number,
  { width, height }: Pick<Window, 'width' | 'height'>,
): Window {
  const from = (value: number): number => Math.max(0, Math.floor(value * step - margin));
  const to = (value: number, side: number): number => Math.min(side, Math.ceil(value * step + margin));
  const [left, top] = [from(box.left), from(box.top)];
  return {
    left,
    top,
    width: Math.max(1, to(box.left + box.width, width) - left),
    height: Math.max(1, to(box.top + box.height, height) - top),
  };
}

function isAlike(a: Window, b: Window): boolean {
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared > LARGEST_SHARE * Math.max(areaOf(a), areaOf(b));
}

function areaOf({ width, height }: Window): number {
  return width * height;
}
