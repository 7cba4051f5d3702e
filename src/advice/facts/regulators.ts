import Type, { type Static } from 'typebox';
import { indexEntries, loadEntries } from './load.ts';
import { KebabName, PageAddress, provenance, Text } from './provenance.ts';
import { readRegion } from './regions.ts';
import data from './regulators.json' with { type: 'json' };

const FILE = 'regulators.json';

const RegulatorSchema = Type.Object(
  {
    id: KebabName,
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    name: Text,
    site: PageAddress,
    /** The page or form for complaints; null where only the site is known. */
    complaintPage: Type.Union([PageAddress, Type.Null()]),
    /** Where complaints go by e-mail, which is then the channel; null where they go by the page. */
    email: Type.Union([Type.String({ format: 'email' }), Type.Null()]),
    /** What the artist should know before writing there. */
    note: Type.Union([Text, Type.Null()]),
    ...provenance,
  },
  { additionalProperties: false },
);

/** The data protection authority of a country. */
export type Regulator = Readonly<Static<typeof RegulatorSchema>>;

/** What a complaint rests on where the GDPR does not hold. */
const OWN_LAWS: Readonly<Record<string, string>> = {
  GB: 'UK GDPR Art. 77: a complaint to the data protection authority.',
  CH: 'The Swiss Federal Act on Data Protection (FADP), Art. 49: a report to the data protection authority.',
};
const CAN =
  'The authority looks into it and may order the controller to erase or to stop. It can take long, and it awards no money.';

const REGULATORS = readRegulators(data);

/** The authorities of the EEA, the United Kingdom and Switzerland, in the file's order. */
export function allRegulators(): readonly Regulator[] {
  return REGULATORS;
}

/** Each authority as an entry for `readChannels`: a complaint by whoever lives in its country. */
export function regulatorEntries(): object[] {
  return REGULATORS.map(({ id, country, name, site, complaintPage, email, note, ...provenance }) => ({
    id,
    party: name,
    kind: 'regulator',
    title: 'Complain to the authority of your country',
    url: email === null ? (complaintPage ?? site) : null,
    email,
    terms: 'complaint',
    ...(country in OWN_LAWS ? { legalBasis: OWN_LAWS[country] } : {}),
    canAchieve: note === null ? CAN : `${CAN} ${note}`,
    appliesTo: { to: 'residents' },
    regions: [readRegion(country) ?? country],
    ...provenance,
  }));
}

/**
 * Reads the entries of `regulators.json`.
 * @throws TrainspotError `knowledge-invalid`: also where a country has two
 */
export function readRegulators(entries: unknown): readonly Regulator[] {
  const list = loadEntries(FILE, RegulatorSchema, entries);
  indexEntries(FILE, 'country', list, ({ country }) => country);
  return list;
}
