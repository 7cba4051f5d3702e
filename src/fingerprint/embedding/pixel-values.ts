import { TrainspotError } from '../../core/errors.ts';
import type { ModelCard } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';

/**
 * What the network reads: for each input its red, then its green, then its blue plane, every value as
 * (value / 255 − mean) / std of its channel; shape [inputs, 3, size, size].
 * @throws TrainspotError `model-mismatch` where an input is not `size` × `size`.
 */
export function pixelValues(card: ModelCard, inputs: readonly RgbPicture[]): Float32Array {
  const { size, mean, std } = card.preprocessing;
  const plane = size * size;
  const tables = mean.map((_, channel) => channelTable(mean[channel], std[channel]));
  const values = new Float32Array(inputs.length * 3 * plane);
  for (const [i, input] of inputs.entries()) {
    requireSize(card, input);
    for (let channel = 0; channel < 3; channel++) {
      const table = tables[channel];
      const start = (i * 3 + channel) * plane;
      for (let p = 0; p < plane; p++) values[start + p] = table[input.data[3 * p + channel]];
    }
  }
  return values;
}

/** The network's value of each of the 256 byte values. */
function channelTable(mean: number, std: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / std);
}

/** @throws TrainspotError `model-mismatch` where an input is not `size` × `size`. */
export function requireSize(card: ModelCard, input: RgbPicture): void {
  const { size } = card.preprocessing;
  if (input.width === size && input.height === size && input.data.length === size * size * 3) return;
  throw new TrainspotError(
    'model-mismatch',
    `The model ${card.name} reads ${size} × ${size} RGB pixels; ` +
      `it was given ${input.width} × ${input.height} in ${input.data.length} bytes.`,
  );
}
