import { findModelCard } from '../../src/models/models.ts';
import type { ModelCard } from '../../src/core/model-card.ts';
import { REPOSITORY } from './hub-server.ts';

/** The card of the shared tiny CLIP: CLIP's own preprocessing, 32 dimensions. */
export const tinyCard: ModelCard = {
  ...findModelCard('Xenova/clip-vit-base-patch32'),
  name: REPOSITORY,
  repository: REPOSITORY,
  dimensions: 32,
};

/** Of both towers, in the order in which they are pulled. */
export const tinyPaths = [...tinyCard.files, ...tinyCard.text!.files].map((file) => file.path);
