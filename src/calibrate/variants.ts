import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import Value from 'typebox/value';
import { TrainspotError } from '../core/errors.ts';
import { hasCode } from '../core/system-error.ts';

/** Groups of files that show one picture, such as a drawing in two colourings. */
const VariantsSchema = Type.Object({ variants: Type.Array(Type.Array(Type.String(), { minItems: 2 })) });

/** Lies at the top of a folder of pictures; without it no two of them are the same. */
export const VARIANTS_FILE = 'variants.json';

/** How such a file is written. */
export const VARIANTS_EXAMPLE = '{"variants": [["a.jpg", "b.jpg"], …]}';

/**
 * The groups that a folder's list names; none where it has no list.
 * @param files of the folder, relative to it
 * @throws TrainspotError `usage` for what is no such list, or names a file that is not there
 */
export async function variantsIn(folder: string, files: ReadonlySet<string>): Promise<string[][]> {
  const path = join(folder, VARIANTS_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '{"variants":[]}';
    throw error;
  });
  const { variants } = parsed(path, text);
  const missing = variants.flat().find((file) => !files.has(file));
  if (missing === undefined) return variants;
  throw new TrainspotError('usage', `${path} names '${missing}', which is no picture in ${folder}.`);
}

function parsed(path: string, text: string): { variants: string[][] } {
  try {
    const value: unknown = JSON.parse(text);
    if (Value.Check(VariantsSchema, value)) return value;
  } catch {
    // Said below, in the same words.
  }
  throw new TrainspotError('usage', `${path} is no list of variants: ${VARIANTS_EXAMPLE}.`);
}
