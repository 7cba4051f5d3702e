import { comparablePath, pathPattern, type PathPattern } from './path-pattern.ts';

/** What a robots.txt says to one robot. */
export interface RobotsRules {
  allows(url: URL): boolean;
  /** Seconds between two requests, where it asks for that. */
  crawlDelaySeconds: number | null;
  /** Whether a group names this robot; else those for everybody hold, if there are any. */
  isNamed: boolean;
}

interface Rule {
  isAllowed: boolean;
  /** As the file has it: most files have rules that nobody asks for. */
  text: string;
  pattern?: PathPattern;
  /** The path that was asked about last, and whether the pattern held: an audit asks for every robot in turn. */
  asked?: { path: string; holds: boolean };
}

/** Rules under one or more names. */
interface Group {
  rules: Rule[];
  crawlDelaySeconds: number | null;
}

/**
 * The rules for `productToken` in the text of a robots.txt (RFC 9309): those of all groups that name it, in any case,
 * or else of those for `*`. The longest pattern that holds decides, an `Allow` before a `Disallow` of one length;
 * where none holds, or no group is for us, all is allowed. A line that is not understood changes nothing.
 *
 * Ours, because robots-parser 3.0.1, otherwise good, takes `/%62` and `/b` for two paths (2.2.2 says they are one),
 * lets a Sitemap line between two User-agent lines end their group (2.2.4 forbids it), and keeps the rules of every
 * robot, which for ten thousand hosts are most of the memory.
 */
export function parseRobots(text: string, productToken: string): RobotsRules {
  return readRobots(text)(productToken);
}

/** The same for who asks about many robots: the text is gone through once. */
export function readRobots(text: string): (productToken: string) => RobotsRules {
  const groups = groupsIn(text);
  const anyone = rulesOf(groups.anyone);
  return (productToken) => {
    const token = productToken.toLowerCase();
    const named = (hasDigits(token) ? groups.byNameAndNumber : groups.byName).get(token);
    return named ? { ...rulesOf([...named]), isNamed: true } : { ...anyone, isNamed: false };
  };
}

interface Groups {
  anyone: Group[];
  /** By the token that a name begins with, in lower case. */
  byName: Map<string, Set<Group>>;
  byNameAndNumber: Map<string, Set<Group>>;
}

function groupsIn(text: string): Groups {
  const groups: Groups = { anyone: [], byName: new Map(), byNameAndNumber: new Map() };
  /** The group that the lines being read belong to. */
  let current: Group | null = null;
  let isAmongNames = false;
  for (const [key, value] of records(text)) {
    if (key === 'user-agent') {
      if (!isAmongNames || current === null) current = { rules: [], crawlDelaySeconds: null };
      isAmongNames = true;
      addName(groups, value, current);
    } else if (key === 'allow' || key === 'disallow') {
      isAmongNames = false;
      // An empty pattern is no pattern: "Disallow:" allows everything.
      if (value !== '') current?.rules.push({ isAllowed: key === 'allow', text: value });
    } else if (key === 'crawl-delay') {
      isAmongNames = false;
      const seconds = Number(value);
      if (current !== null && seconds > 0) {
        current.crawlDelaySeconds = Math.max(current.crawlDelaySeconds ?? 0, seconds);
      }
    }
  }
  return groups;
}

/**
 * `trainspot` of "Trainspot/1.0 (something)": a token has letters, `_` and `-` only. Of the few robots that call
 * themselves otherwise (`AI2Bot`, `img2dataset`), digits too.
 */
function addName({ anyone, byName, byNameAndNumber }: Groups, name: string, group: Group): void {
  if (name.startsWith('*')) {
    if (anyone.at(-1) !== group) anyone.push(group);
    return;
  }
  for (const [names, token] of [
    [byName, /^[a-z_-]*/i],
    [byNameAndNumber, /^[a-z0-9_-]*/i],
  ] as const) {
    const read = token.exec(name)![0].toLowerCase();
    names.set(read, (names.get(read) ?? new Set()).add(group));
  }
}

function hasDigits(token: string): boolean {
  return /\d/.test(token);
}

/** For a host that has no robots.txt. */
export const ALL_ALLOWED: RobotsRules = { allows: () => true, crawlDelaySeconds: null, isNamed: false };

function rulesOf(groups: readonly Group[]): Omit<RobotsRules, 'isNamed'> {
  const rules = groups.flatMap((group) => group.rules);
  const delays = groups.map(({ crawlDelaySeconds }) => crawlDelaySeconds ?? 0);
  const crawlDelaySeconds = delays.reduce((most, delay) => Math.max(most, delay), 0) || null;
  return {
    allows(url) {
      const path = comparablePath(url);
      let best = { length: -1, isAllowed: true };
      for (const rule of rules) {
        const pattern = (rule.pattern ??= pathPattern(rule.text));
        const isWeaker = pattern.length === best.length ? best.isAllowed : pattern.length < best.length;
        if (isWeaker) continue;
        if (rule.asked?.path !== path) rule.asked = { path, holds: pattern.matches(path) };
        if (rule.asked.holds) {
          best = { length: pattern.length, isAllowed: rule.isAllowed };
        }
      }
      return best.isAllowed;
    },
    crawlDelaySeconds,
  };
}

function* records(text: string): Generator<[key: string, value: string]> {
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.split('#', 1)[0];
    const colon = content.indexOf(':');
    if (colon > 0) yield [content.slice(0, colon).trim().toLowerCase(), content.slice(colon + 1).trim()];
  }
}
