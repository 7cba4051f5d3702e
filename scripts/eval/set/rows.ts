import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { EvalOptions } from '../options.ts';
import type { Painters } from '../paint/painters.ts';
import { randomFor, shuffled } from '../picture/seeded.ts';

/** The three datasets: pictures by turns in the first two, everything else in the third. */
export const PICTURE_DATASETS = ['eval-a', 'eval-b'] as const;
export const DISTRACTOR_DATASET = 'eval-distractors';
export const DATASETS = [...PICTURE_DATASETS, DISTRACTOR_DATASET] as const;
export type EvalDataset = (typeof DATASETS)[number];

const DRAWN = 'drawn-';

/** Whether a picture is a drawing of the evaluation's own, by its row's name or key. */
export function isDrawn(name: string): boolean {
  return name.slice(name.lastIndexOf('/') + 1).startsWith(DRAWN);
}

/** A row of the evaluation's datasets. */
export interface EvalRow {
  dataset: EvalDataset;
  /** Unique over all three; also its row id. */
  name: string;
  /** The row's picture, at most 400 pixels on its long side; made anew, and the same, at each call. */
  picture(): Promise<Uint8Array>;
}

/** What is indexed, and what is asked. */
export interface EvalSet {
  rows: readonly EvalRow[];
  /** Those of the pictures' rows that are edited and asked. */
  asked: readonly EvalRow[];
}

const PICTURE_FILE = /^\.(jpe?g|png|webp|gif|tiff?|avif)$/;

/**
 * The rows that the options ask for; nothing is decoded yet.
 * @throws Error where a folder holds no picture, or the sample is larger than the pictures
 */
export async function openSet(options: EvalOptions, painters: Painters): Promise<EvalSet> {
  const { seed } = options;
  const files = options.pictures === null ? [] : await filesOf(options.pictures, painters);
  const drawings = Array.from({ length: options.drawn }, (_, number) => ({
    name: `${DRAWN}${padded(number)}`,
    picture: () => painters.paint({ kind: 'illustration', seed, number }),
  }));
  const pictures = [...files, ...drawings].map((each, i): EvalRow => ({
    dataset: PICTURE_DATASETS[i % 2],
    ...each,
  }));
  const others = options.distractorDir === null ? [] : await filesOf(options.distractorDir, painters);
  const distractors = [
    ...others.map(({ name, picture }) => ({ name: `other-${name}`, picture })),
    ...Array.from({ length: options.distractors }, (_, number) => ({
      name: `distractor-${padded(number)}`,
      picture: () => painters.paint({ kind: 'distractor', seed, number }),
    })),
  ].map((each): EvalRow => ({ dataset: DISTRACTOR_DATASET, ...each }));
  return { rows: [...pictures, ...distractors], asked: sampleOf(pictures, options) };
}

function sampleOf(pictures: readonly EvalRow[], { sample, seed }: EvalOptions): readonly EvalRow[] {
  if (sample === null) return pictures;
  if (sample > pictures.length) {
    throw new Error(`--sample is ${sample}, and there are ${pictures.length} pictures.`);
  }
  const chosen = new Set(shuffled(randomFor(seed, 'sample'), pictures).slice(0, sample));
  return pictures.filter((picture) => chosen.has(picture));
}

async function filesOf(folder: string, painters: Painters): Promise<Omit<EvalRow, 'dataset'>[]> {
  const names = (await readdir(folder)).filter((name) => PICTURE_FILE.test(extname(name).toLowerCase()));
  if (names.length === 0) throw new Error(`The folder ${folder} holds no picture (JPEG, PNG, WebP …).`);
  return names.toSorted().map((name) => ({
    name,
    picture: async () => painters.paint({ kind: 'row', picture: await readFile(join(folder, name)) }),
  }));
}

function padded(number: number): string {
  return String(number).padStart(6, '0');
}
