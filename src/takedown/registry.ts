import { routeByDataset } from './for-dataset.ts';

/** Where the crawl behind the dataset can be kept out in future. */
export const registry = routeByDataset('registry');
