import { pictureFilesIn } from '../../../src/calibrate/picture-files.ts';

/** Kinds that the service reads and the painters of the evaluation do not. */
const NOT_PAINTED = /\.(hei[cf]|bmp)$/i;

/** `pictureFilesIn`, of those that can be edited here. @throws Error where there is none */
export async function somePicturesIn(folder: string, isDeep = false): Promise<string[]> {
  const names = (await pictureFilesIn(folder, isDeep)).filter((name) => !NOT_PAINTED.test(name));
  if (names.length === 0) throw new Error(`The folder ${folder} holds no picture (JPEG, PNG, WebP …).`);
  return names;
}
