import Type from 'typebox';
import { CheckInputSchema } from '../../api/check-query.ts';
import { pictureFile } from './picture-file.ts';
import { FormQuestionSchema } from './question.ts';

/** The form door of a batch, for the API's description alone: it is read as it arrives, by `batches/form.ts`. */
export const BatchFormSchema = Type.Object(
  {
    pictures: Type.Array(
      pictureFile(
        'Picture files, the field repeated for each, or ZIP files of them. They are kept in memory until each is checked, and never stored.',
      ),
      { minItems: 1 },
    ),
    datasets: FormQuestionSchema.properties.datasets,
    limit: CheckInputSchema.properties.limit,
  },
  { additionalProperties: false },
);
