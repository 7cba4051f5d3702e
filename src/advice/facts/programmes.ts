import Type, { type Static } from 'typebox';
import { POST_QUESTIONS } from '../exposure/questions.ts';
import { channelById } from './channels.ts';
import { indexEntries, invalid, loadEntries } from './load.ts';
import { allPlatforms } from './platforms.ts';
import data from './programmes.json' with { type: 'json' };
import { KebabName, provenance, Text } from './provenance.ts';
import { readRegion } from './regions.ts';

const FILE = 'programmes.json';

const Day = Type.String({ format: 'date' });
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Names = Type.Array(Text, { minItems: 1, uniqueItems: true });

const Asked = Type.Optional(Type.Array(Type.Enum(['yes', 'no']), { minItems: 1, uniqueItems: true }));
const Answers = Type.Object(
  {
    public: Asked,
    adultThen: Asked,
    adultNow: Asked,
    hashtags: Asked,
    face: Asked,
    ownPost: Asked,
  } satisfies Record<(typeof POST_QUESTIONS)[number], unknown>,
  { additionalProperties: false },
);

const ConditionSchema = Type.Object(
  {
    /** What holds for a post that fulfils all of it. A post that fulfils no condition is not within reach. */
    answer: Type.Enum(['within-reach', 'cannot-tell']),
    /** Names of `platforms.json`; null for any. */
    platforms: orNull(Names),
    /** Posted on this day or later; null for any. */
    from: orNull(Day),
    /** Posted before this day; null for any. */
    before: orNull(Day),
    /** Where its author lived then, by `regions.json`; null for anywhere. */
    regions: orNull(Names),
    answers: Answers,
    why: Text,
    ...provenance,
  },
  { additionalProperties: false },
);

const ProgrammeSchema = Type.Object(
  {
    name: KebabName,
    title: Text,
    owner: Text,
    /** What was taken, and when, as far as it was published. */
    what: Text,
    whyNotSearchable: Text,
    /** Whose posts are left out, as far as it was published. */
    leftOut: orNull(Text),
    reach: Type.Array(ConditionSchema, { minItems: 1 }),
    /** Ids of `channels.json`, the best first, for which posts, and what goes wrong there. */
    channels: Type.Array(
      Type.Object(
        { id: KebabName, answers: Answers, traps: Type.Array(Text, { minItems: 1 }) },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    ...provenance,
  },
  { additionalProperties: false },
);

/** A private training use: no manifest of it is public, so no search can answer for it. */
export type Programme = Readonly<Static<typeof ProgrammeSchema>>;

/** What must hold of a post for a programme to reach it. */
export type ReachCondition = Readonly<Static<typeof ConditionSchema>>;

const PROGRAMMES = readProgrammes(data);

/** Every known private programme, in the file's order. */
export function programmes(): readonly Programme[] {
  return PROGRAMMES;
}

/**
 * Reads the entries of `programmes.json`.
 * @throws TrainspotError `knowledge-invalid`: also where a platform, a region or a channel does not exist, or a
 * condition ends before it begins
 */
export function readProgrammes(entries: unknown): readonly Programme[] {
  const list = loadEntries(FILE, ProgrammeSchema, entries);
  indexEntries(FILE, 'name', list, ({ name }) => name);
  list.forEach(checkProgramme);
  return list;
}

function checkProgramme({ name, reach, channels }: Programme): void {
  const platforms = allPlatforms().map((platform) => platform.name);
  const fail = (field: string, why: string) => invalid(FILE, `'${name}'`, field, why);
  for (const condition of reach) {
    for (const one of condition.platforms ?? []) {
      if (!platforms.includes(one)) throw fail('platforms', `there is no platform '${one}'`);
    }
    for (const one of condition.regions ?? []) {
      if (readRegion(one) !== one) throw fail('regions', `there is no region '${one}'`);
    }
    const { from, before } = condition;
    if (from !== null && before !== null && from >= before) {
      throw fail('before', `${before} is not after ${from}`);
    }
  }
  for (const { id } of channels) {
    if (!channelById(id)) throw fail('channels', `there is no channel '${id}'`);
  }
}
