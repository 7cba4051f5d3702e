import type { Box } from '../plain-regions.ts';

/** Pixels of a row beside one another, of one colour. */
export interface Run {
  row: number;
  first: number;
  last: number;
}

/** What may be a letter: its box, and its pixels. */
export interface Letter extends Box {
  /** Number of its colour. */
  colour: number;
  runs: Run[];
}

/** Shares of the picture's shorter side: how tall a letter is. */
const LEAST_TALL = 0.022;
const LARGEST_TALL = 0.3;

/** In its own height: what is wider is a bar. */
const WIDEST = 2.2;

/** Of its box: a letter is strokes, neither a hair nor a block; an I is all of its box, and narrow. */
const LEAST_FILLED = 0.12;
const MOST_FILLED = 0.92;
const WIDEST_BLOCK = 0.45;

/** What hangs together of one colour, and is of a letter's size and shape. @param labels of each pixel its colour's number, or 0 */
export function lettersOf(labels: Uint8Array, width: number, height: number): Letter[] {
  const { starts, runs, colours } = runsOf(labels, width, height);
  const parents = Int32Array.from(runs, (_, i) => i);
  for (let row = 1; row < height; row++) join(row, starts, runs, colours, parents);
  const found = new Map<number, Letter>();
  for (const [i, run] of runs.entries()) add(found, rootOf(parents, i), run, colours[i]);
  return [...found.values()].filter((letter) => isLetter(letter, width, height));
}

interface Runs {
  /** The first run of each row, and one more. */
  starts: Int32Array;
  runs: Run[];
  /** Of each run. */
  colours: number[];
}

function runsOf(labels: Uint8Array, width: number, height: number): Runs {
  const starts = new Int32Array(height + 1);
  const runs: Run[] = [];
  const colours: number[] = [];
  for (let row = 0; row < height; row++) {
    starts[row] = runs.length;
    const from = row * width;
    for (let x = 0; x < width; x++) {
      const colour = labels[from + x];
      if (colour === 0) continue;
      const first = x;
      while (x + 1 < width && labels[from + x + 1] === colour) x++;
      runs.push({ row, first, last: x });
      colours.push(colour);
    }
  }
  starts[height] = runs.length;
  return { starts, runs, colours };
}

/** Joins the runs of a row with those above them that they touch and that are of their colour. */
function join(
  row: number,
  starts: Int32Array,
  runs: readonly Run[],
  colours: readonly number[],
  parents: Int32Array,
): void {
  let above = starts[row - 1];
  for (let i = starts[row]; i < starts[row + 1]; i++) {
    while (above < starts[row] && runs[above].last < runs[i].first) above++;
    for (let j = above; j < starts[row] && runs[j].first <= runs[i].last; j++) {
      if (colours[i] === colours[j]) parents[rootOf(parents, i)] = rootOf(parents, j);
    }
  }
}

function rootOf(parents: Int32Array, i: number): number {
  let root = i;
  while (parents[root] !== root) root = parents[root] = parents[parents[root]];
  return root;
}

function add(found: Map<number, Letter>, root: number, run: Run, colour: number): void {
  const letter = found.get(root);
  if (letter === undefined) {
    found.set(root, { left: run.first, right: run.last, top: run.row, bottom: run.row, colour, runs: [run] });
    return;
  }
  letter.left = Math.min(letter.left, run.first);
  letter.right = Math.max(letter.right, run.last);
  letter.bottom = run.row;
  letter.runs.push(run);
}

function isLetter({ left, top, right, bottom, runs }: Letter, width: number, height: number): boolean {
  if (left === 0 || top === 0 || right === width - 1 || bottom === height - 1) return false;
  const [tall, wide] = [bottom - top + 1, right - left + 1];
  const shorter = Math.min(width, height);
  if (tall < LEAST_TALL * shorter || tall > LARGEST_TALL * shorter || wide > WIDEST * tall) return false;
  const pixels = runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const filled = pixels / (tall * wide);
  return filled >= LEAST_FILLED && (filled <= MOST_FILLED || wide <= WIDEST_BLOCK * tall);
}
