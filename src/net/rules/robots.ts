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
  pattern: PathPattern;
}

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
  const named: Group = { rules: [], crawlDelaySeconds: null };
  const anyone: Group = { rules: [], crawlDelaySeconds: null };
  let isNamed = false;
  /** The groups that the lines being read belong to. */
  let current = new Set<Group>();
  let isAmongNames = false;

  for (const [key, value] of records(text)) {
    if (key === 'user-agent') {
      if (!isAmongNames) current = new Set();
      isAmongNames = true;
      if (value.startsWith('*')) current.add(anyone);
      else if (productOf(value, productToken) === productToken.toLowerCase()) {
        current.add(named);
        isNamed = true;
      }
    } else if (key === 'allow' || key === 'disallow') {
      isAmongNames = false;
      // An empty pattern is no pattern: "Disallow:" allows everything.
      if (value === '') continue;
      for (const group of current) {
        group.rules.push({ isAllowed: key === 'allow', pattern: pathPattern(value) });
      }
    } else if (key === 'crawl-delay') {
      isAmongNames = false;
      const seconds = Number(value);
      if (!(seconds > 0)) continue;
      for (const group of current) group.crawlDelaySeconds = Math.max(group.crawlDelaySeconds ?? 0, seconds);
    }
  }
  return { ...rulesOf(isNamed ? named : anyone), isNamed };
}

/** For a host that has no robots.txt. */
export const ALL_ALLOWED: RobotsRules = { allows: () => true, crawlDelaySeconds: null, isNamed: false };

function rulesOf({ rules, crawlDelaySeconds }: Group): Omit<RobotsRules, 'isNamed'> {
  const byWeight = rules.toSorted(
    (a, b) => b.pattern.length - a.pattern.length || Number(b.isAllowed) - Number(a.isAllowed),
  );
  return {
    allows(url) {
      const path = comparablePath(url);
      return byWeight.find(({ pattern }) => pattern.matches(path))?.isAllowed ?? true;
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

/**
 * `trainspot` of "Trainspot/1.0 (something)": a token has letters, `_` and `-` only. Of the few robots that call
 * themselves otherwise (`AI2Bot`, `img2dataset`), digits too.
 */
function productOf(value: string, wanted: string): string {
  const token = /\d/.test(wanted) ? /^[a-z0-9_-]*/i : /^[a-z_-]*/i;
  return token.exec(value)![0].toLowerCase();
}
