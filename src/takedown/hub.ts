import type { ChannelRoute } from './channel.ts';
import { routeByDataset } from './for-dataset.ts';
import { channelsOfHost } from './for-host.ts';

const byDataset = routeByDataset('hub');

/**
 * A hub that spreads the dataset's files, for the personal data in them. Its door for unauthorised copies opens
 * only where the hub serves the picture itself: a list of links is no copy.
 */
export const hub: ChannelRoute = {
  kind: 'hub',
  channelsFor: (row) => [...byDataset.channelsFor(row), ...channelsOfHost(row, 'hub')],
};
