import type { Config } from '../runtime/config.ts';
import { dataPaths } from '../runtime/data-paths.ts';
import { floorWords } from '../models/floor.ts';
import { cardHere } from '../models/measured-floors.ts';
import { findModelCard, modelCards } from '../models/models.ts';
import { pullModel } from '../models/pull.ts';
import type { ModelCard } from '../core/model-card.ts';
import type { ModelSource } from '../models/source.ts';
import { hasTextTower, installedModels, removeModel } from '../models/store.ts';
import type { Progress } from '../service/indexing/index-dataset.ts';
import { startProgress } from './progress.ts';

/** The model cards: a line each, then its licence, what it was trained on, what it reads and its floors. */
export async function listModels(config: Config): Promise<string[]> {
  const { modelsDir } = dataPaths(config.DATA_DIR);
  const installed = await installedModels(modelsDir);
  const here = await Promise.all(modelCards.map((card) => cardHere(card, modelsDir)));
  const reading = await Promise.all(modelCards.map((card) => hasTextTower(card, modelsDir)));
  return modelCards.flatMap((card, i) => {
    const pulled = installed.includes(card) ? 'pulled' : 'not pulled';
    const state = card.repository === null ? 'bundled' : pulled;
    return [
      `${card.name.padEnd(32)} ${state.padEnd(12)} ${String(card.dimensions).padStart(4)}-d  ${card.title}`,
      `    licence: ${card.licence}`,
      `    trained on: ${card.trainingData}`,
      `    reads: ${readsInWords(card, reading[i])}`,
      `    floors: ${floorWords(here[i])}`,
      `      ${here[i].similarity.measured}`,
    ];
  });
}

function readsInWords(card: ModelCard, hasText: boolean): string {
  if (card.text === null) return 'pictures';
  return hasText ? 'pictures and words' : 'pictures; words too once its text tower is pulled';
}

/** Downloads a model from the hub, or takes it from `place`, a folder or an address; every file is checked. */
export async function pullNamedModel(
  name: string,
  place: string | undefined,
  config: Config,
): Promise<string> {
  const card = findModelCard(name);
  const source = sourceOf(place, config);
  let shown: { file: string; progress: Progress } | null = null;
  const { readsWords } = await pullModel(
    card,
    dataPaths(config.DATA_DIR).modelsDir,
    source,
    (file, received, total) => {
      if (file !== shown?.file) {
        shown?.progress.finish();
        shown = { file, progress: startProgress(file, total) };
      }
      shown.progress.update(received, 'bytes');
    },
  ).finally(() => shown?.progress.finish());
  const here = `${name} is here, and every file of it is checked.`;
  if (card.text === null || readsWords) return here;
  return `${here} ${card.text.textFile} was not to be had there, so it reads pictures and no words.`;
}

function sourceOf(place: string | undefined, config: Config): ModelSource {
  if (!place) return { endpoint: config.HF_ENDPOINT, token: config.HF_TOKEN };
  return /^https?:\/\//i.test(place) ? { address: place } : { folder: place };
}

export async function removeNamedModel(name: string, config: Config): Promise<string> {
  await removeModel(findModelCard(name), dataPaths(config.DATA_DIR).modelsDir);
  return `${name} is removed.`;
}
