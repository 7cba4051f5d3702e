import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard, ModelFile } from '../core/model-card.ts';
import { findSha256 } from '../runtime/sha256.ts';
import { modelCards } from './models.ts';
import { readRecord } from './pulled-record.ts';

/**
 * Where a model's files lie: with the program where it is bundled, else in a folder of `modelsDir`. Two cards of one
 * repository, which feed its model differently, share them.
 */
export function modelFolder(card: ModelCard, modelsDir: string): string {
  // The sources and the build are equally deep, so that this holds for both.
  if (card.repository === null) return fileURLToPath(new URL(`../../assets/${card.name}`, import.meta.url));
  return join(modelsDir, card.repository.replaceAll('/', '--'));
}

/** Whether every file of the model is there and its pull was finished. The contents are not looked at. */
export async function isInstalled(card: ModelCard, modelsDir: string): Promise<boolean> {
  const folder = modelFolder(card, modelsDir);
  const record = card.repository === null ? [] : ['pulled.json'];
  const paths = [...card.files.map((file) => file.path), ...record];
  const found = await Promise.all(paths.map((path) => exists(join(folder, path))));
  return found.every(Boolean);
}

/**
 * What tells one state of a model's weights from another: part of an index's identity, since vectors of two states
 * cannot be compared. A bundled model's is its card's revision; a pulled one's names the weights too, for a hub's
 * branch moves on.
 * @throws TrainspotError `model-not-pulled`
 */
export async function installedRevision(card: ModelCard, modelsDir: string): Promise<string> {
  if (card.repository === null) return card.revision;
  if (!(await isInstalled(card, modelsDir))) throw notPulled(card);
  const record = await readRecord(card, modelFolder(card, modelsDir));
  const weights = record?.[card.visionFile];
  if (!weights) throw notPulled(card, card.visionFile);
  return `${card.revision}@${weights.sha256.slice(0, 16)}`;
}

/** The models that could be opened now, the bundled ones among them. */
export async function installedModels(modelsDir: string): Promise<ModelCard[]> {
  const installed = await Promise.all(modelCards.map((card) => isInstalled(card, modelsDir)));
  return modelCards.filter((_, i) => installed[i]);
}

/**
 * Deletes a pulled model, with the record of its hashes: the next pull starts anew.
 * @throws TrainspotError `usage` for a bundled model, `model-not-pulled` where there is none.
 */
export async function removeModel(card: ModelCard, modelsDir: string): Promise<void> {
  if (card.repository === null) {
    throw new TrainspotError('usage', `The model ${card.name} comes with Trainspot and cannot be removed.`);
  }
  const folder = modelFolder(card, modelsDir);
  if (!(await exists(folder))) throw notPulled(card);
  await rm(folder, { recursive: true });
}

/**
 * The files of an installed model with their sha256 as they are known: by its card, or recorded at the first pull; null
 * where neither knows it. Nothing is read but the record.
 */
export async function knownModelFiles(card: ModelCard, modelsDir: string): Promise<ModelFile[]> {
  const record = card.repository === null ? {} : await readRecord(card, modelFolder(card, modelsDir));
  return card.files.map(({ path, sha256 }) => ({ path, sha256: sha256 ?? record?.[path]?.sha256 ?? null }));
}

/**
 * Reads every file of a model and compares its sha256 with the card's, or with the one recorded at the first
 * pull. To be called before a model is loaded.
 * @returns the model's folder
 * @throws TrainspotError `model-not-pulled` where a file is missing, `model-file-mismatch` where one changed
 */
export function verifyModelFiles(card: ModelCard, modelsDir: string): Promise<string> {
  return verifyFiles(card, card.files, modelsDir);
}

/** Whether the model has a text tower whose pull was finished. The contents are not looked at. */
export async function hasTextTower(card: ModelCard, modelsDir: string): Promise<boolean> {
  if (card.text === null) return false;
  const folder = modelFolder(card, modelsDir);
  const record = await readRecord(card, folder).catch(() => null);
  const found = await Promise.all(
    card.text.files.map(async ({ path }) => record?.[path] !== undefined && exists(join(folder, path))),
  );
  return found.every(Boolean);
}

/**
 * As `verifyModelFiles`, of the files that the text tower needs.
 * @throws TrainspotError `words-not-searchable` too, for a model that has none
 */
export async function verifyTextTower(card: ModelCard, modelsDir: string): Promise<string> {
  if (card.text === null) {
    throw new TrainspotError(
      'words-not-searchable',
      `The model ${card.name} reads pictures alone, no words.`,
    );
  }
  const shared = card.files.filter(({ path }) => path !== card.visionFile);
  return verifyFiles(card, [...shared, ...card.text.files], modelsDir);
}

async function verifyFiles(card: ModelCard, files: readonly ModelFile[], modelsDir: string): Promise<string> {
  const folder = modelFolder(card, modelsDir);
  const record = card.repository === null ? {} : await readRecord(card, folder);
  if (!record) throw notPulled(card);
  for (const { path, sha256 } of files) {
    const expected = sha256 ?? record[path]?.sha256;
    const actual = await findSha256(join(folder, path));
    if (!expected || actual === null) throw notPulled(card, path);
    if (actual !== expected) throw fileMismatch(card, path, expected, actual);
  }
  return folder;
}

/** The error for a file whose bytes are not the ones that are known for it. */
export function fileMismatch(
  card: ModelCard,
  path: string,
  expected: string,
  actual: string,
): TrainspotError {
  const cure =
    card.repository === null
      ? 'Install Trainspot again.'
      : `To start anew, run: npx trainspot models remove ${card.name}, then: npx trainspot models pull ${card.name}`;
  return new TrainspotError(
    'model-file-mismatch',
    `${path} of ${card.name} is not the file that is known: expected sha256 ${expected}, found ${actual}. ${cure}`,
  );
}

function notPulled(card: ModelCard, path?: string): TrainspotError {
  const what = path ? `${path} of the model ${card.name}` : `The model ${card.name}`;
  const cure =
    card.repository === null ? 'Install Trainspot again.' : `Run: npx trainspot models pull ${card.name}`;
  return new TrainspotError('model-not-pulled', `${what} is not here. ${cure}`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
