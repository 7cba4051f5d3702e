import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';

const PICTURE_FILE = /^\.(jpe?g|png|webp|gif|tiff?|avif)$/;

/**
 * Paths of the pictures in a folder, relative to it and in order.
 * @param isDeep those of its folders too
 * @throws Error where there is none
 */
export async function pictureFilesIn(folder: string, isDeep = false): Promise<string[]> {
  const names = (await readdir(folder, { recursive: isDeep })).filter((name) =>
    PICTURE_FILE.test(extname(name).toLowerCase()),
  );
  if (names.length === 0) throw new Error(`The folder ${folder} holds no picture (JPEG, PNG, WebP …).`);
  return names.toSorted();
}
