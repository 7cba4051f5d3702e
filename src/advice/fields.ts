import type { Channel, MatchChannel } from '../api/channel.ts';
import type { FieldName } from './facts/channel-terms.ts';
import type { ChannelFacts } from './facts/channels.ts';
import { datasetFacts } from './facts/datasets.ts';
import { registrableDomain } from './facts/hosts.ts';
import type { RoutedRow } from './channel.ts';

/** The fields that a row answers; all others are the artist's own to fill, and are never guessed. */
const ANSWERS: Partial<Record<FieldName, (row: RoutedRow) => string | null>> = {
  dataset: ({ dataset }) => (dataset === null ? null : (datasetFacts(dataset)?.title ?? dataset)),
  'sample id': ({ rowId }) => rowId,
  url: ({ url }) => url,
  'host domain': ({ url }) => (url === null ? null : registrableDomain(url)),
};

/** A channel as a client sees it, without what the routing knows. */
export function plainChannel(facts: ChannelFacts): Channel {
  return {
    id: facts.id,
    party: facts.party,
    kind: facts.kind,
    role: facts.role,
    letters: facts.letters,
    title: facts.title,
    url: facts.url,
    email: facts.email,
    legalBasis: facts.legalBasis,
    whoMayUse: facts.whoMayUse,
    canAchieve: facts.canAchieve,
    source: facts.source,
    checkedOn: facts.checkedOn,
    status: facts.status,
  };
}

/**
 * A channel for one row, its form filled in as far as the row goes.
 * @param why why this one, for this row
 */
export function channelForRow(facts: ChannelFacts, row: RoutedRow, why: string): MatchChannel {
  return {
    ...plainChannel(facts),
    why,
    fields: Object.fromEntries(facts.requiredFields.map((name) => [name, ANSWERS[name]?.(row) ?? null])),
  };
}
