import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EvalOptions } from '../options.ts';
import type { EvalRow } from './row.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * What the index of a row rests on, besides its picture: another code may make another index. Of `src/core` nothing
 * is here: its thresholds are what an evaluation is asked about, and they change no index.
 */
const CODE = ['src/fingerprint', 'src/index', 'src/ingest', 'src/db', 'migrations'];
const DRAWING_CODE = ['scripts/eval/drawn', 'scripts/eval/picture', 'scripts/demo'];

/**
 * A short word that is another one for another set: its files' names and sizes, its drawings and the code that draws
 * them, the model, and the code that indexes. How it is searched has no part in it.
 */
export async function setIdentity(
  options: EvalOptions,
  rows: readonly EvalRow[],
  model: string,
  modelRevision: string,
): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([model, modelRevision, rows.map(({ dataset, name }) => [dataset, name])]));
  for (const folder of [options.pictures, options.distractorDir, ...options.others]) {
    for (const [name, size] of folder === null ? [] : await sizesIn(folder)) hash.update(`${name} ${size}\n`);
  }
  const isDrawn = options.drawn + options.distractors > 0;
  if (isDrawn) hash.update(String(options.seed));
  for (const folder of [...CODE, ...(isDrawn ? DRAWING_CODE : [])]) {
    for (const [name] of await sizesIn(join(ROOT, folder)))
      hash.update(await readFile(join(ROOT, folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Every file below a folder, by name, with its size in bytes. */
async function sizesIn(folder: string): Promise<[name: string, bytes: number][]> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  const files: [string, number][] = [];
  for (const name of names) {
    const stats = await stat(join(folder, name));
    if (stats.isFile()) files.push([name, stats.size]);
  }
  return files;
}
