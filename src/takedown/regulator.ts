import { routeByDataset } from './for-dataset.ts';

/** The authority over the dataset's maintainer. The artist's own authority follows from where they live. */
export const regulator = routeByDataset('regulator');
