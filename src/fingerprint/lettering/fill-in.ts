import type { RgbPicture } from '../../core/picture.ts';

/** Colours and what each of them counts, from 0 where nothing is known; three values and one, pixel by pixel. */
interface Level {
  width: number;
  height: number;
  colours: Float32Array;
  weights: Float32Array;
}

/**
 * A picture in which the places that `hidden` marks show what is around them: from the nearest known pixels, by the smallest
 * scale at which there are some (the "push-pull" of Gortler and others, The Lumigraph, 1996).
 * @param small the picture at the size that `hidden` is of, pixel by pixel
 */
export function filledIn(picture: RgbPicture, small: RgbPicture, hidden: Uint8Array): RgbPicture {
  const levels = [known(small, hidden)];
  for (let last = levels[0]; last.width > 1 || last.height > 1; last = levels[levels.length - 1])
    levels.push(halved(last));
  for (let n = levels.length - 2; n >= 0; n--) fillFrom(levels[n], levels[n + 1]);
  const { width, height } = picture;
  const data = new Uint8Array(picture.data);
  const [across, down] = [small.width / width, small.height / height];
  const filled = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    const row = Math.min(small.height - 1, Math.floor((y + 0.5) * down)) * small.width;
    for (let x = 0; x < width; x++) {
      if (hidden[row + Math.min(small.width - 1, Math.floor((x + 0.5) * across))] === 0) continue;
      between(levels[0], (x + 0.5) * across - 0.5, (y + 0.5) * down - 0.5, filled);
      for (let channel = 0; channel < 3; channel++)
        data[3 * (y * width + x) + channel] = Math.round(filled[channel]);
    }
  }
  return { width, height, data };
}

function known({ width, height, data }: RgbPicture, hidden: Uint8Array): Level {
  const weights = new Float32Array(hidden.length);
  for (let at = 0; at < hidden.length; at++) weights[at] = hidden[at] === 0 ? 1 : 0;
  return { width, height, colours: new Float32Array(data), weights };
}

function halved({ width, height, colours, weights }: Level): Level {
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const sums = new Float32Array(3 * across * down);
  const counts = new Float32Array(across * down);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const weight = weights[from];
      if (weight === 0) continue;
      const to = (y >> 1) * across + (x >> 1);
      counts[to] += weight;
      sums[3 * to] += weight * colours[3 * from];
      sums[3 * to + 1] += weight * colours[3 * from + 1];
      sums[3 * to + 2] += weight * colours[3 * from + 2];
    }
  }
  for (let at = 0; at < counts.length; at++) {
    const weight = counts[at];
    if (weight === 0) continue;
    for (let i = 3 * at; i < 3 * at + 3; i++) sums[i] /= weight;
    counts[at] = Math.min(1, weight);
  }
  return { width: across, height: down, colours: sums, weights: counts };
}

/** What is not known of a level is taken from the one of half its size, between its pixels. */
function fillFrom({ width, height, colours, weights }: Level, half: Level): void {
  const below = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const weight = weights[at];
      if (weight >= 1) continue;
      between(half, (x - 0.5) / 2, (y - 0.5) / 2, below);
      for (let channel = 0; channel < 3; channel++) {
        const i = 3 * at + channel;
        colours[i] = weight * colours[i] + (1 - weight) * below[channel];
      }
      weights[at] = 1;
    }
  }
}

/** Writes the colour between the four pixels around a place into `into`; at the edge, its own pixels again. */
function between({ width, height, colours }: Level, x: number, y: number, into: number[]): void {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - column, y - row];
  const [left, right] = [Math.max(0, column), Math.min(width - 1, column + 1)];
  const [top, bottom] = [Math.max(0, row) * width, Math.min(height - 1, row + 1) * width];
  for (let channel = 0; channel < 3; channel++) {
    const above = (1 - u) * colours[3 * (top + left) + channel] + u * colours[3 * (top + right) + channel];
    const below =
      (1 - u) * colours[3 * (bottom + left) + channel] + u * colours[3 * (bottom + right) + channel];
    into[channel] = (1 - v) * above + v * below;
  }
}
