import type { ModelCard, NetworkKind } from '../../core/model-card.ts';
import { openByteNetwork } from './byte-network.ts';
import { openClip } from './clip.ts';
import type { Embedder } from './embedder.ts';

/** One more kind of network is one more entry. */
const OPENERS: Readonly<Record<NetworkKind, (card: ModelCard, folder: string) => Promise<Embedder>>> = {
  clip: openClip,
  bytes: openByteNetwork,
};

/**
 * Opens a model as its card's `network` says, on the calling thread.
 * @param folder the model's folder, already verified
 * @throws TrainspotError `model-mismatch` where the files are not the card's network
 */
export function openEmbedder(card: ModelCard, folder: string): Promise<Embedder> {
  return OPENERS[card.network](card, folder);
}
