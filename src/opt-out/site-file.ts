import {
  PATTERN_NEEDLESS_ESCAPES,
  PATTERN_STARS,
  ROBOTS_LINE_LENGTH,
  ROBOTS_LINES,
  ROBOTS_NAMES,
  TDMREP_DEPTH,
} from '../core/bounds.ts';
import { contentProblem, type Reading, type SiteFile, unreadable } from './mechanism.ts';

/** How a file of a site is written: line by line as robots.txt, or in JSON as tdmrep.json. */
type Writing = 'lines' | 'json';

/**
 * What `read` makes of a file of the site; unknown where it could not be read, or is beyond `core/bounds.ts`.
 * @param name for the artist
 */
export function readSiteFile(
  name: string,
  writing: Writing,
  { text, failure, refused }: SiteFile,
  read: (text: string | null) => Reading,
): Reading {
  if (failure !== null) return unreadable(name, failure, refused);
  const fault = text === null ? null : siteFileFault(writing, text);
  if (fault !== null) return unreadable(name, fault, fault);
  const reading = read(text);
  return refused === null ? reading : { ...reading, problem: contentProblem(`${name}: ${refused}`) };
}

/** What no honest file of this kind has, in a sentence; null where there is no such thing. Linear in its length. */
export function siteFileFault(writing: Writing, text: string): string | null {
  return writing === 'lines' ? faultInLines(text) : faultInJson(text);
}

const RECORD = /^\s*(user-agent|allow|disallow)\s*:/i;

function faultInLines(text: string): string | null {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > ROBOTS_LINES) return more(lines.length, 'lines', ROBOTS_LINES);
  // Others are passed over, as the whole of a start page that is sent in place of what is not there.
  const records = lines.filter((line) => RECORD.test(line));
  const longest = records.reduce((most, { length }) => Math.max(most, length), 0);
  if (longest > ROBOTS_LINE_LENGTH) return more(longest, 'letters in one line', ROBOTS_LINE_LENGTH);
  const names = records.filter((line) => /^\s*u/i.test(line)).length;
  if (names > ROBOTS_NAMES) return more(names, 'names of robots', ROBOTS_NAMES);
  return faultInPatterns(records.join('\n'));
}

function faultInJson(text: string): string | null {
  // As above: what is no JSON is a start page.
  if (!/^\s*[[{]/.test(text)) return null;
  const depth = depthOf(text);
  if (depth > TDMREP_DEPTH) return more(depth, 'lists and objects in one another', TDMREP_DEPTH);
  return faultInPatterns(text);
}

/** Letters that need no escape (RFC 3986, 2.3), escaped. */
const NEEDLESS = /%(?:2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi;

function faultInPatterns(text: string): string | null {
  const stars = text.split('*').length - 1;
  if (stars > PATTERN_STARS) return more(stars, 'stars in its patterns', PATTERN_STARS);
  const escapes = text.match(NEEDLESS)?.length ?? 0;
  if (escapes <= PATTERN_NEEDLESS_ESCAPES) return null;
  return more(escapes, 'escapes of letters that need none', PATTERN_NEEDLESS_ESCAPES);
}

function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}

function more(count: number, what: string, most: number): string {
  return `It has ${count} ${what}; ${most} are read at most.`;
}
