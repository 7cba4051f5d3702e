/**
 * What the service answers, as far as the page reads it. The page is a client like any other and is compiled
 * apart from the service; a test holds these types against the service's own.
 */
export interface Answer {
  picture: { width: number; height: number; format: string };
  verdict: { answer: VerdictWord; sentence: string };
  matches: Match[];
  lookAlikes: Match[];
  coverage: Coverage[];
  notSearched: NotSearched[];
}

export type VerdictWord = 'found' | 'possibly' | 'not-found';
export type Grade = 'identical' | 'copy' | 'edited' | 'look-alike';

/** What was done to the artist's picture before it matched. */
export type View =
  | 'as-is'
  | 'mirrored'
  | 'flipped'
  | 'rotated-90'
  | 'rotated-180'
  | 'rotated-270'
  | 'transposed'
  | 'transversed'
  | 'centre-crop';

/** A row of a dataset, and why it is believed to show the picture. */
export interface Match {
  grade: Grade;
  dataset: string;
  release: string;
  rowId: string;
  url: string;
  caption: string | null;
  /** Pixels. */
  width: number | null;
  height: number | null;
  /** 0–256 bits. */
  pdqDistance: number | null;
  /** Cosine, -1 to 1. */
  similarity: number | null;
  view: View;
  /** Matches with the same group show the same picture. */
  group: string;
  unsafe: boolean | null;
  channels: Channel[];
}

/** A place a removal request goes to; exactly one of `url` and `email` is set. */
export interface Channel {
  party: string;
  kind: ChannelKind;
  title: string;
  url: string | null;
  email: string | null;
  legalBasis: string;
  whoMayUse: string;
  canAchieve: string;
  source: string;
  /** YYYY-MM-DD. */
  checkedOn: string;
  status: SourceStatus;
  /** What the form asks for → its value, or null where only the artist knows it. */
  fields: Record<string, string | null>;
}

export type ChannelKind = 'dataset-maintainer' | 'hub' | 'host' | 'model-maker' | 'regulator' | 'registry';
export type SourceStatus = 'primary' | 'third-party' | 'unverified';

export interface Coverage {
  dataset: string;
  release: string;
  rowsIndexed: number;
  /** Null where the publisher does not say. */
  rowsPublished: number | null;
  model: string;
  /** ISO 8601. */
  indexedAt: string;
}

export interface NotSearched {
  dataset: string;
  why: string;
}
