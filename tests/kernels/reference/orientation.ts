import { SCALES } from './scale-space.ts';
import type { Extremum } from './extrema.ts';

const BINS = 36;

/** Window of the histogram, in the extremum's own blur: Lowe's 1.5, cut off at three deviations. */
const WINDOW_SIGMA = 1.5;
const WINDOW_REACH = 3;

/** Another direction counts when it is this near to the strongest. Lowe's value. */
const SECOND_PEAK = 0.8;

const TURN = 2 * Math.PI;

/**
 * The directions into which the brightness rises around an extremum, strongest first, in radians, 0 to 2π,
 * clockwise from the right as the picture is seen.
 * @param most how many are wanted at most
 */
export function directionsOf({ octave, x, y, layer, sigma }: Extremum, most: number): number[] {
  const { width, height, blurred } = octave;
  const values = blurred[Math.min(SCALES + 1, Math.max(0, Math.round(layer)))];
  const window = WINDOW_SIGMA * sigma;
  const reach = Math.round(WINDOW_REACH * window);
  const [centreX, centreY] = [Math.round(x), Math.round(y)];
  const histogram = new Float64Array(BINS);
  const falloff = -1 / (2 * window * window);
  for (let dy = -reach; dy <= reach; dy++) {
    const py = centreY + dy;
    if (py < 1 || py >= height - 1) continue;
    for (let dx = -reach; dx <= reach; dx++) {
      const px = centreX + dx;
      if (px < 1 || px >= width - 1) continue;
      const at = py * width + px;
      const gx = values[at + 1] - values[at - 1];
      const gy = values[at + width] - values[at - width];
      const strength = Math.sqrt(gx * gx + gy * gy) * Math.exp((dx * dx + dy * dy) * falloff);
      const bin = Math.floor((Math.atan2(gy, gx) / TURN + 1) * BINS) % BINS;
      histogram[bin] += strength;
    }
  }
  return peaks(smooth(smooth(histogram)), most);
}

function smooth(histogram: Float64Array): Float64Array {
  return histogram.map(
    (value, i) => value / 2 + (histogram[(i + 1) % BINS] + histogram[(i + BINS - 1) % BINS]) / 4,
  );
}

function peaks(histogram: Float64Array, most: number): number[] {
  const highest = Math.max(...histogram);
  const found: { strength: number; direction: number }[] = [];
  for (let i = 0; i < BINS; i++) {
    const [before, here, after] = [histogram[(i + BINS - 1) % BINS], histogram[i], histogram[(i + 1) % BINS]];
    if (here < SECOND_PEAK * highest || here <= before || here < after) continue;
    // Where the parabola through the three has its top. A bin's values lie about its middle.
    const offset = (before - after) / (2 * (before - 2 * here + after));
    found.push({ strength: here, direction: (((i + 0.5 + offset) / BINS) * TURN + TURN) % TURN });
  }
  return found
    .toSorted((a, b) => b.strength - a.strength)
    .slice(0, most)
    .map(({ direction }) => direction);
}
