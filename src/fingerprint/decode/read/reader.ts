import type { RgbPicture } from '../../../core/picture.ts';
import type { ReadableFormat } from '../formats.ts';

/** How much may be read. */
export interface ReadLimits {
  /** Greatest width × height of a file's picture. */
  maxPixels: number;
  /** Greatest width × height of what is held of it: a larger one is shrunk while it is read. */
  heldPixels: number;
}

/** What was read of a file. */
export interface ReadPicture {
  picture: RgbPicture;
  /** Pixels of the file's picture, upright; `picture` is smaller where it was shrunk. */
  width: number;
  height: number;
  /** What the artist should know of the file, in whole sentences; mostly none. */
  notes: string[];
}

/** Reads the files of one format. */
export interface Reader {
  format: ReadableFormat;
  /** @throws TrainspotError as `decodePicture` does */
  read(bytes: Uint8Array, limits: ReadLimits): Promise<ReadPicture>;
}
