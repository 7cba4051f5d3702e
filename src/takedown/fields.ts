import type { MatchChannel } from '../core/channel.ts';
import type { FieldName } from '../knowledge/channel-terms.ts';
import type { ChannelFacts } from '../knowledge/channels.ts';
import { datasetFacts } from '../knowledge/datasets.ts';
import { registrableDomain } from '../knowledge/hosts.ts';
import type { RoutedRow } from './channel.ts';

/** The fields that a row answers; all others are the artist's own to fill, and are never guessed. */
const ANSWERS: Partial<Record<FieldName, (row: RoutedRow) => string | null>> = {
  dataset: ({ dataset }) => (dataset === null ? null : (datasetFacts(dataset)?.title ?? dataset)),
  'sample id': ({ rowId }) => rowId,
  url: ({ url }) => url,
  'host domain': ({ url }) => (url === null ? null : registrableDomain(url)),
};

/**
 * A channel for one row, its form filled in as far as the row goes.
 * @param why why this one, for this row
 */
export function channelForRow(facts: ChannelFacts, row: RoutedRow, why: string): MatchChannel {
  return {
    id: facts.id,
    party: facts.party,
    kind: facts.kind,
    title: facts.title,
    url: facts.url,
    email: facts.email,
    legalBasis: facts.legalBasis,
    whoMayUse: facts.whoMayUse,
    canAchieve: facts.canAchieve,
    source: facts.source,
    checkedOn: facts.checkedOn,
    status: facts.status,
    why,
    fields: Object.fromEntries(facts.requiredFields.map((name) => [name, ANSWERS[name]?.(row) ?? null])),
  };
}
