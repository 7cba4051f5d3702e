import type { Channel, MatchChannel } from './channel.ts';

/** A channel that an artist may expect and is not offered, and why. */
export interface RefusedChannel extends Pick<Channel, 'id' | 'party' | 'kind' | 'title'> {
  why: string;
}

/** Who can be asked about a row, the next thing to do first. */
export interface Routes {
  channels: MatchChannel[];
  notOffered: RefusedChannel[];
}
