import { channelsForDataset } from '../facts/channels.ts';
import type { Finder } from '../channel.ts';

/** Whoever publishes, hosts and watches over the dataset, and the crawl it was made from. */
export const byDataset: Finder = {
  via: 'dataset',
  isForRealDatasetsOnly: false,
  find: ({ dataset }) =>
    dataset === null ? [] : channelsForDataset(dataset).map((channel) => ({ channel, note: null })),
};
