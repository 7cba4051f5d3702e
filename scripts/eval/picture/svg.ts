import sharp from 'sharp';
import type { RgbPicture } from '../../../src/core/picture.ts';
import { asSharp, pixelsOf } from '../../../src/calibrate/edits/raster.ts';

/**
 * The pixels of an SVG drawing. Letters in it must be paths: a fresh machine may have no font.
 * @throws Error where this process reads no SVG: loading the service's decoder (`src/fingerprint/decode/bounded-sharp.ts`)
 * forbids it to the whole process, so that drawings are made in processes of their own (`paint/painters.ts`).
 */
export async function drawnSvg(width: number, height: number, body: string): Promise<RgbPicture> {
  const drawing = sharp(svgBytes(width, height, body)).flatten({ background: 'white' });
  return pixelsOf(drawing).catch(explained);
}

/** `picture` with an SVG drawing of its own size over it; as `drawnSvg` otherwise. */
export async function drawnOver(picture: RgbPicture, body: string): Promise<RgbPicture> {
  const input = svgBytes(picture.width, picture.height, body);
  return pixelsOf(asSharp(picture).composite([{ input }])).catch(explained);
}

function svgBytes(width: number, height: number, body: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`,
  );
}

function explained(cause: unknown): never {
  throw new Error(
    'The SVG drawing cannot be read. Draw in a process of its own (startPainters): a process that has loaded ' +
      'src/fingerprint/decode/bounded-sharp.ts reads none.',
    { cause },
  );
}

/** A colour of SVG from three values 0–255. */
export function rgb(red: number, green: number, blue: number): string {
  return `rgb(${Math.round(red)},${Math.round(green)},${Math.round(blue)})`;
}

/** A colour of SVG; hue in degrees, the others in percent. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  return `hsl(${Math.round(hue)},${Math.round(saturation)}%,${Math.round(lightness)}%)`;
}

/** A number as SVG wants it: short, for there are thousands. */
export function short(value: number): string {
  return value.toFixed(1);
}
