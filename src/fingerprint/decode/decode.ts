import { TrainspotError } from '../../core/errors.ts';
import { expectNoBomb } from '../bombs/expect-no-bomb.ts';
import { sniffFormat, type ReadableFormat } from './formats.ts';
import type { ReadPicture } from './read/reader.ts';
import { readerOf } from './read/registry.ts';
import { notReadHere } from './refusals.ts';

/** A picture, and what its file said of it. */
export interface DecodedPicture extends ReadPicture {
  format: ReadableFormat;
}

/** Greatest width × height that is held in memory; larger pictures are shrunk while they are read. */
const HELD_PIXELS = 64_000_000;

/**
 * Decodes a file of any origin: JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or BMP, its first page or frame. The picture
 * comes back upright (EXIF orientation applied), on white where it was transparent, as 8-bit RGB. An embedded colour
 * profile is ignored, as Pillow's plain `convert('RGB')` does, by which the published embeddings were made; CMYK,
 * which Pillow and libvips convert differently, is the exception, and Lab, of which a picture is made by its numbers.
 * Width and height are checked in the header, before anything is unpacked.
 *
 * A file of which every pixel is there is taken, whatever else it lacks, and `notes` say what; one that ends before its
 * picture does is refused as cut short.
 * @param maxPixels greatest width × height that is read; either side may have 65,535 at most
 * @param heldPixels greatest width × height that comes back; of a larger picture, a half, a quarter or an eighth a side
 * @throws TrainspotError `picture-empty`, `picture-format-unsupported` (a known format, or a variant of one, that is
 * not decoded here), `picture-too-many-pixels`, `picture-unreadable` (damaged, cut short, no
 * picture at all, or made to exhaust whoever opens it: see `expectNoBomb`)
 */
export async function decodePicture(
  bytes: Uint8Array,
  maxPixels: number,
  heldPixels = HELD_PIXELS,
): Promise<DecodedPicture> {
  const format = readableFormat(bytes);
  await expectNoBomb(bytes);
  return { ...(await readerOf(format).read(bytes, { maxPixels, heldPixels })), format };
}

function readableFormat(bytes: Uint8Array): ReadableFormat {
  if (bytes.length === 0) {
    throw new TrainspotError('picture-empty', 'The file is empty (0 bytes); choose the picture again.');
  }
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind === 'readable') return sniffed.format;
  if (sniffed.kind === 'unsupported') throw notReadHere(sniffed.name);
  throw new TrainspotError(
    'picture-unreadable',
    `These bytes (${bytes.length}) are no picture that can be read here. ` +
      'Use JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or BMP.',
  );
}
