import { kernels } from '../kernels/load.ts';
import { SCALES } from './scale-space.ts';
import type { Extremum } from './extrema.ts';

/** Window of the histogram, in the extremum's own blur: Lowe's 1.5, cut off at three deviations. */
const WINDOW_SIGMA = 1.5;
const WINDOW_REACH = 3;

/** Another direction counts when it is this near to the strongest. Lowe's value. */
const SECOND_PEAK = 0.8;

/**
 * The directions into which the brightness rises around an extremum, strongest first, in radians, 0 to 2π,
 * clockwise from the right as the picture is seen.
 * @param most how many are wanted at most
 */
export function directionsOf({ octave, x, y, layer, sigma }: Extremum, most: number): number[] {
  const { run, doubles } = kernels();
  const values = octave.layer(Math.min(SCALES + 1, Math.max(0, Math.round(layer))));
  const window = WINDOW_SIGMA * sigma;
  const reach = Math.round(WINDOW_REACH * window);
  const falloff = -1 / (2 * window * window);
  const middle = [Math.round(x), Math.round(y)] as const;
  const { width, height } = octave;
  const count = run.directions(values, width, height, ...middle, reach, falloff, SECOND_PEAK, most);
  return [...doubles(run.DIRECTIONS.value, count)];
}
