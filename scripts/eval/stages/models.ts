import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Config } from '../../../src/runtime/config.ts';
import { dataPaths } from '../../../src/runtime/data-paths.ts';
import type { ModelCard } from '../../../src/core/model-card.ts';
import { findSha256 } from '../../../src/runtime/sha256.ts';
import { findModelCard, modelCards } from '../../../src/models/models.ts';
import { verifyModelFiles } from '../../../src/models/store.ts';

/** A model to embed with, and where its files lie. */
export interface EvalModel {
  /** As the option named it. */
  name: string;
  card: ModelCard;
  folder: string;
  /** Of its weights, lower-case hex: vectors of other weights are others. */
  sha256: string;
}

/**
 * A model by its card's name, or by its folder: one in the bundled model's layout, trained but not yet taken in,
 * which is read as `pocket` is.
 * @throws TrainspotError `model-unknown` for what is neither; what `verifyModelFiles` throws
 */
export async function openModel(name: string, config: Config): Promise<EvalModel> {
  const known = modelCards.some((card) => card.name === name);
  const isFolder = !known && existsSync(join(name, 'config.json'));
  const card = isFolder ? await cardOfFolder(name) : findModelCard(name);
  const folder = isFolder
    ? resolve(name)
    : await verifyModelFiles(card, dataPaths(config.DATA_DIR).modelsDir);
  const file = join(folder, card.visionFile);
  const sha256 = await findSha256(file);
  if (sha256 === null) throw new Error(`${file} is missing.`);
  return { name, card, folder, sha256 };
}

async function cardOfFolder(folder: string): Promise<ModelCard> {
  const text = await readFile(join(folder, 'config.json'), 'utf8');
  const config = JSON.parse(text) as { projection_dim?: number; image_size?: number };
  const pocket = findModelCard('pocket');
  const size = config.image_size ?? pocket.preprocessing.size;
  return {
    ...pocket,
    name: basename(resolve(folder)),
    dimensions: config.projection_dim ?? pocket.dimensions,
    preprocessing: { ...pocket.preprocessing, size },
  };
}
