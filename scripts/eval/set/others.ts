import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { variantsIn } from '../../../src/calibrate/variants.ts';
import type { Painters } from '../paint/painters.ts';
import { somePicturesIn } from './picture-files.ts';
import type { Picture } from './row.ts';

/**
 * The pictures of folders in which every file, however deep, is another picture than every other file of any folder,
 * but for the variants that `variants.json` lists. Their kind is the name of their topmost folder; of a file that lies
 * in none, of the folder itself.
 * @throws Error where a folder holds no picture, or its list names a file that is not there
 */
export async function otherPictures(folders: readonly string[], painters: Painters): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const taken = new Set<string>();
  for (const folder of folders) {
    const name = basename(resolve(folder));
    if (taken.has(name)) throw new Error(`Two folders of --others are named '${name}'; rename one of them.`);
    taken.add(name);
    const files = await somePicturesIn(folder, true);
    const variants = await variantsIn(folder, new Set(files));
    for (const file of files) pictures.push(otherPicture(folder, name, file, variants, painters));
  }
  return pictures;
}

function otherPicture(
  folder: string,
  name: string,
  file: string,
  groups: readonly (readonly string[])[],
  painters: Painters,
): Picture {
  const same = groups.filter((group) => group.includes(file)).flat();
  const original = (): Promise<Uint8Array> => readFile(join(folder, file));
  return {
    name: `${name}/${file}`,
    kind: file.includes('/') ? file.slice(0, file.indexOf('/')) : name,
    variants: new Set(same.filter((other) => other !== file).map((other) => `${name}/${other}`)),
    picture: async () => painters.paint({ kind: 'large-row', picture: await original() }),
    original,
  };
}
