import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ILLUSTRATIONS, type EvalOptions } from '../options.ts';
import type { Painters } from '../paint/painters.ts';
import { randomFor, shuffled } from '../../../src/core/random.ts';
import { somePicturesIn } from './picture-files.ts';
import { otherPictures } from './others.ts';
import { DISTRACTOR_DATASET, PICTURE_DATASETS, type EvalDataset, type EvalRow, type Picture } from './row.ts';
import { rowKey } from './row-key.ts';

const DRAWN = 'drawn-';

/** Kind of the pictures of `--pictures`. */
const PHOTOGRAPHS = 'photographs';
/** Kind of what is never asked. */
const DISTRACTORS = 'distractors';

/** Whether pictures of a kind are drawings of the evaluation's own. */
export function isDrawnKind(kind: string): boolean {
  return kind.startsWith(DRAWN);
}

/** What is indexed, and what is asked. */
export interface EvalSet {
  rows: readonly EvalRow[];
  /** Those of the pictures' rows that are edited and asked. */
  asked: readonly EvalRow[];
}

/**
 * The rows that the options ask for; nothing is decoded yet.
 * @throws Error where a folder holds no picture, or the sample is larger than the pictures
 */
export async function openSet(options: EvalOptions, painters: Painters): Promise<EvalSet> {
  const { seed } = options;
  const files = options.pictures === null ? [] : await filesOf(options.pictures, PHOTOGRAPHS, painters);
  const others = await otherPictures(options.others, painters);
  const drawings = options.drawnKinds.flatMap((kind) =>
    Array.from({ length: options.drawn }, (_, number) => drawing(kind, number, seed, painters)),
  );
  const pictures = inDatasets([...files, ...drawings, ...others]);
  const besides =
    options.distractorDir === null ? [] : await filesOf(options.distractorDir, DISTRACTORS, painters);
  const distractors = [
    ...besides.map((each) => ({ ...each, name: `other-${each.name}` })),
    ...Array.from({ length: options.distractors }, (_, number) =>
      drawn(`distractor-${padded(number)}`, DISTRACTORS, () =>
        painters.paint({ kind: 'distractor', seed, number }),
      ),
    ),
  ].map((each): EvalRow => ({ ...each, dataset: DISTRACTOR_DATASET }));
  return { rows: [...pictures, ...distractors], asked: sampleOf(pictures, options) };
}

/** By turns in the two datasets of pictures; variants are named by their keys from here on. */
function inDatasets(pictures: readonly Picture[]): EvalRow[] {
  const datasets = new Map(pictures.map(({ name }, i) => [name, PICTURE_DATASETS[i % 2]]));
  const keyOf = (name: string): string => rowKey(datasets.get(name) as EvalDataset, name);
  return pictures.map((each) => ({
    ...each,
    dataset: datasets.get(each.name) as EvalDataset,
    variants: each.variants && new Set([...each.variants].map(keyOf)),
  }));
}

/** Illustrations keep the names that they have always had. */
function drawing(kind: string, number: number, seed: number, painters: Painters): Picture {
  if (kind === ILLUSTRATIONS) {
    return drawn(`${DRAWN}${padded(number)}`, `${DRAWN}${kind}`, () =>
      painters.paint({ kind: 'illustration', seed, number }),
    );
  }
  return drawn(`${DRAWN}${kind}-${padded(number)}`, `${DRAWN}${kind}`, () =>
    painters.paint({ kind: 'of-set', set: kind, seed, number }),
  );
}

function drawn(name: string, kind: string, picture: () => Promise<Uint8Array>): Picture {
  return { name, kind, variants: new Set(), picture, original: picture };
}

function sampleOf(pictures: readonly EvalRow[], { sample, seed }: EvalOptions): readonly EvalRow[] {
  if (sample === null) return pictures;
  if (sample > pictures.length) {
    throw new Error(`--sample is ${sample}, and there are ${pictures.length} pictures.`);
  }
  const chosen = new Set(shuffled(randomFor(seed, 'sample'), pictures).slice(0, sample));
  return pictures.filter((picture) => chosen.has(picture));
}

async function filesOf(folder: string, kind: string, painters: Painters): Promise<Picture[]> {
  const names = await somePicturesIn(folder);
  return names.map((name) => ({
    name,
    kind,
    variants: null,
    picture: async () => painters.paint({ kind: 'row', picture: await readFile(join(folder, name)) }),
    original: () => readFile(join(folder, name)),
  }));
}

function padded(number: number): string {
  return String(number).padStart(6, '0');
}
