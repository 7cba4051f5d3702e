import type { ReadableFormat } from '../formats.ts';
import { avifReader } from './avif.ts';
import { bmpReader } from './bmp.ts';
import { gifReader } from './gif.ts';
import { heicReader } from './heic.ts';
import { jpegReader } from './jpeg.ts';
import { pngReader } from './png.ts';
import type { Reader } from './reader.ts';
import { tiffReader } from './tiff.ts';
import { webpReader } from './webp.ts';

const readers: readonly Reader[] = [
  jpegReader,
  pngReader,
  webpReader,
  gifReader,
  tiffReader,
  avifReader,
  heicReader,
  bmpReader,
];

/** The reader of a format. */
export function readerOf(format: ReadableFormat): Reader {
  return readers.find((reader) => reader.format === format)!;
}
