import { readdir } from 'node:fs/promises';
import { extname, sep } from 'node:path';

const PICTURE_FILE = /^\.(jpe?g|jfif|png|webp|gif|tiff?|avif|hei[cf]|bmp)$/;

/**
 * Paths of the pictures in a folder, relative to it, with forward slashes and in order; hidden files are none of them.
 * @param isDeep those of its folders too
 * @throws the system's error where the folder cannot be read
 */
export async function pictureFilesIn(folder: string, isDeep = false): Promise<string[]> {
  const paths = (await readdir(folder, { recursive: isDeep })).map((path) => path.split(sep).join('/'));
  return paths
    .filter((path) => PICTURE_FILE.test(extname(path).toLowerCase()) && !/(^|\/)\./.test(path))
    .toSorted();
}
