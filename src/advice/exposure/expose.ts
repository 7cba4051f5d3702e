import type { Exposure, ExposureChannel, PostQuestionnaire, Reach } from '../../api/exposure.ts';
import type { Post } from './questions.ts';
import { channelById } from '../facts/channels.ts';
import { type Programme, programmes, type ReachCondition } from '../facts/programmes.ts';
import { liesIn, regionWords } from '../facts/regions.ts';
import { allMet, type Demand, demandsOf, mayFit, type Met } from './condition.ts';
import { readPost } from './post.ts';

interface Weighed {
  condition: ReachCondition;
  demands: Demand[];
  met: Met;
}

/**
 * What each private programme means for a post.
 * @param now today, for what cannot have been posted yet @throws TrainspotError `answers-invalid`, as `readPost` does
 */
export function answerExposures(asked: PostQuestionnaire, now = new Date()): Exposure[] {
  return exposuresOf(readPost(asked, now.toISOString().slice(0, 10)));
}

/**
 * What each private programme means for a post, by what was published about it: within reach where a condition
 * certainly holds, not within reach where none can, else nobody can tell. Within reach is never "used".
 */
export function exposuresOf(post: Post, list: readonly Programme[] = programmes()): Exposure[] {
  return list.map((programme) => exposureTo(programme, post));
}

function exposureTo(programme: Programme, post: Post): Exposure {
  const weighed = programme.reach.map((condition): Weighed => {
    const demands = demandsOf(condition, post);
    return { condition, demands, met: allMet(demands) };
  });
  const reach = reachOf(weighed);
  const decisive = decisiveOf(weighed, reach);
  const { source, checkedOn, status } = decisive?.condition ?? programme;
  return {
    programme: programme.name,
    title: programme.title,
    owner: programme.owner,
    reach,
    why: whyWords(weighed, decisive, programme.leftOut),
    what: programme.what,
    source,
    checkedOn,
    status,
    channels: reach === 'not-within-reach' ? [] : channelsOf(programme, post),
  };
}

function reachOf(weighed: readonly Weighed[]): Reach {
  if (weighed.some(({ met, condition }) => met === 'yes' && condition.answer === 'within-reach')) {
    return 'within-reach';
  }
  return weighed.every(({ met }) => met === 'no') ? 'not-within-reach' : 'cannot-tell';
}

/** The condition that the answer rests on; null where it rests on what is not known, or on all that fail. */
function decisiveOf(weighed: readonly Weighed[], reach: Reach): Weighed | null {
  return weighed.find(({ met, condition }) => met === 'yes' && condition.answer === reach) ?? null;
}

function whyWords(weighed: readonly Weighed[], decisive: Weighed | null, leftOut: string | null): string[] {
  if (decisive !== null) return [decisive.condition.why];
  const open = weighed.filter(({ met }) => met === 'open');
  if (open.length > 0) {
    const hopeful = open.filter(({ condition }) => condition.answer === 'within-reach');
    const demands = (hopeful.length > 0 ? hopeful : open).flatMap((one) => one.demands);
    return ['It depends on what you did not say.', ...distinct(demands.filter(({ met }) => met === 'open'))];
  }
  return [...distinct(failingOf(weighed)), ...(leftOut === null ? [] : [leftOut])];
}

/** What fails everywhere says it best ("only public posts"); else what stands in the way of the nearest condition. */
function failingOf(weighed: readonly Weighed[]): Demand[] {
  const failing = weighed.map(({ demands }) => demands.filter(({ met }) => met === 'no'));
  const shared = failing[0].filter(({ words }) =>
    failing.every((demands) => demands.some((one) => one.words === words)),
  );
  if (shared.length > 0) return shared;
  const fewest = Math.min(...failing.map(({ length }) => length));
  return failing.filter(({ length }) => length === fewest).flat();
}

function distinct(demands: readonly Demand[]): string[] {
  return [...new Set(demands.map(({ words }) => words))];
}

function channelsOf({ channels }: Programme, post: Post): ExposureChannel[] {
  return channels
    .filter(({ answers }) => mayFit(answers, post))
    .map(({ id, traps }): ExposureChannel | null => {
      const facts = channelById(id);
      if (facts === null) return null;
      const { party, kind, role, letters, title, url, email, legalBasis, whoMayUse, canAchieve } = facts;
      const { source, checkedOn, status, regions } = facts;
      const shown = { id, party, kind, role, letters, title, url, email, legalBasis, whoMayUse, canAchieve };
      // They may have moved since: where they lived then does not decide.
      const condition =
        liesIn(post.region, regions) === 'within'
          ? []
          : [`It is for people who live in ${regionWords(regions)} now.`];
      return { ...shown, source, checkedOn, status, traps: [...condition, ...traps] };
    })
    .filter((channel) => channel !== null);
}
