import type { Embedding } from '../../../src/core/embedding.ts';
import { openEmbedder } from '../../../src/fingerprint/embedding/open-embedder.ts';
import type { Embedder } from '../../../src/fingerprint/embedding/embedder.ts';
import { sharp } from '../../../src/fingerprint/decode/bounded-sharp.ts';
import { decodePicture } from '../../../src/fingerprint/decode/decode.ts';
import { modelInput } from '../../../src/fingerprint/embedding/preprocess.ts';
import { asTask } from '../../../src/runtime/threads/task.ts';
import type { EvalModel } from './models.ts';

/** What a thread is asked: one picture, for each of these models. */
export interface EmbedTask {
  picture: Uint8Array;
  models: readonly EvalModel[];
}

/** Far beyond a row's picture and every edit of one. */
const MAX_PIXELS = 4_000_000;

sharp.concurrency(1);

const opened = new Map<string, Promise<Embedder>>();

/** The picture's vector of each model, as it lies, no other view. */
export default asTask(async ({ picture, models }: EmbedTask): Promise<Embedding[]> => {
  const decoded = await decodePicture(picture, MAX_PIXELS);
  const vectors: Embedding[] = [];
  for (const model of models) {
    const embedder = await embedderOf(model);
    const input = await modelInput(decoded.picture, model.card.preprocessing);
    vectors.push(...(await embedder.embed([input])));
  }
  return vectors;
});

function embedderOf({ card, folder }: EvalModel): Promise<Embedder> {
  const known = opened.get(folder);
  if (known) return known;
  const opening = openEmbedder(card, folder);
  opened.set(folder, opening);
  return opening;
}
