import Type, { type Static } from 'typebox';
import { SourceStatusSchema, TrainedModelSchema } from './channel.ts';
import { CoverageSchema, NotSearchedSchema } from './check-result.ts';
import { named, nullable, reference, wordOf } from './schema.ts';

const DatasetEventSchema = Type.Object(
  {
    when: Type.String({ description: 'For people to read: August 2021, or 2014–2021.' }),
    what: Type.String({ description: 'A sentence.' }),
    source: Type.String({ description: 'Where that was read.' }),
    checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
    status: SourceStatusSchema,
  },
  { additionalProperties: false, description: 'Something that happened to a dataset.' },
);

const LaterReleaseSchema = Type.Object(
  {
    dataset: Type.String({ description: 'Its name here.' }),
    title: Type.String(),
    release: Type.String({ description: 'When it came out, for people to read.' }),
  },
  { additionalProperties: false },
);

export const KnownDatasetSchema = named(
  'KnownDataset',
  Type.Object(
    {
      dataset: Type.String({ description: 'Its name here.' }),
      title: Type.String(),
      release: Type.String({ description: 'Which release these facts are of, as its publisher dates it.' }),
      publisher: Type.String(),
      history: Type.Array(DatasetEventSchema, {
        description: 'What is publicly said of when it was collected and published, in order of time.',
      }),
      later: Type.Array(LaterReleaseSchema, {
        description: 'Releases by the same publisher that came after it and may lack rows of it.',
      }),
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

export const ModelFloorsSchema = named(
  'ModelFloors',
  Type.Object(
    {
      model: Type.String({ description: 'The model card.' }),
      title: Type.String(),
      possiblyAsItLiesFrom: nullable(
        Type.Number({
          description:
            'From this cosine on, both pictures whole as they lie, a row may be the picture itself; null: whatever it is, it says nothing.',
        }),
      ),
      possiblyFrom: nullable(Type.Number({ description: 'The same by the nearest of all views.' })),
      lookAlikeFrom: nullable(
        Type.Number({
          description: 'Rows below it are not shown; null: the nearest are shown whatever their cosine.',
        }),
      ),
      measuredBy: wordOf(
        ['nobody', 'trainspot', 'here'],
        'here: by trainspot calibrate on pictures of whoever runs this service; trainspot: before this release; nobody: a careful guess.',
      ),
      measured: Type.String({ description: 'On what and how, in whole sentences.' }),
    },
    {
      additionalProperties: false,
      description: 'From which cosines on something is said, and how that was found.',
    },
  ),
);

export const SearchedSchema = named(
  'Searched',
  Type.Object(
    {
      searched: Type.Array(reference(CoverageSchema)),
      notSearched: Type.Array(reference(NotSearchedSchema)),
      known: Type.Array(reference(KnownDatasetSchema)),
      models: Type.Array(reference(ModelFloorsSchema), {
        description: 'The models of the indexes that are searched, with the floors that hold here.',
      }),
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
export type KnownDataset = Static<typeof KnownDatasetSchema>;
export type ModelFloors = Static<typeof ModelFloorsSchema>;
export type Searched = Static<typeof SearchedSchema>;
