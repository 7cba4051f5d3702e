import Type from 'typebox';
import { WhoseSchema, WhySchema } from '../../api/suppression.ts';
import { pictureFile } from './picture-file.ts';

/** The form door, for the API's description alone: a form is read as it arrives, by `form.ts`. */
export const SuppressionFormSchema = Type.Object(
  {
    picture: pictureFile(
      'Every row that shows this picture: the same file, or a PDQ hash within 31 bits. It is never stored, its hashes are.',
    ),
    reason: WhySchema,
    by: WhoseSchema,
  },
  { additionalProperties: false },
);
