import { channelsFor } from '../facts/channels.ts';
import type { Finder } from '../channel.ts';

/** What is open to people who live somewhere: the authority of their country, and how to complain there. */
export const byResidence: Finder = {
  via: 'residence',
  isForRealDatasetsOnly: true,
  find: () => channelsFor('residents').map((channel) => ({ channel, note: null })),
};

/** What is open to everybody. */
export const byAnyone: Finder = {
  via: 'anyone',
  isForRealDatasetsOnly: true,
  find: () => channelsFor('anyone').map((channel) => ({ channel, note: null })),
};
