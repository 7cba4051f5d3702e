import { FIRST_BLUR, SCALES, type Octave } from './scale-space.ts';

/** A place where a picture differs most from its surroundings, of one size. */
export interface Extremum {
  octave: Octave;
  /** In the octave's own pixels, refined between them. */
  x: number;
  y: number;
  /** Which of the octave's pictures, refined between them: 1 to `SCALES`. */
  layer: number;
  /** Blur at which it stands out, in the octave's own pixels. */
  sigma: number;
  /** How far it stands out: the difference of two blurs, of a brightness of 0–1. */
  contrast: number;
  /** Darker than what is around it, or lighter. */
  isDark: boolean;
}

/** Below this a difference is taken for noise of compression. A third of Lowe's, since only the best are kept. */
const MIN_CONTRAST = 0.004;

/** Along a line a place is not fixed: the two curvatures may differ by this factor at most. Lowe's value. */
const MAX_CURVATURE_RATIO = 10;
const EDGE_LIMIT = (MAX_CURVATURE_RATIO + 1) ** 2 / MAX_CURVATURE_RATIO;

/** An extremum whose refined place is further off than this belongs to a neighbour. */
const MAX_OFFSET = 0.8;

/** Every place of an octave that is darker or lighter than all 26 around it, in place and size. */
export function extremaOf(octave: Octave): Extremum[] {
  const { width, height, differences } = octave;
  const found: Extremum[] = [];
  for (let layer = 1; layer <= SCALES; layer++) {
    const values = differences[layer];
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const value = values[at];
        if (Math.abs(value) < MIN_CONTRAST || !isExtreme(differences, layer, at, width)) continue;
        const refined = refine(octave, layer, at, x, y);
        if (refined) found.push(refined);
      }
    }
  }
  return found;
}

function isExtreme(differences: readonly Float32Array[], layer: number, at: number, width: number): boolean {
  const value = differences[layer][at];
  const sign = value > 0 ? 1 : -1;
  const magnitude = value * sign;
  // Its own layer first: most places fail there.
  for (const other of [differences[layer], differences[layer - 1], differences[layer + 1]]) {
    for (let row = at - width; row <= at + width; row += width) {
      for (let place = row - 1; place <= row + 1; place++) {
        if (other[place] * sign > magnitude) return false;
      }
    }
  }
  return true;
}

/** One step of Newton's method on the quadratic through the neighbours; null where nothing firm is there. */
function refine(octave: Octave, layer: number, at: number, x: number, y: number): Extremum | null {
  const { width, differences } = octave;
  const [below, own, above] = [differences[layer - 1], differences[layer], differences[layer + 1]];
  const gx = (own[at + 1] - own[at - 1]) / 2;
  const gy = (own[at + width] - own[at - width]) / 2;
  const gs = (above[at] - below[at]) / 2;
  const xx = own[at + 1] + own[at - 1] - 2 * own[at];
  const yy = own[at + width] + own[at - width] - 2 * own[at];
  const ss = above[at] + below[at] - 2 * own[at];
  const xy = (own[at + width + 1] - own[at + width - 1] - own[at - width + 1] + own[at - width - 1]) / 4;
  const xs = (above[at + 1] - above[at - 1] - below[at + 1] + below[at - 1]) / 4;
  const ys = (above[at + width] - above[at - width] - below[at + width] + below[at - width]) / 4;

  const flat = xx * yy - xy * xy;
  if (flat <= 0 || (xx + yy) ** 2 / flat >= EDGE_LIMIT) return null;

  const determinant = xx * (yy * ss - ys * ys) - xy * (xy * ss - ys * xs) + xs * (xy * ys - yy * xs);
  if (determinant === 0) return null;
  const dx = -((yy * ss - ys * ys) * gx + (xs * ys - xy * ss) * gy + (xy * ys - xs * yy) * gs) / determinant;
  const dy = -((xs * ys - xy * ss) * gx + (xx * ss - xs * xs) * gy + (xy * xs - xx * ys) * gs) / determinant;
  const ds = -((xy * ys - xs * yy) * gx + (xy * xs - xx * ys) * gy + (xx * yy - xy * xy) * gs) / determinant;
  if (Math.abs(dx) > MAX_OFFSET || Math.abs(dy) > MAX_OFFSET || Math.abs(ds) > MAX_OFFSET) return null;

  const contrast = Math.abs(own[at] + (gx * dx + gy * dy + gs * ds) / 2);
  if (contrast < MIN_CONTRAST) return null;
  const sigma = FIRST_BLUR * 2 ** ((layer + ds) / SCALES);
  // The stronger blur minus the weaker one: what is dark stands out upwards.
  return { octave, x: x + dx, y: y + dy, layer: layer + ds, sigma, contrast, isDark: own[at] > 0 };
}
