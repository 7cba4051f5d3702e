import Type, { type Static } from 'typebox';
import { type Answers, YES_NO } from '../../core/answers.ts';
import { type Grade, GRADES } from '../../core/evidence.ts';
import type { Routes } from '../../core/routes.ts';
import { ChannelSchema, RefusedChannelSchema } from './channel.ts';
import { checkExample } from './example.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

const answer = (description: string) =>
  Type.Optional(Type.Enum([...YES_NO], { description: `${description} unknown when left out.` }));

const AnswersSchema = Type.Object(
  {
    ownPage: answer('Whether the address lies on your own page, site or account;'),
    inPicture: answer('Whether the picture shows you;'),
    mayAct: answer('Whether you hold the rights, or whoever does has authorised you;'),
    residence: Type.Optional(
      Type.String({
        maxLength: 40,
        description:
          'Where you live: the two letters of a country, or EU, EEA, UK, CH, US, other; unknown when left out.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const RouteQuestionSchema = Type.Object(
  {
    dataset: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Name of the dataset, such as laion-400m.' }),
    ),
    release: Type.Optional(
      Type.String({ maxLength: 200, description: 'Taken, so that a match can be sent as it is.' }),
    ),
    rowId: Type.Optional(
      Type.String({ maxLength: 400, description: 'The publisher’s id of the row, to fill it in.' }),
    ),
    url: Type.Optional(
      Type.String({ maxLength: 4096, description: 'Where the dataset says the picture is.' }),
    ),
    grade: Type.Optional(
      Type.Unsafe<Grade>({
        type: 'string',
        enum: [...GRADES],
        description:
          'Of the evidence that found the row: a look-alike is refused, for it is no ground to ask.',
      }),
    ),
    answers: Type.Optional(AnswersSchema),
  },
  {
    additionalProperties: false,
    examples: [
      {
        dataset: 'laion-400m',
        rowId: '1581282014547',
        url: 'https://i.pinimg.com/originals/aa/bb.jpg',
        answers: { ownPage: 'no', inPicture: 'yes', mayAct: 'yes', residence: 'DE' },
      },
    ],
  },
);

export const RoutesSchema = named(
  'Routes',
  Type.Object(
    {
      channels: Type.Array(reference(ChannelSchema), {
        description: 'In the order to try them: the first is the next thing to do.',
      }),
      notOffered: Type.Array(reference(RefusedChannelSchema), {
        description: 'Channels of the dataset and of the host that the answers rule out.',
      }),
    },
    {
      additionalProperties: false,
      description: 'Who can be asked about a row. Nothing is ever sent for anybody.',
      examples: [{ channels: checkExample.matches[0].channels, notOffered: [] } satisfies Routes],
    },
  ),
);

true satisfies Same<Static<typeof RoutesSchema>, Routes>;
true satisfies Same<Static<typeof AnswersSchema>, Partial<Answers>>;
