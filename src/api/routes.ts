import Type, { type Static } from 'typebox';
import { GRADES } from '../core/evidence.ts';
import { AnswersSchema } from './answers.ts';
import { MatchChannelSchema, RefusedChannelSchema } from './channel.ts';
import { named, reference, wordOf } from './schema.ts';

export const RouteQuerySchema = Type.Object(
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
      wordOf(
        GRADES,
        'Of the evidence that found the row: a look-alike is refused, for it is no ground to ask.',
      ),
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
/** What somebody asks: as much of a row as they know, and what they answered. */
export type RouteQuery = Static<typeof RouteQuerySchema>;

export const RoutesSchema = named(
  'Routes',
  Type.Object(
    {
      channels: Type.Array(reference(MatchChannelSchema), {
        description: 'In the order to try them: the first is the next thing to do.',
      }),
      notOffered: Type.Array(reference(RefusedChannelSchema), {
        description: 'Channels of the dataset and of the host that the answers rule out.',
      }),
    },
    {
      additionalProperties: false,
      description: 'Who can be asked about a row. Nothing is ever sent for anybody.',
    },
  ),
);
export type Routes = Static<typeof RoutesSchema>;
