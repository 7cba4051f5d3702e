import type { ChannelRoute } from './channel.ts';
import { channelsOfHost } from './for-host.ts';

/** Whoever serves the picture itself: for unauthorised copies only, as every one of these channels says. */
export const host: ChannelRoute = {
  kind: 'host',
  channelsFor: (row) => channelsOfHost(row, 'host'),
};
