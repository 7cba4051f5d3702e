import { kernels } from '../kernels/load.ts';
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
  const { run, doubles } = kernels();
  const { width, height } = octave;
  const { layers, room } = octave.differences();
  const numbers = run.EXTREMUM_NUMBERS.value;
  const found: Extremum[] = [];
  for (let layer = 1; layer <= SCALES; layer++) {
    const [below, own, above] = layers.slice(layer - 1);
    const limits = [MIN_CONTRAST, EDGE_LIMIT, MAX_OFFSET] as const;
    const count = run.extrema(below, own, above, width, height, ...limits, room);
    const written = doubles(room, count * numbers);
    for (let at = 0; at < written.length; at += numbers) {
      const [x, y, dx, dy, ds, contrast] = written.subarray(at, at + numbers);
      const sigma = FIRST_BLUR * 2 ** ((layer + ds) / SCALES);
      // The stronger blur minus the weaker one: what is dark stands out upwards.
      const isDark = contrast > 0;
      found.push({
        octave,
        x: x + dx,
        y: y + dy,
        layer: layer + ds,
        sigma,
        contrast: Math.abs(contrast),
        isDark,
      });
    }
  }
  return found;
}
