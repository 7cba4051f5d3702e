import type { ChannelFacts } from './facts/channels.ts';

/** What routing needs of a row; whatever is not known is null. */
export type RoutedRow = { [Field in 'dataset' | 'rowId' | 'url']: string | null };

/** By what a channel came up: the rules may treat the same channel differently. */
export const VIAS = ['dataset', 'host', 'model', 'platform', 'web', 'residence', 'anyone'] as const;
type Via = (typeof VIAS)[number];

/** A channel that may be worth the artist's time; the rules decide. */
export interface Candidate {
  channel: ChannelFacts;
  via: Via;
  /** What holds for this row alone, in sentences; null where there is nothing to say. */
  note: string | null;
}

/** One way by which channels come up for a row. A new way is one file with one of these and a line in `route.ts`. */
export interface Finder {
  via: Via;
  /** Whether it looks beyond the dataset and the address: for the simulated demo set nobody real is asked. */
  isForRealDatasetsOnly: boolean;
  /** The best first; none is a good answer. Never throws. */
  find(row: RoutedRow): Omit<Candidate, 'via'>[];
}
