import { workerData } from 'piscina';
import { type Fingerprint, fingerprintPicture } from './fingerprint.ts';
import { openClip } from './embedding/clip.ts';
import type { Embedder } from './embedding/embedder.ts';
import { findModelCard } from '../models/models.ts';
import { verifyModelFiles } from '../models/store.ts';
import { sharp } from './decode/bounded-sharp.ts';
import { asTask } from '../runtime/threads/task.ts';
import type { FingerprintTask, WorkerSettings } from './fingerprinter.ts';

const { modelsDir, maxPixels } = workerData as WorkerSettings;

// The threads of the pool are the parallel work; decoders that start more of their own would fight them.
sharp.concurrency(1);

const opened = new Map<string, Promise<Embedder>>();

export default asTask(async ({ bytes, models, options }: FingerprintTask): Promise<Fingerprint> => {
  const embedders: Embedder[] = [];
  for (const model of models) embedders.push(await embedderOf(model));
  return fingerprintPicture(bytes, maxPixels, embedders, options);
});

/** Opens each model once a thread, at its first use, after its files are verified. */
function embedderOf(model: string): Promise<Embedder> {
  const known = opened.get(model);
  if (known) return known;
  const opening = openVerified(model);
  opened.set(model, opening);
  // A model that is pulled later must not need a restart.
  opening.catch(() => opened.delete(model));
  return opening;
}

async function openVerified(model: string): Promise<Embedder> {
  const card = findModelCard(model);
  return openClip(card, await verifyModelFiles(card, modelsDir));
}
