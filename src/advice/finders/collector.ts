import { channelsForMaker } from '../facts/channels.ts';
import { hostRuleFor } from '../facts/hosts.ts';
import { collectorsAnywhere, collectorsAt, type Collection } from '../facts/makers.ts';
import type { Candidate, Finder } from '../channel.ts';

/** Those who train on what stands on the platform that shows the picture. */
export const byPlatform: Finder = {
  via: 'platform',
  isForRealDatasetsOnly: true,
  find: ({ url }) => (url === null ? [] : channelsOf(collectorsAt(hostRuleFor(url).name))),
};

/** Those who train on public pages wherever they stand. */
export const byWeb: Finder = {
  via: 'web',
  isForRealDatasetsOnly: true,
  find: () => channelsOf(collectorsAnywhere()),
};

function channelsOf(collections: readonly Collection[]): Omit<Candidate, 'via'>[] {
  return collections.flatMap((collection) =>
    channelsForMaker(collection.maker).map((channel) => ({ channel, note: sentenceOf(collection) })),
  );
}

function sentenceOf({ why, source, status }: Collection): string {
  return status === 'unverified' ? `${why} Nobody has verified that yet.` : `${why} (${source})`;
}
