import { channelById } from '../facts/channels.ts';
import { hostRuleFor, lentDomain } from '../facts/hosts.ts';
import type { Finder } from '../channel.ts';

/** Whoever serves the picture itself. */
export const byHost: Finder = {
  via: 'host',
  isForRealDatasetsOnly: false,
  find({ url }) {
    if (url === null) return [];
    const { channels, note, patterns } = hostRuleFor(url);
    const notes = [note, patterns.length === 0 ? lentWords(url) : null].filter((words) => words !== null);
    return channels
      .map(channelById)
      .filter((channel) => channel !== null)
      .map((channel) => ({ channel, note: notes.join(' ') || null }));
  },
};

/** On a domain that a company lends out, the one to write to is that company. */
function lentWords(url: string): string | null {
  const lent = lentDomain(url);
  if (lent === null) return null;
  return `${lent.name} is somebody's place on ${lent.by}, whose owner runs the servers: look up ${lent.by}.`;
}
