import { workerData } from 'piscina';
import { steadyMs } from '../core/clock.ts';
import { openEmbedder } from './embedding/open-embedder.ts';
import type { Embedder } from './embedding/embedder.ts';
import { findModelCard } from '../models/models.ts';
import { openOnce } from '../models/open-once.ts';
import { verifyModelFiles } from '../models/store.ts';
import { sharp } from './decode/bounded-sharp.ts';
import type { FingerprintStage } from '../runtime/stages.ts';
import { asTask } from '../runtime/threads/task.ts';
import { fingerprintPicture } from './fingerprint.ts';
import type { FingerprintAnswer, FingerprintTask, WorkerSettings } from './fingerprinter.ts';

const { modelsDir, maxPixels } = workerData as WorkerSettings;

// The threads of the pool are the parallel work; decoders that start more of their own would fight them.
sharp.concurrency(1);

export default asTask(async ({ bytes, models, options }: FingerprintTask): Promise<FingerprintAnswer> => {
  const startedAt = steadyMs();
  const stages: [FingerprintStage, number][] = [];
  const embedders: Embedder[] = [];
  for (const model of models) embedders.push(await embedderOf(model));
  const fingerprint = await fingerprintPicture(bytes, maxPixels, embedders, options, (...stage) =>
    stages.push([stage[0], stage[1]]),
  );
  return { fingerprint, stages, seconds: (steadyMs() - startedAt) / 1000 };
});

/** Once a thread, after its files are verified. */
const embedderOf = openOnce(openVerified);

async function openVerified(model: string): Promise<Embedder> {
  const card = findModelCard(model);
  return openEmbedder(card, await verifyModelFiles(card, modelsDir));
}
