import type { RgbPicture } from '../../core/picture.ts';

/** Rec. 709 luma weights, of red, green and blue. */
export const LUMA = [0.2126, 0.7152, 0.0722] as const;

/** Every colour multiplied by a matrix, row by row, on values 0–255. */
export function withColours(picture: RgbPicture, matrix: readonly (readonly number[])[]): RgbPicture {
  const { data: source } = picture;
  const data = new Uint8ClampedArray(source.length);
  for (let i = 0; i < source.length; i += 3) {
    for (let channel = 0; channel < 3; channel++) {
      const [red, green, blue] = matrix[channel];
      data[i + channel] = red * source[i] + green * source[i + 1] + blue * source[i + 2];
    }
  }
  return { ...picture, data: new Uint8Array(data.buffer) };
}

/** 0 is grey, 1 leaves the colours as they are. */
export function saturated(picture: RgbPicture, factor: number): RgbPicture {
  const own = (row: number, column: number): number =>
    (row === column ? factor : 0) + (1 - factor) * LUMA[column];
  return withColours(
    picture,
    [0, 1, 2].map((row) => [0, 1, 2].map((column) => own(row, column))),
  );
}
