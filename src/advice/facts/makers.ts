import Type, { type Static } from 'typebox';
import { channelsForMaker } from './channels.ts';
import { allHostRules } from './hosts.ts';
import { invalid, loadEntries } from './load.ts';
import data from './makers.json' with { type: 'json' };
import { provenance, Text } from './provenance.ts';

const FILE = 'makers.json';

const CollectionSchema = Type.Object(
  {
    maker: Text,
    /** Names of rules in `hosts.json`; null for any public page. */
    hosts: Type.Union([Type.Array(Text, { minItems: 1, uniqueItems: true }), Type.Null()]),
    why: Text,
    ...provenance,
  },
  { additionalProperties: false },
);

/** A model maker that trains on what stands somewhere, by no published dataset. */
export type Collection = Readonly<Static<typeof CollectionSchema>>;

const COLLECTIONS = readCollections(data);

/** Every known collection, in the file's order. */
export function allCollections(): readonly Collection[] {
  return COLLECTIONS;
}

/** Who trains on what stands at the hosts of a rule. @param rule its name in `hosts.json` */
export function collectorsAt(rule: string): readonly Collection[] {
  return COLLECTIONS.filter(({ hosts }) => hosts?.includes(rule));
}

/** Who trains on public pages, wherever they stand. */
export function collectorsAnywhere(): readonly Collection[] {
  return COLLECTIONS.filter(({ hosts }) => hosts === null);
}

/**
 * Reads the entries of `makers.json`.
 * @throws TrainspotError `knowledge-invalid`: also where a maker has no channel, or a host no rule
 */
export function readCollections(entries: unknown): readonly Collection[] {
  const list = loadEntries(FILE, CollectionSchema, entries);
  for (const { maker, hosts } of list) {
    if (channelsForMaker(maker).length === 0) {
      throw invalid(FILE, `'${maker}'`, 'maker', 'no channel of channels.json applies to it');
    }
    for (const host of hosts ?? []) {
      if (!allHostRules().some(({ name }) => name === host)) {
        throw invalid(FILE, `'${maker}'`, 'hosts', `hosts.json has no rule '${host}'`);
      }
    }
  }
  return list;
}
