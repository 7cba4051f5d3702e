import type { ChannelKind, MatchChannel } from '../core/channel.ts';
import { channelById } from '../knowledge/channels.ts';
import { hostRuleFor } from '../knowledge/hosts.ts';
import type { RemovableRow } from './channel.ts';
import { channelForRow } from './fields.ts';

/** The channels of one kind that reach the one who serves the row's picture. */
export function channelsOfHost(row: RemovableRow, kind: ChannelKind): MatchChannel[] {
  const { channels, note } = hostRuleFor(row.url);
  return channels
    .map(channelById)
    .filter((channel) => channel !== null)
    .filter((channel) => channel.kind === kind)
    .map((channel) => channelForRow(channel, row, note));
}
