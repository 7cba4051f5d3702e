import type { Embedding } from '../../core/embedding.ts';
import type { ModelCard } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';

/**
 * A model that gives pictures their places in its space. A further engine is one more file that returns
 * this; the card it is opened with says what it is fed and what its numbers mean.
 */
export interface Embedder {
  readonly card: ModelCard;
  /**
   * One unit vector of `card.dimensions` values for each input, in the inputs' order. An input's vector
   * does not depend on the inputs beside it.
   * @param inputs preprocessed as the card's profile says: `size` × `size` pixels
   * @throws TrainspotError `model-mismatch` for an input of another size, before anything is run
   */
  embed(inputs: readonly RgbPicture[]): Promise<Embedding[]>;
  /** Frees the model. Nothing may be embedded afterwards. */
  close(): Promise<void>;
}
