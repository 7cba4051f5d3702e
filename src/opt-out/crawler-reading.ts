import type { CrawlerReading } from '../api/opt-out.ts';
import type { Crawler } from '../advice/facts/crawlers.ts';
import { robotsTag } from '../net/opt-out.ts';
import type { RobotsRules } from '../net/rules/robots.ts';
import type { Sights } from './mechanism.ts';

/** What is added where a crawler does not simply keep to robots.txt. */
const BUT: Readonly<Record<Crawler['robotsTxt'], string>> = {
  'says-yes': '',
  'may-not-apply': ' Its owner says that it may pass robots.txt by, since a person asked.',
  'said-to-ignore': ' Site owners report that it does not keep to robots.txt.',
  'user-decides': ' Whoever uses it decides whether it keeps to robots.txt.',
  'never-asks': '',
  unknown: ' Whether it keeps to robots.txt is not documented.',
};

/** The directives that img2dataset heeds unless it is told otherwise. */
const HEEDED: ReadonlySet<string> = new Set(['noai', 'noimageai', 'noindex', 'noimageindex']);

/**
 * What one crawler may do at an address, in a plain sentence.
 * @param rulesOf what robots.txt says to a token
 */
export function readCrawler(
  crawler: Crawler,
  sights: Sights,
  rulesOf: (token: string) => RobotsRules,
): CrawlerReading {
  const { token, owner, purpose, source, checkedOn, status } = crawler;
  return { token, owner, purpose, ...verdictOn(crawler, sights, rulesOf), source, checkedOn, status };
}

function verdictOn(
  crawler: Crawler,
  sights: Sights,
  rulesOf: (token: string) => RobotsRules,
): Pick<CrawlerReading, 'mayFetch' | 'isNamed' | 'sentence'> {
  const { token, robotsTxt } = crawler;
  if (robotsTxt === 'never-asks') return byHeaders(token, sights);
  const { text, failure } = sights.robotsTxt;
  if (failure !== null) {
    return {
      mayFetch: null,
      isNamed: false,
      sentence: `Nobody knows what ${token} may do: robots.txt could not be read.`,
    };
  }
  const rules = rulesOf(token);
  const mayFetch = rules.allows(sights.url);
  const sentence = `${may(crawler, mayFetch)}: ${because(rules.isNamed, mayFetch, text !== null)}.${BUT[robotsTxt]}`;
  return { mayFetch, isNamed: rules.isNamed, sentence };
}

function may({ token, owner, purpose }: Crawler, mayFetch: boolean): string {
  if (purpose === 'control')
    return `${owner} ${mayFetch ? 'may' : 'may not'} use this page for training (${token})`;
  return `${token} ${mayFetch ? 'may' : 'may not'} fetch this page`;
}

function because(isNamed: boolean, mayFetch: boolean, isThere: boolean): string {
  if (!isThere) return 'there is no robots.txt';
  if (isNamed) return mayFetch ? 'robots.txt names it and lets it' : 'robots.txt forbids it by name';
  return mayFetch
    ? 'robots.txt neither names it nor forbids it to everybody'
    : 'robots.txt forbids it to everybody';
}

/** For a tool that reads no robots.txt but the headers of each file. */
function byHeaders(token: string, { page }: Sights): ReturnType<typeof verdictOn> {
  const unread = `${token} does not read robots.txt`;
  if (page === null) {
    return { mayFetch: null, isNamed: false, sentence: `${unread}, and the headers could not be read.` };
  }
  const said = robotsTag(page.headers).filter(
    ({ robot, directive }) => HEEDED.has(directive) && (robot === null || robot === token.toLowerCase()),
  );
  const isNamed = said.some(({ robot }) => robot !== null);
  const sentence =
    said.length === 0
      ? `${token} may fetch this: it does not read robots.txt, and the headers do not ask it to leave the file.`
      : `${token} leaves this alone unless it is told otherwise: the headers say ${said[0].directive}.`;
  return { mayFetch: said.length === 0, isNamed, sentence };
}
