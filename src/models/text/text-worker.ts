import { workerData } from 'piscina';
import type { TextTower } from '../../core/model-card.ts';
import { asTask } from '../../runtime/threads/task.ts';
import { findModelCard } from '../models.ts';
import { verifyTextTower } from '../store.ts';
import { openClipText, type EmbeddedText, type TextEmbedder } from './clip-text.ts';
import type { TextTask, TextWorkerSettings } from './text-reader.ts';

const { modelsDir } = workerData as TextWorkerSettings;

const opened = new Map<string, Promise<TextEmbedder>>();

export default asTask(async ({ model, text }: TextTask): Promise<EmbeddedText | null> => {
  const embedder = await embedderOf(model);
  return text === null ? null : embedder.embed(text);
});

/** Opens each model at its first use, after its files are verified. */
function embedderOf(model: string): Promise<TextEmbedder> {
  const known = opened.get(model);
  if (known) return known;
  const opening = openVerified(model);
  opened.set(model, opening);
  // A model that is pulled later must not need a restart.
  opening.catch(() => opened.delete(model));
  return opening;
}

async function openVerified(model: string): Promise<TextEmbedder> {
  const card = findModelCard(model);
  const folder = await verifyTextTower(card, modelsDir);
  return openClipText({ ...card, text: card.text as TextTower }, folder);
}
