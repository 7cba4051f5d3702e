import { routeByDataset } from './for-dataset.ts';

/** Whoever publishes the dataset, by the request it accepts. */
export const datasetMaintainer = routeByDataset('dataset-maintainer');
