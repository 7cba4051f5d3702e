import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { HeldBytes } from '../../core/byte-budget.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Downloader } from '../../net/download.ts';

/**
 * The bytes of the picture at `path`, read into memory.
 * @throws TrainspotError `picture-missing`, `picture-empty`, `picture-too-large`, naming the file.
 */
export async function pictureFromFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const name = basename(path);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new TrainspotError('picture-missing', `${name}: there is no such file.`);
  if (found.size === 0) throw new TrainspotError('picture-empty', `${name}: the file is empty (0 bytes).`);
  if (found.size > maxBytes) {
    throw new TrainspotError(
      'picture-too-large',
      `${name}: the file has ${found.size} bytes; at most ${maxBytes} are taken (UPLOAD_MAX_BYTES).`,
    );
  }
  return readFile(path);
}

interface PictureOptions {
  /** For an address that the artist did not give. */
  honourOptOut?: boolean;
  /** Leaves what is said to be no picture. */
  onlyPictures?: boolean;
  /** Told of every byte. */
  held?: HeldBytes;
  /** Ends it at once. */
  signal?: AbortSignal;
}

/**
 * The bytes of the picture at a public web address.
 * @throws TrainspotError as `Downloader.download`; `picture-empty` when nothing came.
 */
export async function pictureFromUrl(
  downloader: Downloader,
  url: string,
  options: PictureOptions = {},
): Promise<Uint8Array> {
  const { bytes } = await downloader.download(url, options);
  if (bytes.length === 0) throw new TrainspotError('picture-empty', 'The address answered with 0 bytes.');
  return bytes;
}
