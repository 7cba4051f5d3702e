import Type, { type Static } from 'typebox';
import type { Channel } from '../../api/channel.ts';
import { ChannelRoleSchema, type ChannelTerms, FieldName, Letters, readTerms } from './channel-terms.ts';
import data from './channels.json' with { type: 'json' };
import { datasetFacts } from './datasets.ts';
import { indexEntries, invalid, loadEntries } from './load.ts';
import { KebabName, PageAddress, provenance, Text } from './provenance.ts';
import { readRegion } from './regions.ts';
import { regulatorEntries } from './regulators.ts';

const FILE = 'channels.json';

const Reach = Type.Union([
  Type.Object(
    { to: Type.Literal('datasets'), names: Type.Array(KebabName, { minItems: 1, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { to: Type.Literal('makers'), names: Type.Array(Text, { minItems: 1, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  // Which hosts: the rules of `hosts.json` name the channel.
  Type.Object({ to: Type.Literal('hosts') }, { additionalProperties: false }),
  // People who live in the channel's regions.
  Type.Object({ to: Type.Literal('residents') }, { additionalProperties: false }),
  Type.Object({ to: Type.Literal('anyone') }, { additionalProperties: false }),
]);

const EntrySchema = Type.Object(
  {
    id: KebabName,
    party: Text,
    kind: Type.Enum(['dataset-maintainer', 'hub', 'host', 'model-maker', 'regulator', 'registry']),
    title: Text,
    url: Type.Union([PageAddress, Type.Null()]),
    email: Type.Union([Type.String({ format: 'email' }), Type.Null()]),
    /** An entry of `channel-terms.json`; what the channel says itself goes before what its terms say. */
    terms: KebabName,
    role: Type.Optional(ChannelRoleSchema),
    letters: Type.Optional(Letters),
    legalBasis: Type.Optional(Text),
    whoMayUse: Type.Optional(Text),
    canAchieve: Type.Optional(Text),
    requiredFields: Type.Optional(Type.Array(FieldName, { uniqueItems: true })),
    appliesTo: Reach,
    /** Where the person who asks must live for the channel's legal basis to hold. */
    regions: Type.Array(Text, { minItems: 1, uniqueItems: true }),
    ...provenance,
  },
  { additionalProperties: false },
);

/** A channel with all that is known of it. */
export interface ChannelFacts extends Channel {
  readonly terms: string;
  readonly appliesTo: Static<typeof Reach>;
  readonly regions: readonly string[];
  /** What its form asks for, in the form's order. */
  readonly requiredFields: readonly FieldName[];
  /** Answers after which it is never offered, and why. */
  readonly notFor: ChannelTerms['notFor'];
}

const CHANNELS = readChannels([...data, ...regulatorEntries()]);

/** The channel of that id, or null. */
export function channelById(id: string): ChannelFacts | null {
  return CHANNELS.get(id) ?? null;
}

/** Every known channel, in the files' order. */
export function allChannels(): readonly ChannelFacts[] {
  return [...CHANNELS.values()];
}

/** The channels that apply to a dataset, under any spelling of its name. */
export function channelsForDataset(dataset: string): ChannelFacts[] {
  const name = datasetFacts(dataset)?.name;
  return name === undefined ? [] : channelsReaching('datasets', name);
}

/** The channels that apply to a model maker. */
export function channelsForMaker(maker: string): ChannelFacts[] {
  return channelsReaching('makers', maker);
}

/** The channels that ask for nothing but where a person lives, or for nothing at all. */
export function channelsFor(whom: 'residents' | 'anyone'): ChannelFacts[] {
  return allChannels().filter(({ appliesTo }) => appliesTo.to === whom);
}

/**
 * Reads the entries of `channels.json`, by id, each completed from its terms.
 * @throws TrainspotError `knowledge-invalid`: also where a channel has no address or two, names a dataset, a region or
 * terms that do not exist, or a model maker's channel does not apply to that maker
 */
export function readChannels(entries: unknown, terms = readTerms()): ReadonlyMap<string, ChannelFacts> {
  const channels = loadEntries(FILE, EntrySchema, entries).map((entry): ChannelFacts => {
    const base = terms.get(entry.terms);
    if (!base) throw invalid(FILE, `'${entry.id}'`, 'terms', `there are no terms '${entry.terms}'`);
    return Object.freeze({ ...base, ...entry });
  });
  channels.forEach(checkAddress);
  channels.forEach(checkReach);
  channels.forEach(checkRegions);
  return indexEntries(FILE, 'id', channels, ({ id }) => id);
}

function channelsReaching(to: 'datasets' | 'makers', name: string): ChannelFacts[] {
  return allChannels().filter(({ appliesTo }) => appliesTo.to === to && appliesTo.names.includes(name));
}

function checkRegions({ id, regions }: ChannelFacts): void {
  for (const region of regions) {
    if (readRegion(region) !== region) {
      throw invalid(FILE, `'${id}'`, 'regions', `there is no region '${region}'`);
    }
  }
}

function checkAddress({ id, url, email }: ChannelFacts): void {
  if ((url === null) === (email === null)) {
    throw invalid(FILE, `'${id}'`, 'url', 'exactly one of url and email must be set');
  }
}

function checkReach({ id, kind, party, appliesTo }: ChannelFacts): void {
  if (appliesTo.to === 'datasets') {
    for (const name of appliesTo.names) {
      if (datasetFacts(name)?.name !== name) {
        throw invalid(FILE, `'${id}'`, 'appliesTo.names', `there is no dataset '${name}'`);
      }
    }
  }
  if (kind === 'model-maker' && !(appliesTo.to === 'makers' && appliesTo.names.includes(party))) {
    throw invalid(
      FILE,
      `'${id}'`,
      'appliesTo',
      `a model maker's channel must apply to its party, '${party}'`,
    );
  }
}
