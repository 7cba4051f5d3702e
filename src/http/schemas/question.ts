import Type, { type Static } from 'typebox';
import { CheckInputSchema } from '../../api/check-query.ts';
import { pictureFile } from './picture-file.ts';

/** The form door, for the API's description alone: a form is read as it arrives, by `form.ts`. */
export const FormQuestionSchema = Type.Object(
  {
    picture: pictureFile(
      'The picture file: JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or BMP. It is kept in memory and never stored.',
    ),
    datasets: Type.Optional(
      Type.String({
        description: 'Names of the datasets to search, with commas between; or the field repeated.',
      }),
    ),
    limit: CheckInputSchema.properties.limit,
  },
  { additionalProperties: false },
);

/** Whether to wait until rows were compared with their live pictures. */
export const WaitSchema = Type.Object(
  {
    wait: Type.Optional(
      Type.Enum(['live'], {
        description:
          'live: answer only once the most promising rows were compared with their live pictures, some seconds at most.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type WaitQuery = Static<typeof WaitSchema>;

/** No query parameter is taken: one that is sent would be meant to change something, and would not. */
export const NoQuerySchema = Type.Object({}, { additionalProperties: false });
