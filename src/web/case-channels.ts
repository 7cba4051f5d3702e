import type { CaseView } from '../core/case.ts';
import type { MatchChannel } from '../core/channel.ts';
import { askRoutes } from './ask.ts';
import { hostOf } from './words.ts';

/**
 * Whom the rows of a case can be asked about, each once, the one that the case was begun for first. Empty where the service
 * does not say: a letter can be written all the same.
 */
export async function channelsOf({ matches }: CaseView): Promise<MatchChannel[]> {
  // Rows of one dataset on one host have the same channels.
  const rows = new Map(matches.map((match) => [`${match.dataset} ${hostOf(match.url)}`, match]));
  const routes = await Promise.all([...rows.values()].map((row) => askRoutes(row, {}).catch(() => null)));
  const offered = routes.flatMap((one) => one?.channels ?? []);
  // A registry takes entries, no letters.
  const letters = offered.filter(({ kind }) => kind !== 'registry');
  const channels = new Map(letters.map((channel) => [channel.id, channel]));
  const begun = begunFor();
  return [...channels.values()].toSorted((a, b) => Number(b.id === begun) - Number(a.id === begun));
}

/** The channel whose button opened this case; null where none did. It stands in the address, which is no secret. */
export function begunFor(): string | null {
  return new URLSearchParams(location.search).get('channel');
}
