import { crawlers } from '../../advice/facts/crawlers.ts';
import { readRobots } from '../../net/rules/robots.ts';
import type { Mechanism, Reading } from '../mechanism.ts';
import { readSiteFile } from '../site-file.ts';

const COLLECTORS: ReadonlySet<string> = new Set(['training', 'dataset', 'control']);

/** The Robots Exclusion Protocol (RFC 9309), by which crawlers are kept out one by one. */
export const robotsTxt: Mechanism = {
  name: 'robots-txt',
  title: 'robots.txt',
  of: 'robotsTxt',
  read: ({ robotsTxt: file, url }) => readSiteFile('robots.txt', 'lines', file, (text) => reading(text, url)),
};

function reading(text: string | null, url: URL): Reading {
  if (text === null)
    return {
      state: 'silent',
      sentence: 'There is no robots.txt, so no crawler is kept out by it.',
      said: [],
    };
  const collectors = crawlers().filter(({ purpose }) => COLLECTORS.has(purpose));
  const rulesOf = readRobots(text);
  const out = collectors.filter(({ token }) => !rulesOf(token).allows(url));
  const said = out.map(({ token }) => token);
  if (out.length === 0) {
    return {
      state: 'silent',
      sentence: 'robots.txt keeps none of the known crawlers that collect for AI from this page.',
      said,
    };
  }
  const sentence = `robots.txt keeps ${out.length} of the ${collectors.length} known crawlers that collect for AI from this page${out.length === collectors.length ? '' : ', and not the others'}.`;
  return { state: 'reserves', sentence, said };
}
