import type { RefusedProblem, ReservationReading } from '../api/opt-out.ts';
import { unreadableProblem } from '../core/unreadable.ts';
import type { Sight } from '../net/looker.ts';

/** A file of the site, as far as it could be read. */
export interface SiteFile {
  /** Null where there is none, or it could not be read. */
  text: string | null;
  /** Why it could not be read, in words; null where it was, or is not there. */
  failure: string | null;
  /** Why it was not read, or not to its end, where that is for what it is. */
  refused: string | null;
}

/** What one mechanism finds. */
export type Reading = Omit<ReservationReading, 'mechanism' | 'title'>;

/** All that was fetched of one address. */
export interface Sights {
  /** The address that is audited. */
  url: URL;
  /** What it answered; null where nobody did. */
  page: Sight | null;
  robotsTxt: SiteFile;
  tdmrepJson: SiteFile;
  aiTxt: SiteFile;
}

/** A part of the sights: the page's headers, its text or its bytes, or a file of the site. */
type SightPart = 'headers' | 'text' | 'bytes' | 'robotsTxt' | 'tdmrepJson' | 'aiTxt';

/** One way of saying no to AI training: a file of its own, and a line in `registry.ts`. */
export interface Mechanism {
  name: string;
  title: string;
  /** All that it looks at: no more is handed to the thread that it runs in. */
  of: SightPart;
  read(sights: Sights): Reading | Promise<Reading>;
}

/** For a mechanism that lies in the answer of the address itself, which did not come. */
export function noAnswer(): Reading {
  return { state: 'unknown', sentence: 'The address gave no answer, so this could not be read.', said: [] };
}

/**
 * For a page, or a file of the site, that could not be read.
 * @param refused why, where that is for what it is; null where nobody can be blamed, or a host that does not answer
 */
export function unreadable(file: string, failure: string, refused: string | null): Reading {
  return {
    state: 'unknown',
    sentence: `${file} could not be read: ${failure}`,
    said: [],
    ...(refused === null ? {} : { problem: contentProblem(`${file}: ${refused}`) }),
  };
}

/** For what was refused for what it is. */
export function contentProblem(detail: string): RefusedProblem {
  return unreadableProblem('content-unreadable', detail);
}

/** What is left of the sights for who looks at some parts of them alone. */
export function onlyParts({ url, page, ...files }: Sights, parts: readonly SightPart[]): Sights {
  const file = (name: keyof typeof files): SiteFile =>
    parts.includes(name) ? files[name] : { text: null, failure: null, refused: null };
  return {
    url,
    page: page && {
      ...page,
      // That there were bytes is known all the same.
      bytes: parts.includes('bytes') ? page.bytes : page.bytes && new Uint8Array(0),
      text: parts.includes('text') ? page.text : null,
    },
    robotsTxt: file('robotsTxt'),
    tdmrepJson: file('tdmrepJson'),
    aiTxt: file('aiTxt'),
  };
}
