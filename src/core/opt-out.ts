import type { SourceStatus } from './channel.ts';

/**
 * What is said: `reserves` asks that the page or picture be left out of training; `allows` says that it may be used;
 * `silent` says nothing either way; `unknown`: it could not be read; `not-looked-for`: there was nothing to look into.
 */
export type ReservationState = 'reserves' | 'allows' | 'silent' | 'unknown' | 'not-looked-for';

/** What one way of saying no says. */
export interface ReservationReading {
  /** A short stable word: `robots-txt`, `x-robots-tag`, `meta-robots`, `tdmrep-json` … */
  mechanism: string;
  /** Its name for people. */
  title: string;
  state: ReservationState;
  /** One plain sentence. */
  sentence: string;
  /** The words themselves, as they were found. */
  said: string[];
}

/** Something that was fetched, or was not. */
export interface Fetched {
  url: string;
  /** Where the redirects ended; null where nobody answered. */
  answeredBy: string | null;
  httpStatus: number | null;
  /** ISO 8601 in UTC. */
  fetchedAt: string;
  /** Why it could not be read, in words; null where it was read, or is not there. */
  failure: string | null;
}

/** What one crawler may do. */
export interface CrawlerReading {
  token: string;
  owner: string;
  purpose: 'training' | 'dataset' | 'search' | 'on-request' | 'control';
  /** By robots.txt; null where nobody knows. */
  mayFetch: boolean | null;
  /** Whether robots.txt names it; else the rules for everybody hold. */
  isNamed: boolean;
  sentence: string;
  source: string;
  /** YYYY-MM-DD. */
  checkedOn: string;
  status: SourceStatus;
}

/** What a page or picture, and its site, say about AI training. */
export interface OptOutAudit {
  /** The address that was read, redirects followed. */
  url: string;
  /** ISO 8601 in UTC. */
  auditedAt: string;
  /** One plain sentence. */
  summary: string;
  mechanisms: ReservationReading[];
  crawlers: CrawlerReading[];
  fetched: Fetched[];
}

/** Which crawlers are to be kept out. `training`: those that collect for models; `all`: those of answers too. */
export type KeptOut = 'training' | 'all';

/** A file or some lines that an artist can publish. */
export interface OptOutFile {
  /** Path to save it under. */
  name: string;
  /** Where it goes, in one sentence. */
  where: string;
  text: string;
}
