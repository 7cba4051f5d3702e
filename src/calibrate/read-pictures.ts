import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { COPY } from '../core/calibration.ts';
import { mapConcurrently } from '../core/concurrency.ts';
import type { Embedding } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import { ROW_OPTIONS } from '../core/fingerprint-options.ts';
import type { ModelCard } from '../core/model-card.ts';
import { isCopyDistance, isClear } from '../core/evidence.ts';
import { nearestOrientation } from '../core/pdq-distance.ts';
import { counted, grouped, listed } from '../core/words/counts.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { FloorReport } from '../models/floor-report.ts';
import { pictureFilesIn } from './picture-files.ts';
import { VARIANTS_EXAMPLE, VARIANTS_FILE, variantsIn } from './variants.ts';

/** A picture of the folder as an index of the model would have it. */
export interface CalibrationRow {
  /** Its path in the folder. */
  name: string;
  vector: Embedding;
  /** Rows of one group show one picture: its number is that of the group's first row. */
  group: number;
}

export interface CalibrationPictures {
  rows: readonly CalibrationRow[];
  files: number;
  unreadable: FloorReport['pictures']['unreadable'];
  /** The file's bytes. */
  read(name: string): Promise<Uint8Array>;
}

export interface ReadingParts {
  fingerprinter: Fingerprinter;
  /** Of a file. */
  maxBytes: number;
  /** Pictures under way at once. */
  atOnce: number;
  onProgress: (done: number, total: number) => void;
}

/** With fewer, a bound on how often another picture is as near says next to nothing: of 0 in 20 it is 16 %. */
const LEAST_PICTURES = 20;

/** Of pairs that are named in an error. */
const NAMED_PAIRS = 3;

/**
 * The pictures of a folder and all below it, embedded as rows of the card are.
 * @throws TrainspotError `usage` for a folder that is none, holds none or fewer than 20 independent pictures, or in which
 * files look like one picture that its list does not name
 */
export async function readPictures(
  card: ModelCard,
  folder: string,
  parts: ReadingParts,
): Promise<CalibrationPictures> {
  const files = await filesIn(folder);
  const groups = await variantsIn(folder, new Set(files));
  const read = (name: string): Promise<Uint8Array> => readWithin(join(folder, name), parts.maxBytes);
  // Published vectors are of whole pictures; what we index ourselves is without plain ground around it.
  const views = card.publishedVectors.datasets.length > 0 ? (['as-is'] as const) : ROW_OPTIONS.views;
  const unreadable: CalibrationPictures['unreadable'] = [];
  let done = 0;
  const looked = await mapConcurrently(files, parts.atOnce, async (name) => {
    try {
      const options = { views, keypoints: 'none' } as const;
      return [{ name, print: await parts.fingerprinter.fingerprint(await read(name), [card.name], options) }];
    } catch (error) {
      if (!(error instanceof TrainspotError) || !error.code.startsWith('picture-')) throw error;
      unreadable.push({ name, why: error.message });
      return [];
    } finally {
      parts.onProgress(++done, files.length);
    }
  });
  const prints = looked.flat();
  const groupOf = groupsOf(
    prints.map(({ name }) => name),
    groups,
  );
  expectOthers(folder, prints, groupOf);
  expectEnough(folder, files.length, unreadable, new Set(groupOf).size);
  const rows = prints.map(({ name, print }, i) => ({
    name,
    vector: print.embeddings[0].vector,
    group: groupOf[i],
  }));
  return { rows, files: files.length, unreadable, read };
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new TrainspotError('usage', `${folder} is no folder; --pictures takes one.`);
  const files = await pictureFilesIn(folder, true);
  if (files.length > 0) return files;
  throw new TrainspotError(
    'usage',
    `${folder} holds 0 pictures (JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or BMP); ${LEAST_PICTURES} at least are needed.`,
  );
}

async function readWithin(path: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size <= maxBytes) return readFile(path);
  throw new TrainspotError(
    'picture-too-large',
    `It has ${grouped(size)} bytes; ${grouped(maxBytes)} are taken (UPLOAD_MAX_BYTES).`,
  );
}

/** Of each name the place of the first that shows the same picture. */
function groupsOf(names: readonly string[], groups: readonly (readonly string[])[]): number[] {
  const places = new Map(names.map((name, i) => [name, i]));
  const first = names.map((_, i) => i);
  for (const group of groups) {
    const members = group.flatMap((name) => places.get(name) ?? []);
    const merged = new Set(members.map((member) => first[member]));
    const lowest = Math.min(...merged);
    for (const [i, own] of first.entries()) if (merged.has(own)) first[i] = lowest;
  }
  return first;
}

interface Printed {
  name: string;
  print: Fingerprint;
}

/** Two files that show one picture, measured as others, would raise every floor to their cosine. */
function expectOthers(folder: string, prints: readonly Printed[], groupOf: readonly number[]): void {
  const pairs: string[] = [];
  for (const [i, a] of prints.entries()) {
    for (const [j, b] of prints.entries()) {
      if (j <= i || groupOf[i] === groupOf[j]) continue;
      const why = whySame(a.print, b.print);
      if (why !== null) pairs.push(`${a.name} and ${b.name} (${why})`);
    }
  }
  if (pairs.length === 0) return;
  const named = pairs.slice(0, NAMED_PAIRS);
  const more = pairs.length > named.length ? [`${grouped(pairs.length - named.length)} more`] : [];
  throw new TrainspotError(
    'usage',
    `${counted(pairs.length, 'pair')} of files in ${folder} look like one picture each: ${listed([...named, ...more])}. ` +
      `They would be measured as other pictures. List what shows one picture in ${VARIANTS_FILE} at the top of the ` +
      `folder, ${VARIANTS_EXAMPLE}, or take one of each away; a listed pair is not compared.`,
  );
}

function whySame(a: Fingerprint, b: Fingerprint): string | null {
  if (a.picture.sha256 === b.picture.sha256) return 'the same bytes';
  if (!isClear(a.picture.pdqQuality) || !isClear(b.picture.pdqQuality)) return null;
  const { distance } = nearestOrientation(a.picture.pdq, b.orientedPdq);
  return isCopyDistance(distance)
    ? `their hashes differ in ${distance} of 256 bits, ${COPY.mostDistance} at most between copies`
    : null;
}

function expectEnough(
  folder: string,
  files: number,
  unreadable: CalibrationPictures['unreadable'],
  independent: number,
): void {
  if (independent >= LEAST_PICTURES) return;
  const [first] = unreadable;
  const why =
    first === undefined
      ? ''
      : ` ${counted(unreadable.length, 'file')} of ${grouped(files)} could not be read: ${first.name}: ${first.why}`;
  throw new TrainspotError(
    'usage',
    `${folder} holds ${counted(independent, 'independent picture')} that can be read; ${LEAST_PICTURES} at least are needed, ` +
      `some 200 are good.${why}`,
  );
}
