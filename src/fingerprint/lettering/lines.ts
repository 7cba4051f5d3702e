import type { Box } from '../plain-regions.ts';
import type { Letter } from './letters.ts';

/** Letters in a row. */
export interface Line extends Box {
  /** Of most of its letters. */
  tall: number;
  /** The share of its letters that are about as tall. */
  even: number;
  letters: Letter[];
}

/** Fewer in a row are no words: windows, railings and wheels come in threes. */
const LEAST_LETTERS = 5;

/** Heights of letters beside each other differ by this factor at most: an x and an l. */
const TALLER_BY = 1.5;

/** From a letter to the next one, in heights: words are parted by less. */
const WIDEST_GAP = 1.6;

/** Letters of a line stand beside one another: they share this much of the lower one's height. */
const LEAST_SHARED = 0.55;

/** Capitals are all as tall, and most small letters: in a line at least this share is, to a fifth. Specks are of all heights. */
const AS_TALL_WITHIN = 0.2;
const LEAST_AS_TALL = 0.6;

/** The lines of words that letters of one colour stand in. */
export function linesOf(letters: readonly Letter[]): Line[] {
  const waiting = new Set(letters);
  const lines: Line[] = [];
  for (const first of letters.toSorted((a, b) => a.left - b.left)) {
    if (!waiting.delete(first)) continue;
    const line = [first];
    for (let next = 0; next < line.length; next++) {
      for (const other of waiting) {
        if (!isBeside(line[next], other)) continue;
        waiting.delete(other);
        line.push(other);
      }
    }
    if (line.length >= LEAST_LETTERS) lines.push(lineOf(line));
  }
  return lines.filter(({ even }) => even >= LEAST_AS_TALL);
}

/** How many pixels of a picture some lines take; those count less in which letters are of several heights. */
export function weightOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { left, right, tall, even }) => sum + even * even * (right - left + 1) * tall, 0);
}

function isBeside(a: Letter, b: Letter): boolean {
  const [tallA, tallB] = [tallOf(a), tallOf(b)];
  const [lower, higher] = [Math.min(tallA, tallB), Math.max(tallA, tallB)];
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + 1;
  const gap = Math.max(a.left, b.left) - Math.min(a.right, b.right);
  return higher <= TALLER_BY * lower && shared >= LEAST_SHARED * lower && gap <= WIDEST_GAP * higher;
}

function tallOf({ top, bottom }: Box): number {
  return bottom - top + 1;
}

function lineOf(letters: Letter[]): Line {
  const heights = letters.map(tallOf).toSorted((a, b) => a - b);
  const tall = heights[Math.floor(heights.length / 2)];
  const even = heights.filter((height) => Math.abs(height - tall) <= AS_TALL_WITHIN * tall);
  return {
    left: Math.min(...letters.map(({ left }) => left)),
    top: Math.min(...letters.map(({ top }) => top)),
    right: Math.max(...letters.map(({ right }) => right)),
    bottom: Math.max(...letters.map(({ bottom }) => bottom)),
    tall,
    even: even.length / letters.length,
    letters,
  };
}
