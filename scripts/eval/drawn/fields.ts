import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, type Random } from '../../../src/core/random.ts';

/**
 * A field of clouds over a picture, values about −1 to 1: its amplitudes fall with the frequency as those of
 * photographs do. Made by doubling a coarse grid and adding noise of `roughness` times the last at each step.
 */
export function cloudField(random: Random, width: number, height: number, roughness = 0.55): Float32Array {
  let [columns, rows] = [3, 3];
  let field = Float32Array.from({ length: 9 }, () => random() * 2 - 1);
  let strength = roughness;
  let state = Math.floor(random() * 2 ** 31) | 1;
  while (columns < width || rows < height) {
    const [wide, tall] = [Math.min(columns * 2, width), Math.min(rows * 2, height)];
    const finer = new Float32Array(wide * tall);
    for (let y = 0; y < tall; y++) {
      const v = (y * (rows - 1)) / (tall - 1);
      const top = Math.min(rows - 2, v | 0);
      const down = v - top;
      for (let x = 0; x < wide; x++) {
        const u = (x * (columns - 1)) / (wide - 1);
        const left = Math.min(columns - 2, u | 0);
        const across = u - left;
        const at = top * columns + left;
        const above = field[at] + (field[at + 1] - field[at]) * across;
        const below = field[at + columns] + (field[at + columns + 1] - field[at + columns]) * across;
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        finer[y * wide + x] = above + (below - above) * down + (state / 2 ** 31) * strength;
      }
    }
    field = finer;
    [columns, rows] = [wide, tall];
    strength *= roughness;
  }
  return field;
}

/** A picture computed pixel by pixel: `colour` writes the three values of the pixel into `into`. */
export function painted(
  width: number,
  height: number,
  colour: (x: number, y: number, at: number, into: number[]) => void,
): RgbPicture {
  const data = new Uint8ClampedArray(width * height * 3);
  const into = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      colour(x, y, at, into);
      data[at * 3] = into[0];
      data[at * 3 + 1] = into[1];
      data[at * 3 + 2] = into[2];
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** Colours from dark to light that belong together: what `at` (0–1) reads is written into `into`. */
export function colourRamp(random: Random): (at: number, into: number[]) => void {
  const stops = Array.from({ length: 4 }, (_, i) => {
    const light = (i / 3) * 215 + between(random, 5, 40);
    return [0, 1, 2].map(() => light + between(random, -55, 55));
  });
  return (at, into) => {
    const place = Math.max(0, Math.min(2.999, at * 3));
    const stop = place | 0;
    for (let channel = 0; channel < 3; channel++) {
      const low = stops[stop][channel];
      into[channel] = low + (stops[stop + 1][channel] - low) * (place - stop);
    }
  };
}
