import Type, { type Static } from 'typebox';
import { mapOf, named, nullable, textOrNull } from './schema.ts';

const ChannelKindSchema = Type.Enum(
  ['dataset-maintainer', 'hub', 'host', 'model-maker', 'regulator', 'registry'],
  {
    description:
      'hub: where the dataset can be downloaded; host: who serves the picture; model-maker: who trained on the dataset; ' +
      'regulator: an authority to complain to; registry: a list that others heed.',
  },
);
export type ChannelKind = Static<typeof ChannelKindSchema>;

export const SourceStatusSchema = Type.Enum(['primary', 'third-party', 'unverified'], {
  description:
    'primary: read at the party itself; third-party: read at another’s page; unverified: from memory.',
});
export type SourceStatus = Static<typeof SourceStatusSchema>;

export const CHANNEL_ROLES = ['addressee', 'directory', 'own-step'] as const;
const ChannelRoleSchema = Type.Enum([...CHANNEL_ROLES], {
  description:
    'addressee: whoever answers there gets the letter; directory: whoever gets it is to be looked up there; ' +
    'own-step: something you do yourself, and no letter goes there.',
});
export type ChannelRole = Static<typeof ChannelRoleSchema>;

const ofAnyRow = {
  id: Type.String(),
  party: Type.String({ description: 'Who answers there.' }),
  kind: ChannelKindSchema,
  role: ChannelRoleSchema,
  letters: Type.Array(Type.String(), {
    description: 'Ids of GET /v1/notices that are written for it, the first thing to write first.',
  }),
  title: Type.String(),
  // Exactly one of the two is set.
  url: textOrNull('A form or page; null where the channel is an e-mail address.'),
  email: textOrNull('Null where the channel is a form or page.'),
  legalBasis: Type.String(),
  whoMayUse: Type.String(),
  canAchieve: Type.String({ description: 'What it can achieve, and what it cannot.' }),
  source: Type.String({ description: 'Where these lines were read.' }),
  checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
  status: SourceStatusSchema,
};

const ofOneRow = {
  why: Type.String({ description: 'Why this one, for this row and these answers.' }),
  fields: mapOf(
    nullable(Type.String()),
    'What the form asks for, with its value; null where only the artist knows it.',
  ),
};

export const ChannelSchema = named(
  'PlainChannel',
  Type.Object(ofAnyRow, {
    additionalProperties: false,
    description: 'A channel by itself, of no row.',
  }),
);
/** A place a removal request goes to. Shown to an artist as it stands, so every line carries its source. */
export type Channel = Static<typeof ChannelSchema>;

export const ChannelDetailSchema = named(
  'ChannelDetail',
  Type.Object(ofOneRow, {
    additionalProperties: false,
    description: 'What there is to say of a channel for one row.',
  }),
);
export type ChannelDetail = Static<typeof ChannelDetailSchema>;

export const MatchChannelSchema = named(
  'Channel',
  Type.Object(
    { ...ofAnyRow, ...ofOneRow },
    { additionalProperties: false, description: 'A place a removal request goes to.' },
  ),
);
/** A channel for one match, with what its form asks for already known from the row. */
export type MatchChannel = Static<typeof MatchChannelSchema>;

export const RefusedChannelSchema = named(
  'RefusedChannel',
  Type.Object(
    {
      id: ofAnyRow.id,
      party: Type.String(),
      kind: ChannelKindSchema,
      title: ofAnyRow.title,
      why: Type.String({ description: 'Why it is not offered after these answers.' }),
    },
    { additionalProperties: false, description: 'A channel that one may expect and is not offered.' },
  ),
);
export type RefusedChannel = Static<typeof RefusedChannelSchema>;

export const TrainedModelSchema = named(
  'TrainedModel',
  Type.Object(
    {
      name: Type.String(),
      maker: Type.String(),
      part: textOrNull('Which part of the dataset; null where all of it, or nobody says.'),
      source: Type.String({ description: 'Where that was read.' }),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: SourceStatusSchema,
    },
    {
      additionalProperties: false,
      description: 'A model publicly said to have been trained on pictures of a dataset.',
    },
  ),
);
export type TrainedModel = Static<typeof TrainedModelSchema>;
