import Type from 'typebox';
import { GRADES, type Grade } from '../../core/evidence.ts';
import { PlainChannelSchema } from './channel.ts';
import { nullable } from './nullable.ts';
import { RecheckSchema } from './recheck.ts';
import { reference } from './reference.ts';

const text = (description: string) => nullable(Type.String({ description }));

export const RecipientSchema = Type.Object(
  {
    name: text('Who gets it.'),
    email: text('Their e-mail.'),
    address: text('Their postal address.'),
    link: text('A form or page of theirs, where it is handed in.'),
    lookUpAt: text('Where they are to be looked up, as long as that has not been done.'),
  },
  { additionalProperties: false },
);

export const RedressSchema = Type.Object(
  {
    sentence: Type.String(),
    until: text('The last day for it, YYYY-MM-DD; null where no law sets one.'),
    law: text('The law that sets the day.'),
  },
  { additionalProperties: false, description: 'What is open after a refusal or silence, without a letter.' },
);

export const BeginningSchema = Type.Object(
  {
    channel: reference(PlainChannelSchema),
    letter: text('The kind of notice to write first for it; null where no letter goes there.'),
  },
  { additionalProperties: false, description: 'The channel that the case was opened for.' },
);

export const CaseMatchSchema = Type.Object(
  {
    n: Type.Integer({ description: 'Its number in the case, from 1.' }),
    dataset: Type.String(),
    release: Type.String(),
    rowId: Type.String(),
    file: text('The list’s file, where the row id is a place in it.'),
    url: Type.String(),
    grade: Type.Unsafe<Grade | null>({
      type: ['string', 'null'],
      enum: [...GRADES, null],
      description: 'As the check graded it; null where that was not said.',
    }),
    pdqDistance: nullable(Type.Integer()),
    similarity: nullable(Type.Number()),
    foundOn: text('YYYY-MM-DD.'),
    checkId: text('The check that found it, where that was said.'),
    sha256: text('Of the picture that the row recorded.'),
    md5: text('Of the picture that the row recorded.'),
    pdq: text('Of the picture that the row recorded.'),
    pdqQuality: nullable(Type.Integer({ description: '0–100.' })),
    latest: Type.Union([reference(RecheckSchema), Type.Null()]),
  },
  { additionalProperties: false },
);
