import type { MatchChannel } from '../core/channel.ts';
import type { ChannelRoute, RemovableRow } from './channel.ts';
import { datasetMaintainer } from './dataset-maintainer.ts';
import { host } from './host.ts';
import { hub } from './hub.ts';
import { modelMaker } from './model-maker.ts';
import { registry } from './registry.ts';
import { regulator } from './regulator.ts';

/** In the order in which an artist should try them. */
const ROUTES: readonly ChannelRoute[] = [datasetMaintainer, hub, host, modelMaker, registry, regulator];

/**
 * Every channel through which a row of a dataset can be asked about, the best first, with what the row knows
 * filled in and null where only the artist knows. Nothing is ever sent. Never throws, and never empty.
 */
export function channelsFor(row: RemovableRow): MatchChannel[] {
  return ROUTES.flatMap((route) => route.channelsFor(row));
}
