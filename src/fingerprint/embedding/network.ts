import { toUnitVector, type Embedding } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { ModelCard } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import type { Embedder } from './embedder.ts';

/** Measured on ViT-B/32: 8 at a time is a fifth faster than one by one; more only takes more memory. */
const BATCH = 8;

/** What a network answered: `values` hold one vector for each input; null where it has no such output. */
export interface NetworkOutput {
  dimensions: number | null;
  values: Float32Array;
}

/** An opened network, before anybody knows whether it is the card's. */
export interface Network {
  /** @throws TrainspotError `model-mismatch` for an input of another size, before anything is run */
  run(inputs: readonly RgbPicture[]): Promise<NetworkOutput>;
  close(): Promise<void>;
}

/**
 * A network as an embedder, once it has embedded a black picture as its card says; else it is closed.
 * @throws TrainspotError `model-mismatch` where it takes no such pictures, or its vectors have other dimensions.
 */
export async function toEmbedder(card: ModelCard, network: Network): Promise<Embedder> {
  const { size } = card.preprocessing;
  try {
    await embedBatch(card, network, [{ width: size, height: size, data: new Uint8Array(size * size * 3) }]);
  } catch (error) {
    await network.close();
    if (error instanceof TrainspotError) throw error;
    throw new TrainspotError(
      'model-mismatch',
      `The files of ${card.name} hold a network that does not take pictures of ${size} × ${size} pixels.`,
      { cause: error },
    );
  }
  return {
    card,
    async embed(inputs) {
      const embeddings: Embedding[] = [];
      for (let i = 0; i < inputs.length; i += BATCH) {
        embeddings.push(...(await embedBatch(card, network, inputs.slice(i, i + BATCH))));
      }
      return embeddings;
    },
    close: () => network.close(),
  };
}

async function embedBatch(
  card: ModelCard,
  network: Network,
  inputs: readonly RgbPicture[],
): Promise<Embedding[]> {
  const { dimensions, values } = await network.run(inputs);
  if (dimensions !== card.dimensions) {
    throw new TrainspotError(
      'model-mismatch',
      `The card of ${card.name} says ${card.dimensions} dimensions; its files give ${dimensions ?? 'none'}.`,
    );
  }
  return inputs.map((_, i) => toUnitVector(values.subarray(i * dimensions, (i + 1) * dimensions)));
}
