import type { CrawlerReading } from '../api/opt-out.ts';
import { parseUrl } from '../core/parse-url.ts';
import { crawlers } from '../advice/facts/crawlers.ts';
import { ALL_ALLOWED, readRobots } from '../net/rules/robots.ts';
import { readCrawler } from './crawler-reading.ts';
import type { Reading, Sights } from './mechanism.ts';
import { siteFileFault } from './site-file.ts';
import { mechanisms } from './mechanisms/registry.ts';

/** Sights as they cross to a thread, where an address is text. */
export type SentSights = Omit<Sights, 'url'> & { url: string };

export function sentSights({ url, ...sights }: Sights): SentSights {
  return { ...sights, url: url.href };
}

/** What one mechanism finds. @param name as in the registry */
export async function readMechanism(name: string, sent: SentSights): Promise<Reading> {
  const mechanism = mechanisms.find((each) => each.name === name);
  if (!mechanism) throw new Error(`No mechanism is called ${name}.`);
  return mechanism.read(received(sent));
}

/** What every known crawler may do. */
export function readCrawlers(sent: SentSights): CrawlerReading[] {
  const given = received(sent);
  const fault = given.robotsTxt.text === null ? null : siteFileFault('lines', given.robotsTxt.text);
  const refused = { text: null, failure: fault, refused: fault };
  const sights = fault === null ? given : { ...given, robotsTxt: refused };
  const { text } = sights.robotsTxt;
  const rulesOf = text === null ? () => ALL_ALLOWED : readRobots(text);
  return crawlers().map((crawler) => readCrawler(crawler, sights, rulesOf));
}

function received({ url, ...sights }: SentSights): Sights {
  const address = parseUrl(url);
  if (address === null) throw new Error('The address of the sights is none.');
  return { ...sights, url: address };
}
