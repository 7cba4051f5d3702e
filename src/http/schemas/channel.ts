import Type, { type Static } from 'typebox';
import { type Channel, CHANNEL_ROLES, type MatchChannel } from '../../core/channel.ts';
import type { RefusedChannel } from '../../core/routes.ts';
import type { TrainedModel } from '../../core/trained-model.ts';
import { nullable } from './nullable.ts';
import { named } from './reference.ts';
import type { Same } from './same.ts';

const kind = Type.Enum(['dataset-maintainer', 'hub', 'host', 'model-maker', 'regulator', 'registry']);
export const statusSchema = Type.Enum(['primary', 'third-party', 'unverified'], {
  description:
    'primary: read at the party itself; third-party: read at another’s page; unverified: from memory.',
});

export const ChannelSchema = named(
  'Channel',
  Type.Object(
    {
      id: Type.String(),
      party: Type.String({ description: 'Who answers there.' }),
      kind,
      role: Type.Enum([...CHANNEL_ROLES], {
        description:
          'addressee: whoever answers there gets the letter; directory: whoever gets it is to be looked up there; ' +
          'own-step: something you do yourself, and no letter goes there.',
      }),
      letters: Type.Array(Type.String(), {
        description: 'Ids of GET /v1/notices that are written for it, the first thing to write first.',
      }),
      title: Type.String(),
      url: nullable(
        Type.String({ description: 'A form or page; null where the channel is an e-mail address.' }),
      ),
      email: nullable(Type.String({ description: 'Null where the channel is a form or page.' })),
      legalBasis: Type.String(),
      whoMayUse: Type.String(),
      canAchieve: Type.String({ description: 'What it can achieve, and what it cannot.' }),
      source: Type.String({ description: 'Where these lines were read.' }),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: statusSchema,
      why: Type.String({ description: 'Why this one, for this row and these answers.' }),
      fields: Type.Record(Type.String(), nullable(Type.String()), {
        description: 'What the form asks for, with its value; null where only the artist knows it.',
      }),
    },
    { additionalProperties: false, description: 'A place a removal request goes to.' },
  ),
);

const { why: _why, fields: _fields, ...plain } = ChannelSchema.properties;

/** A channel by itself, of no row. */
export const PlainChannelSchema = named(
  'PlainChannel',
  Type.Object(plain, { additionalProperties: false, description: 'A channel by itself, of no row.' }),
);

export const TrainedModelSchema = named(
  'TrainedModel',
  Type.Object(
    {
      name: Type.String(),
      maker: Type.String(),
      part: nullable(
        Type.String({ description: 'Which part of the dataset; null where all of it, or nobody says.' }),
      ),
      source: Type.String({ description: 'Where that was read.' }),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: statusSchema,
    },
    {
      additionalProperties: false,
      description: 'A model publicly said to have been trained on pictures of a dataset.',
    },
  ),
);

export const RefusedChannelSchema = named(
  'RefusedChannel',
  Type.Object(
    {
      id: Type.String(),
      party: Type.String(),
      kind,
      title: Type.String(),
      why: Type.String({ description: 'Why it is not offered after these answers.' }),
    },
    { additionalProperties: false, description: 'A channel that one may expect and is not offered.' },
  ),
);

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof ChannelSchema>, MatchChannel>;
true satisfies Same<Static<typeof PlainChannelSchema>, Channel>;
true satisfies Same<Static<typeof TrainedModelSchema>, TrainedModel>;
true satisfies Same<Static<typeof RefusedChannelSchema>, RefusedChannel>;
