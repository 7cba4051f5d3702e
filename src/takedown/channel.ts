import type { ChannelKind, MatchChannel } from '../core/channel.ts';

/** What routing needs of a row: an `IndexedRow` and a `Match` both have it. */
export interface RemovableRow {
  dataset: string;
  release: string;
  /** The publisher's own id of the row; LAION calls it the sample id. */
  rowId: string;
  url: string;
  sha256?: string | null;
  caption?: string | null;
}

/**
 * One kind of channel: who of that kind can be asked about a row. A new kind is one file with one of these
 * and one line in `route.ts`.
 */
export interface ChannelRoute {
  kind: ChannelKind;
  /** Every channel of this kind that applies, the best first; none is a good answer. Never throws. */
  channelsFor(row: RemovableRow): MatchChannel[];
}
