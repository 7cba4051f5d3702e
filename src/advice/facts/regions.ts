import Type, { type Static } from 'typebox';
import { TrainspotError } from '../../core/errors.ts';
import { indexEntries, loadEntries } from './load.ts';
import { provenance, Text } from './provenance.ts';
import data from './regions.json' with { type: 'json' };

const FILE = 'regions.json';

/** ISO 3166-1 alpha-2, or one of the parts into which the United States fall. */
const PlaceCode = Type.String({ pattern: '^([A-Z]{2}|US-(CA|IL|other))$' });

const RegionSchema = Type.Object(
  {
    name: Text,
    /** As it is said after "in". */
    title: Text,
    /** The places it is made of; null for every place but `excludes`. */
    includes: Type.Union([Type.Array(PlaceCode, { minItems: 1, uniqueItems: true }), Type.Null()]),
    excludes: Type.Array(PlaceCode, { uniqueItems: true }),
    ...provenance,
  },
  { additionalProperties: false },
);

/** A group of countries that laws and programmes speak of. */
export type Region = Readonly<Static<typeof RegionSchema>>;

/** Some places, or every place but some. */
interface Places {
  allBut: boolean;
  codes: ReadonlySet<string>;
}

/** How a place that may be known roughly lies in regions: wholly, maybe, or not at all. */
export type Lies = 'within' | 'perhaps' | 'outside';

const REGIONS = readRegions(data);
const PLACES = new Map(
  [...REGIONS.values()].map(({ name, includes, excludes }): [string, Places] => [
    name,
    { allBut: includes === null, codes: new Set(includes ?? excludes) },
  ]),
);
const JOINED = new WeakMap<readonly string[], Places>();
const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** What people write for a country whose code is another. */
const OTHER_CODES: Readonly<Record<string, string>> = { UK: 'UK', GB: 'UK', EL: 'GR' };

/** Every group, in the file's order. */
export function allRegions(): readonly Region[] {
  return [...REGIONS.values()];
}

/**
 * The region that somebody named, as the rules know it: a group of `regions.json` in any case, a country's code, a
 * state of the United States (US-CA), or `unknown`. Null where there is none of that name.
 */
export function readRegion(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (upper === 'UNKNOWN') return 'unknown';
  const group = [...REGIONS.keys()].find((name) => name.toUpperCase() === (OTHER_CODES[upper] ?? upper));
  if (group !== undefined) return group;
  const code = OTHER_CODES[upper] ?? upper;
  if (/^US-[A-Z]{2}$/.test(code)) return ['US-CA', 'US-IL'].includes(code) ? code : 'US-other';
  if (code === 'US-OTHER') return 'US-other';
  return /^[A-Z]{2}$/.test(code) && COUNTRY_NAMES.of(code) !== undefined ? code : null;
}

/**
 * The same, where there must be one.
 * @param field its name, for the message @throws TrainspotError `answers-invalid`
 */
export function needRegion(field: string, text: string): string {
  const region = readRegion(text);
  if (region !== null) return region;
  const groups = allRegions()
    .map(({ name }) => name)
    .filter((name) => name !== 'anywhere');
  throw new TrainspotError(
    'answers-invalid',
    `'${field}' is '${text.slice(0, 40)}', which is no place known here. Give a country's two letters such as DE, ` +
      `or one of ${groups.join(', ')} and unknown.`,
  );
}

/** How `place` (a region by `readRegion`, or `unknown`) lies in `regions` taken together. */
export function liesIn(place: string, regions: readonly string[]): Lies {
  const inside = placesOf(place === 'unknown' ? 'anywhere' : place);
  const outside = allPlacesOf(regions);
  if (isSubset(inside, outside)) return 'within';
  return areDisjoint(inside, outside) ? 'outside' : 'perhaps';
}

/** Regions for an artist to read: "the EU, Iceland, Liechtenstein or Norway, the United Kingdom or Brazil". */
export function regionWords(regions: readonly string[]): string {
  const titles = regions.map((name) => REGIONS.get(name)?.title ?? COUNTRY_NAMES.of(name) ?? name);
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} or ${titles.at(-1)}`;
}

/**
 * Reads the entries of `regions.json`, by name.
 * @throws TrainspotError `knowledge-invalid`
 */
export function readRegions(entries: unknown): ReadonlyMap<string, Region> {
  return indexEntries(FILE, 'name', loadEntries(FILE, RegionSchema, entries), ({ name }) => name);
}

function placesOf(name: string): Places {
  return PLACES.get(name) ?? { allBut: false, codes: new Set([name]) };
}

/** The places of a list that is asked about again and again, since the lists of the bundled facts stay the same. */
function allPlacesOf(regions: readonly string[]): Places {
  const before = JOINED.get(regions);
  if (before) return before;
  const joined = regions.map(placesOf).reduce(union);
  if (Object.isFrozen(regions)) JOINED.set(regions, joined);
  return joined;
}

function union(a: Places, b: Places): Places {
  if (!a.allBut && !b.allBut) return { allBut: false, codes: new Set([...a.codes, ...b.codes]) };
  if (a.allBut && b.allBut) return { allBut: true, codes: filtered(a.codes, (code) => b.codes.has(code)) };
  const [all, some] = a.allBut ? [a, b] : [b, a];
  return { allBut: true, codes: filtered(all.codes, (code) => !some.codes.has(code)) };
}

function isSubset(a: Places, b: Places): boolean {
  if (!a.allBut) return [...a.codes].every((code) => b.codes.has(code) !== b.allBut);
  return b.allBut && [...b.codes].every((code) => a.codes.has(code));
}

function areDisjoint(a: Places, b: Places): boolean {
  if (a.allBut && b.allBut) return false;
  const [some, other] = a.allBut ? [b, a] : [a, b];
  return [...some.codes].every((code) => other.codes.has(code) === other.allBut);
}

function filtered(codes: ReadonlySet<string>, keep: (code: string) => boolean): Set<string> {
  return new Set([...codes].filter(keep));
}
