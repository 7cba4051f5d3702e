import Type, { type Static } from 'typebox';
import data from './programmes.json' with { type: 'json' };
import { indexEntries, loadEntries } from './load.ts';
import { KebabName, provenance, Text } from './provenance.ts';

const FILE = 'programmes.json';

const ProgrammeSchema = Type.Object(
  {
    name: KebabName,
    title: Text,
    owner: Text,
    /** What was taken, and when, as far as it was published. */
    what: Text,
    whyNotSearchable: Text,
    ...provenance,
  },
  { additionalProperties: false },
);

/** A private training use: no manifest of it is public, so no search can answer for it. */
export type Programme = Readonly<Static<typeof ProgrammeSchema>>;

const PROGRAMMES = readProgrammes(data);

/** Every known private programme, in the file's order. */
export function programmes(): readonly Programme[] {
  return PROGRAMMES;
}

/**
 * Reads the entries of `programmes.json`.
 * @throws TrainspotError `knowledge-invalid`
 */
export function readProgrammes(entries: unknown): readonly Programme[] {
  const list = loadEntries(FILE, ProgrammeSchema, entries);
  indexEntries(FILE, 'name', list, ({ name }) => name);
  return list;
}
