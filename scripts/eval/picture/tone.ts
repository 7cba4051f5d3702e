import { LUMA, withColours } from '../../../src/calibrate/edits/tone.ts';
import type { RgbPicture } from '../../../src/core/picture.ts';
import type { Random } from '../../../src/core/random.ts';

/** Every value changed by itself; the results are cut to 0–255. */
export function withValues(picture: RgbPicture, change: (value: number) => number): RgbPicture {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => change(value));
  return { ...picture, data: picture.data.map((value) => table[value]) };
}

/** 1 leaves the picture as it is; middle grey stays. */
export function contrasted(picture: RgbPicture, factor: number): RgbPicture {
  return withValues(picture, (value) => 128 + (value - 128) * factor);
}

/** All hues turned around the grey axis, in degrees. */
export function hueTurned(picture: RgbPicture, degrees: number): RgbPicture {
  const turn = (degrees * Math.PI) / 180;
  const along = (1 - Math.cos(turn)) / 3;
  const across = Math.sin(turn) / Math.sqrt(3);
  const kept = Math.cos(turn) + along;
  return withColours(picture, [
    [kept, along - across, along + across],
    [along + across, kept, along - across],
    [along - across, along + across, kept],
  ]);
}

/** The grey of each pixel, 0–255. */
export function lumaOf({ data, width, height }: RgbPicture): Float32Array {
  const luma = new Float32Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = LUMA[0] * data[at] + LUMA[1] * data[at + 1] + LUMA[2] * data[at + 2];
  }
  return luma;
}

const NOISE_VALUES = 1 << 16;

/** Grain: each value moved by up to `strength`, the same for the three of a pixel. Changes the picture in place. */
export function grain(picture: RgbPicture, strength: number, random: Random): RgbPicture {
  const noise = Float32Array.from({ length: 1024 }, () => (random() + random() - 1) * strength);
  const { data } = picture;
  // A short table read at a random stride: a random number for every pixel would cost more than the drawing.
  let state = Math.floor(random() * NOISE_VALUES) | 1;
  for (let i = 0; i < data.length; i += 3) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const shift = noise[state >>> 22];
    for (let channel = 0; channel < 3; channel++) {
      data[i + channel] = Math.max(0, Math.min(255, data[i + channel] + shift));
    }
  }
  return picture;
}
