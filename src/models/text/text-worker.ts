import { workerData } from 'piscina';
import type { TextTower } from '../../core/model-card.ts';
import { asTask } from '../../runtime/threads/task.ts';
import { findModelCard } from '../models.ts';
import { openOnce } from '../open-once.ts';
import { verifyTextTower } from '../store.ts';
import { openClipText, type EmbeddedText, type TextEmbedder } from './clip-text.ts';
import type { TextTask, TextWorkerSettings } from './text-reader.ts';

const { modelsDir } = workerData as TextWorkerSettings;

export default asTask(async ({ model, text }: TextTask): Promise<EmbeddedText | null> => {
  const embedder = await embedderOf(model);
  return text === null ? null : embedder.embed(text);
});

/** After its files are verified. */
const embedderOf = openOnce(openVerified);

async function openVerified(model: string): Promise<TextEmbedder> {
  const card = findModelCard(model);
  const folder = await verifyTextTower(card, modelsDir);
  return openClipText({ ...card, text: card.text as TextTower }, folder);
}
