import type { Match } from '../api/match.ts';
import { dayWords } from '../core/words/days.ts';
import { type Child, element, outwardLink } from './elements.ts';
import { liveWords, STATUS_OF_LIVE } from './evidence-words.ts';
import { hostOf, timeWords } from './words.ts';

/** What became of looking at a row's address, in words; nothing where nobody looked. */
export function rowLive({ live, url }: Pick<Match, 'live' | 'url'>): Child[] {
  if (live === null) return [];
  if (live.state === 'comparing') {
    return [
      element('progress', { 'aria-label': 'Comparing' }),
      element('p', {}, `Comparing with the picture at ${hostOf(url)} …`),
    ];
  }
  const looked = live.lookedAt === null ? null : element('p', { class: 'quiet' }, lookedWords(live.lookedAt));
  if (live.state === 'compared' && live.picture !== null && live.why === null) {
    return [
      element('p', {}, element('strong', {}, liveWords(live.picture))),
      element('p', {}, STATUS_OF_LIVE[live.picture.status]),
      looked,
    ];
  }
  const dead = live.deadSince === null ? null : `The link is dead, found so on ${dayWords(live.deadSince)}.`;
  return [
    dead === null ? null : element('p', {}, element('strong', {}, dead)),
    live.why === null ? null : element('p', {}, live.why),
    live.archive === null
      ? null
      : element('p', {}, outwardLink(live.archive, {}, 'Look for an archived copy at the Wayback Machine')),
    live.proof === null ? null : element('p', { class: 'quiet' }, live.proof),
    looked,
  ];
}

/** How what was said is coloured: as what was found, what is absent, or what could not be told. */
export function toneOf({ live }: Pick<Match, 'live'>): 'found' | 'absent' | 'failed' | 'busy' {
  if (live === null || live.state === 'comparing') return 'busy';
  if (live.state !== 'compared' || live.why !== null) return 'failed';
  return live.picture?.grade == null ? 'absent' : 'found';
}

function lookedWords(iso: string): string {
  return `Looked at ${timeWords(iso)}`;
}
