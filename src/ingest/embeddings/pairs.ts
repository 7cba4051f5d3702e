import type { Inputs } from '../inputs/input.ts';
import { below, folderOf, nameOf } from '../inputs/paths.ts';
import { unpaired, vectorsUnreadable } from './embeddings-errors.ts';

/** A file of rows, and the file that holds the vector of each of them in the same order. */
export interface Pair {
  rowsPath: string;
  vectorsPath: string;
  /** `numbered`: clip-retrieval's metadata and .npy; `same-name`: DataComp's parquet and .npz of several arrays. */
  layout: 'numbered' | 'same-name';
}

const METADATA = 'metadata';
const VECTORS = 'img_emb';

/**
 * The pairs in what was published, in the order of their numbers or names (2 before 10):
 * - a folder with `metadata/…N.parquet` and `img_emb/…N.npy`, as clip-retrieval writes them. N pairs them as a
 *   number, padded or not: by their names' order, LAION-400M's part 10 would come before part 2.
 * - a folder of `NAME.parquet` and `NAME.npz`, as DataComp has them, or one such parquet or npz.
 * @throws TrainspotError `embeddings-mismatch` where a part stands alone or a number is there twice
 * @throws TrainspotError `embeddings-unreadable` where there is no such folder, or nothing in it
 */
export async function findPairs(path: string, inputs: Inputs): Promise<Pair[]> {
  const name = nameOf(path);
  const ending = /\.(parquet|npz)$/.exec(name)?.[0];
  if (ending !== undefined) {
    const stem = name.slice(0, -ending.length);
    // The file that was named as it was: an address may hold what gives access to it.
    const pathOf = (wanted: string): string =>
      ending === wanted ? path : below(folderOf(path), stem + wanted);
    return [{ rowsPath: pathOf('.parquet'), vectorsPath: pathOf('.npz'), layout: 'same-name' }];
  }
  const names = await namesIn(path, inputs);
  const isNumbered = names.includes(METADATA) && names.includes(VECTORS);
  const pairs = isNumbered ? await numberedPairs(path, inputs) : namedPairs(path, names);
  if (pairs.length > 0) return pairs;
  throw vectorsUnreadable(
    name,
    `it holds neither ${VECTORS}/…N.npy with ${METADATA}/…N.parquet, nor NAME.npz with NAME.parquet`,
  );
}

/** Whether the folder is laid out as clip-retrieval writes it. */
export async function isClipRetrievalFolder(path: string, inputs: Inputs): Promise<boolean> {
  // Whoever opens what lies there says what is wrong with it.
  const names = await inputs.namesIn(path).catch(() => null);
  return names !== null && names.includes(METADATA) && names.includes(VECTORS);
}

async function numberedPairs(path: string, inputs: Inputs): Promise<Pair[]> {
  const rows = await numbered(below(path, METADATA), '.parquet', inputs);
  const vectors = await numbered(below(path, VECTORS), '.npy', inputs);
  refuseLonely(rows, vectors, `${VECTORS}/`);
  refuseLonely(vectors, rows, `${METADATA}/`);
  return [...rows]
    .toSorted(([a], [b]) => a - b)
    .map(([number, rowsPath]) => ({ rowsPath, vectorsPath: vectors.get(number)!, layout: 'numbered' }));
}

/** The files with this ending, by the last number in their names; a file without a number is none of the parts. */
async function numbered(folder: string, ending: string, inputs: Inputs): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  // A store of files lists a folder with an ending as what it is by the / behind it alone.
  for (const name of await namesIn(`${folder}/`, inputs)) {
    const digits = name.endsWith(ending) ? /(\d+)\D*$/.exec(name.slice(0, -ending.length))?.[1] : undefined;
    if (digits === undefined) continue;
    const number = Number(digits);
    const known = found.get(number);
    if (known) {
      throw unpaired(`Part ${number} is there twice: '${nameOf(known)}' and '${name}'. Take one away.`);
    }
    found.set(number, below(folder, name));
  }
  return found;
}

function refuseLonely(
  parts: ReadonlyMap<number, string>,
  others: ReadonlyMap<number, string>,
  where: string,
): void {
  const lonely = [...parts.keys()].filter((number) => !others.has(number)).toSorted((a, b) => a - b);
  if (lonely.length === 0) return;
  throw unpaired(
    `${lonely.length} of ${parts.size} parts have no other half: there is '${nameOf(parts.get(lonely[0])!)}', and ` +
      `no part ${lonely[0]} in ${where} (which has ${others.size} parts). Fetch what is missing, or take both away.`,
  );
}

function namedPairs(path: string, names: readonly string[]): Pair[] {
  const stems = (ending: string): string[] =>
    names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
  const [rows, vectors] = [stems('.parquet'), stems('.npz')];
  for (const [ending, some, others] of [
    ['.npz', rows, vectors],
    ['.parquet', vectors, rows],
  ] as const) {
    const lonely = vectors.length > 0 ? some.find((stem) => !others.includes(stem)) : undefined;
    if (lonely === undefined) continue;
    throw unpaired(
      `There is no '${lonely}${ending}' (of ${rows.length} .parquet and ${vectors.length} .npz files). ` +
        'Fetch what is missing, or take its other half away.',
    );
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return vectors
    .toSorted((a, b) => compare(a, b))
    .map((stem) => ({
      rowsPath: below(path, `${stem}.parquet`),
      vectorsPath: below(path, `${stem}.npz`),
      layout: 'same-name',
    }));
}

async function namesIn(folder: string, inputs: Inputs): Promise<string[]> {
  try {
    return (await inputs.namesIn(folder)) ?? [];
  } catch (error) {
    throw vectorsUnreadable(nameOf(folder), error);
  }
}
