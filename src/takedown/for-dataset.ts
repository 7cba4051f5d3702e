import type { ChannelKind } from '../core/channel.ts';
import { channelsForDataset } from '../knowledge/channels.ts';
import type { ChannelRoute } from './channel.ts';
import { channelForRow } from './fields.ts';

/** The route of a kind whose channels follow from nothing but the row's dataset. */
export function routeByDataset(kind: ChannelKind): ChannelRoute {
  return {
    kind,
    channelsFor: (row) => channelsForDataset(row.dataset, kind).map((channel) => channelForRow(channel, row)),
  };
}
