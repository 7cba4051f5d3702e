import Type from 'typebox';
import { PlainChannelSchema } from './channel.ts';
import { nullable } from './nullable.ts';
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
