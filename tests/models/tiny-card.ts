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

export const tinyPaths = tinyCard.files.map((file) => file.path);
