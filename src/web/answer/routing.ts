import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Answers } from '../../api/answers.ts';
import type { Match } from '../../api/match.ts';
import type { Routes } from '../../api/routes.ts';
import { askRoutes } from '../service/ask.ts';
import { failureWords } from '../service/failure.ts';
import { hostOf } from '../words/words.ts';

/**
 * What was answered, by the names of the form. `ownPage` says which of the hosts is the artist's own: `none`, `all`, or
 * `host:` and its name.
 */
type Said = Readonly<Record<string, string>>;

/** Of this visit: it stays in the memory of this page, and goes with it. */
export const said = signal<Said>({});

/** Who can be asked about a row, by what was answered. */
interface KnownRoutes {
  /** Those of the answers before, until those of the new ones have come; null where none ever came. */
  routes: Routes | null;
  isAsked: boolean;
  failure: string | null;
}

let asked = new Map<Match, { answers: Said; routes: Promise<Routes> }>();

/** Forgets what was asked about the rows of the answer before. */
export function forgetRoutes(): void {
  asked = new Map();
}

/** The channels of a row by what was answered. @throws Error with words for the artist */
export function routesOf(match: Match): Promise<Routes> {
  const before = asked.get(match);
  if (before?.answers === said.value) return before.routes;
  const answers = said.value;
  const about = answersAbout(match, answers);
  const routes =
    Object.keys(about).length === 0 ? Promise.resolve(unanswered(match)) : askRoutes(match, about);
  asked.set(match, { answers, routes });
  // What failed is asked again by whoever asks next.
  routes.catch(() => asked.delete(match));
  return routes;
}

/** The same for a component, which is drawn anew with each answer. @param isWanted nothing is asked before it is */
export function useRoutes(match: Match, isWanted: boolean): KnownRoutes {
  const answers = said.value;
  const [known, setKnown] = useState<KnownRoutes & { of: Match | null; by: Said | null }>({
    routes: null,
    isAsked: false,
    failure: null,
    of: null,
    by: null,
  });
  // Known at once: a page that draws a door a moment later moves under the finger.
  const isOpen = Object.keys(answersAbout(match, answers)).length === 0;
  useEffect(() => {
    if (!isWanted || isOpen) return;
    let isLate = false;
    routesOf(match).then(
      (routes) => {
        if (!isLate) setKnown({ routes, isAsked: false, failure: null, of: match, by: answers });
      },
      (error: unknown) => {
        if (!isLate)
          setKnown((before) => ({ ...before, failure: failureWords(error), of: match, by: answers }));
      },
    );
    return () => {
      isLate = true;
    };
  }, [match, answers, isWanted, isOpen]);
  if (isOpen) return { routes: unanswered(match), isAsked: false, failure: null };
  const isCurrent = known.of === match && known.by === answers;
  return {
    routes: known.routes ?? unanswered(match),
    isAsked: !isCurrent,
    failure: isCurrent ? known.failure : null,
  };
}

function unanswered({ channels }: Match): Routes {
  return { channels, notOffered: [] };
}

/** A page that is the artist's own is so for the rows on its host alone. */
function answersAbout({ url }: Match, { ownPage, ...others }: Said): Partial<Answers> {
  if (ownPage === undefined) return others;
  const isOwn = ownPage === 'all' || ownPage === `host:${hostOf(url)}`;
  return { ...others, ownPage: isOwn ? 'yes' : 'no' };
}
