import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import Type from 'typebox';
import Value from 'typebox/value';
import type { Painters } from '../paint/painters.ts';
import { pictureFilesIn } from './picture-files.ts';
import type { Picture } from './row.ts';

/** Groups of files that show one picture, such as a drawing in two colourings. */
const VariantsSchema = Type.Object({ variants: Type.Array(Type.Array(Type.String(), { minItems: 2 })) });

/** Lies at the top of a folder of others; without it no two of its pictures are the same. */
const VARIANTS_FILE = 'variants.json';

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
    const files = await pictureFilesIn(folder, true);
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

async function variantsIn(folder: string, files: ReadonlySet<string>): Promise<string[][]> {
  const path = join(folder, VARIANTS_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"variants":[]}';
    throw error;
  });
  const { variants } = parsed(path, text);
  const missing = variants.flat().find((file) => !files.has(file));
  if (missing === undefined) return variants;
  throw new Error(`${path} names '${missing}', which is no picture in ${folder}.`);
}

function parsed(path: string, text: string): { variants: string[][] } {
  try {
    const value: unknown = JSON.parse(text);
    if (Value.Check(VariantsSchema, value)) return value;
  } catch {
    // Said below, in the same words.
  }
  throw new Error(`${path} is no list of variants: {"variants": [["a.jpg", "b.jpg"], …]}.`);
}
