import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { TrainspotError } from '../../core/errors.ts';
import type { KnownDataset } from '../../db/datasets.ts';

/** Which dataset a command is about. */
export interface DatasetChoice {
  dataset: string;
  /** Left out where there is one. */
  release?: string;
}

/** The one release that is meant. @throws TrainspotError `usage` where it is none or several, with those that there are */
export function chosenRelease(
  known: readonly KnownDataset[],
  { dataset, release }: DatasetChoice,
): KnownDataset {
  const named = known.filter((each) => each.dataset.toLowerCase() === dataset.toLowerCase());
  const fitting = named.filter((each) => release === undefined || each.release === release);
  if (fitting.length === 1) return fitting[0];
  const all = (named.length > 0 ? named : known).map((each) => `${each.dataset} (${each.release})`);
  throw new TrainspotError(
    'usage',
    `${fitting.length} releases here are called so: name one by --dataset and --release. ` +
      `Known are: ${all.join(', ') || 'none'}.`,
  );
}

/** The row ids in a file, one a line. @throws TrainspotError `usage` where it cannot be read, or has none */
export async function rowIdsIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrainspotError('usage', `The file '${basename(file)}' of row ids cannot be read.`, { cause });
  });
  const ids = text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  if (ids.length > 0) return ids;
  throw new TrainspotError('usage', `The file '${basename(file)}' has 0 row ids; it should have one a line.`);
}
