import Type, { type Static } from 'typebox';
import { SourceStatusSchema, TrainedModelSchema } from './channel.ts';
import { CoverageSchema, NotSearchedSchema } from './check-result.ts';
import { named, nullable, reference } from './schema.ts';

export const KnownDatasetSchema = named(
  'KnownDataset',
  Type.Object(
    {
      dataset: Type.String({ description: 'Its name here.' }),
      title: Type.String(),
      publisher: Type.String(),
      rowsPublished: nullable(Type.Integer({ description: 'Null where nobody says.' })),
      models: Type.Array(reference(TrainedModelSchema), {
        description: 'Models publicly said to have been trained on pictures of it.',
      }),
      source: Type.String({ description: 'Where the facts on the dataset were read.' }),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: SourceStatusSchema,
    },
    { additionalProperties: false, description: 'A published dataset, whether it is searched here or not.' },
  ),
);

export const SearchedSchema = named(
  'Searched',
  Type.Object(
    {
      searched: Type.Array(reference(CoverageSchema)),
      notSearched: Type.Array(reference(NotSearchedSchema)),
      known: Type.Array(reference(KnownDatasetSchema)),
      byWords: Type.Array(Type.String(), {
        description: 'Names of the datasets that POST /v1/text-searches searches.',
      }),
    },
    {
      additionalProperties: false,
      description:
        'What a check searches at the moment, what it does not, and what is known of each dataset.',
    },
  ),
);
export type Searched = Static<typeof SearchedSchema>;
