import Type, { type Static } from 'typebox';
import data from './crawlers.json' with { type: 'json' };
import { indexEntries, loadEntries } from './load.ts';
import { provenance, Text } from './provenance.ts';

const FILE = 'crawlers.json';

const CrawlerSchema = Type.Object(
  {
    /** What a robots.txt names it by. */
    token: Type.String({ pattern: '^[A-Za-z0-9_-]+$' }),
    owner: Text,
    /**
     * `training`: collects for models. `dataset`: collects for sets that others train on. `search`: for answers that
     * link to the page. `on-request`: because a person asked. `control`: fetches nothing, and decides what another
     * crawler's pages are used for.
     */
    purpose: Type.Enum(['training', 'dataset', 'search', 'on-request', 'control']),
    /** Whether it keeps to robots.txt: what its owner says, or what others say of it. */
    robotsTxt: Type.Enum([
      'says-yes',
      'may-not-apply',
      'said-to-ignore',
      'user-decides',
      'never-asks',
      'unknown',
    ]),
    what: Text,
    ...provenance,
  },
  { additionalProperties: false },
);

/** Something that takes pages or pictures for AI. */
export type Crawler = Readonly<Static<typeof CrawlerSchema>>;

const CRAWLERS = readCrawlers(data);

/** Every known crawler, in the file's order. */
export function crawlers(): readonly Crawler[] {
  return CRAWLERS;
}

/**
 * Reads the entries of `crawlers.json`.
 * @throws TrainspotError `knowledge-invalid`
 */
export function readCrawlers(entries: unknown): readonly Crawler[] {
  const list = loadEntries(FILE, CrawlerSchema, entries);
  indexEntries(FILE, 'token', list, ({ token }) => token.toLowerCase());
  return list;
}
