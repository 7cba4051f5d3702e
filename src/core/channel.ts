/** A place a removal request goes to. Shown to an artist as it stands, so every line carries its source. */
export interface Channel {
  id: string;
  /** Who answers there. */
  party: string;
  kind: ChannelKind;
  role: ChannelRole;
  /** Kinds of notices that are written for it, the first thing to write first; none where no letter goes there. */
  letters: string[];
  title: string;
  /** A form or page; null where the channel is an e-mail address. Exactly one of `url` and `email` is set. */
  url: string | null;
  email: string | null;
  legalBasis: string;
  whoMayUse: string;
  /** What it can achieve, and what it cannot. */
  canAchieve: string;
  /** Address of the page or name of the document the lines above were read from. */
  source: string;
  /** Day the source was read, YYYY-MM-DD. */
  checkedOn: string;
  status: SourceStatus;
}

export type ChannelKind = 'dataset-maintainer' | 'hub' | 'host' | 'model-maker' | 'regulator' | 'registry';

/**
 * addressee: whoever answers there gets the letter; directory: whoever gets it is to be looked up there; own-step:
 * something that the artist does alone, and no letter goes there.
 */
export const CHANNEL_ROLES = ['addressee', 'directory', 'own-step'] as const;
export type ChannelRole = (typeof CHANNEL_ROLES)[number];

/** primary: read at the party itself; third-party: read at somebody else's page; unverified: from memory. */
export type SourceStatus = 'primary' | 'third-party' | 'unverified';

/** A channel for one match, with what its form asks for already known from the row. */
export interface MatchChannel extends Channel {
  /** Why this one, for this match and these answers. */
  why: string;
  /** What the form asks for → its value, or null where only the artist knows it. */
  fields: Record<string, string | null>;
}
