import type { Answers } from '../api/answers.ts';
import type { Match } from '../api/match.ts';
import type { Routes } from '../api/routes.ts';
import { askRoutes } from './ask.ts';
import { hostOf } from './words.ts';

/**
 * What was answered, by the names of the form. `ownPage` says which of the hosts is the artist's own: `none`, `all`, or
 * `host:` and its name.
 */
type Said = Readonly<Record<string, string>>;

/** Who can be asked about the rows of one answer of the service. */
export interface Routing {
  /** What was answered on this visit, about the answers before too. */
  said(): Said;
  /** Answers anew, and tells whoever listens. */
  say(said: Said): void;
  onChange(listener: () => void): void;
  /**
   * The channels of a row by what was answered, the same object until that changes; null where it has changed
   * meanwhile.
   * @throws Error with words for the artist
   */
  routesOf(match: Match): Promise<Routes | null>;
}

/** Of this visit: it stays in the memory of this page, and goes with it. */
let saidOnThisVisit: Said = {};

/** @param signal aborted by the next question */
export function startRouting(signal: AbortSignal): Routing {
  const changes = new EventTarget();
  let asked = new Map<Match, Promise<Routes | null>>();

  async function ask(match: Match, said: Said): Promise<Routes | null> {
    const answers = answersAbout(match, said);
    if (Object.keys(answers).length === 0) return { channels: match.channels, notOffered: [] };
    try {
      const routes = await askRoutes(match, answers, signal);
      return said === saidOnThisVisit ? routes : null;
    } catch (error) {
      if (said !== saidOnThisVisit) return null;
      asked.delete(match);
      throw error;
    }
  }

  return {
    said: () => saidOnThisVisit,
    say(said) {
      saidOnThisVisit = said;
      asked = new Map();
      changes.dispatchEvent(new Event('change'));
    },
    onChange: (listener) => changes.addEventListener('change', listener),
    routesOf(match) {
      const before = asked.get(match);
      if (before) return before;
      const routes = ask(match, saidOnThisVisit);
      asked.set(match, routes);
      return routes;
    },
  };
}

/** A page that is the artist's own is so for the rows on its host alone. */
function answersAbout({ url }: Match, { ownPage, ...others }: Said): Partial<Answers> {
  if (ownPage === undefined) return others;
  const isOwn = ownPage === 'all' || ownPage === `host:${hostOf(url)}`;
  return { ...others, ownPage: isOwn ? 'yes' : 'no' };
}
