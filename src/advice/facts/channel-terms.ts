import Type, { type Static } from 'typebox';
import { YES_NO } from '../../api/answers.ts';
import { CHANNEL_ROLES } from '../../api/channel.ts';
import data from './channel-terms.json' with { type: 'json' };
import { indexEntries, loadEntries } from './load.ts';
import { KebabName, Text } from './provenance.ts';

const FILE = 'channel-terms.json';

/** Everything a form or a notice may ask for. `takedown/fields.ts` fills the ones that a row knows. */
export const FieldName = Type.Enum([
  'name',
  'email',
  'explanation',
  'dataset',
  'sample id',
  'url',
  'host domain',
  'signature',
  'work',
  'contact',
  'good-faith statement',
  'accuracy and authority statement',
  'prompts and outputs',
  'account',
  'controller',
  'date of request',
]);
export type FieldName = Static<typeof FieldName>;

const Answered = Type.Optional(Type.Array(Type.Enum([...YES_NO]), { minItems: 1, uniqueItems: true }));
/** Of each question the answers for which something holds; the questions that are left out do not matter. */
export const AnswerPatternSchema = {
  ownPage: Answered,
  inPicture: Answered,
  mayAct: Answered,
};

export const ChannelRoleSchema = Type.Enum([...CHANNEL_ROLES]);
/** Entries of `notices.json`, the first thing to write first. */
export const Letters = Type.Array(KebabName, { uniqueItems: true });

const TermsSchema = Type.Object(
  {
    id: KebabName,
    role: ChannelRoleSchema,
    letters: Letters,
    legalBasis: Text,
    whoMayUse: Text,
    canAchieve: Text,
    requiredFields: Type.Array(FieldName, { uniqueItems: true }),
    /** Answers after which it is never offered, whatever any rule says, and why. */
    notFor: Type.Array(
      Type.Object(
        {
          answers: Type.Object(AnswerPatternSchema, { additionalProperties: false, minProperties: 1 }),
          why: Text,
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** What a kind of request rests on, who may make it, and what it can do: shared by many channels. */
export type ChannelTerms = Readonly<Static<typeof TermsSchema>>;

/**
 * The terms by their id, from the bundled file or from `entries`.
 * @throws TrainspotError `knowledge-invalid`
 */
export function readTerms(entries: unknown = data): ReadonlyMap<string, ChannelTerms> {
  return indexEntries(FILE, 'id', loadEntries(FILE, TermsSchema, entries), ({ id }) => id);
}
