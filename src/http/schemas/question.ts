import Type from 'typebox';
import { pictureFile } from './picture-file.ts';

const LIMIT_MAX = 100;

const options = {
  datasets: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 100,
      description: 'Names of the datasets to search; all that are open when left out.',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMIT_MAX,
      description: 'Look-alikes to show at most. Matches are never cut.',
    }),
  ),
};

/** What may be asked for beside the picture, from either door. */
export const OptionsSchema = Type.Object(options, { additionalProperties: false });

/** The JSON door: where the picture is. */
export const AddressQuestionSchema = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 4096,
      description:
        'Public http or https address of the picture. The service opens it; private addresses are refused.',
    }),
    ...options,
  },
  {
    additionalProperties: false,
    examples: [{ url: 'https://pictures.example/poster.jpg', datasets: ['example-set'], limit: 20 }],
  },
);

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
    limit: options.limit,
  },
  { additionalProperties: false },
);

/** No query parameter is taken: one that is sent would be meant to change something, and would not. */
export const NoQuerySchema = Type.Object({}, { additionalProperties: false });
