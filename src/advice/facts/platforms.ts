import Type, { type Static } from 'typebox';
import { indexEntries, loadEntries } from './load.ts';
import data from './platforms.json' with { type: 'json' };
import { KebabName, Text } from './provenance.ts';

const FILE = 'platforms.json';

const PlatformSchema = Type.Object(
  {
    name: KebabName,
    /** As it is said after "on". */
    title: Text,
  },
  { additionalProperties: false },
);

/** A place where somebody posts, as far as the programmes tell places apart. */
export type Platform = Readonly<Static<typeof PlatformSchema>>;

const PLATFORMS = readPlatforms(data);

/** Every place that can be named, in the file's order. */
export function allPlatforms(): readonly Platform[] {
  return [...PLATFORMS.values()];
}

/** How a platform is said; its name where it is not known. */
export function platformTitle(name: string): string {
  return PLATFORMS.get(name)?.title ?? name;
}

/**
 * Reads the entries of `platforms.json`, by name.
 * @throws TrainspotError `knowledge-invalid`
 */
export function readPlatforms(entries: unknown): ReadonlyMap<string, Platform> {
  return indexEntries(FILE, 'name', loadEntries(FILE, PlatformSchema, entries), ({ name }) => name);
}
