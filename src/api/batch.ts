import Type, { type Static } from 'typebox';
import { BATCH_ITEMS, BATCH_NAME_LENGTH } from '../core/bounds.ts';
import { CheckInputSchema, CheckQuerySchema } from './check-query.ts';
import { CheckResultSchema, CoverageSchema, NotSearchedSchema, VerdictSchema } from './check-result.ts';
import { FingerprintQuerySchema } from './fingerprints.ts';
import { MatchSchema } from './match.ts';
import { named, nullable, readonlyList, reference, textOrNull, wordOf } from './schema.ts';

const NAME = Type.Optional(
  Type.String({
    maxLength: BATCH_NAME_LENGTH,
    description: 'What you call the picture; it comes back with what was found.',
  }),
);

const BatchAddressSchema = Type.Object(
  { name: NAME, url: CheckQuerySchema.properties.url },
  { additionalProperties: false },
);

const BatchFingerprintsSchema = Type.Object(
  { name: NAME, fingerprints: FingerprintQuerySchema.properties.fingerprints },
  { additionalProperties: false },
);

const ITEMS = { minItems: 1, maxItems: BATCH_ITEMS };

/** The JSON door: addresses and fingerprints, as `POST /v1/checks` takes each of them. */
export const BatchQuerySchema = Type.Object(
  {
    items: Type.Array(Type.Union([BatchAddressSchema, BatchFingerprintsSchema]), ITEMS),
    ...CheckInputSchema.properties,
  },
  {
    additionalProperties: false,
    examples: [{ items: [{ name: 'poster', url: 'https://pictures.example/poster.jpg' }], limit: 1 }],
  },
);

const { grade, dataset, release, rowId, url, n, group, unsafe } = MatchSchema.properties;

const BatchMatchSchema = Type.Object(
  { grade, dataset, release, rowId, url, n, group, unsafe },
  {
    additionalProperties: false,
    description: 'A row that was found. All that is known of it: for an hour, GET /v1/checks/{checkId}.',
  },
);
export type BatchMatch = Static<typeof BatchMatchSchema>;

export const BatchItemSchema = named(
  'BatchItem',
  Type.Object(
    {
      n: Type.Integer({ description: 'Its number in the batch, from 0, as it was sent.' }),
      name: Type.String({ description: 'As it was sent: a file’s name, an address, or the words given.' }),
      state: wordOf(
        ['waiting', 'checking', 'done', 'failed'],
        'How far it is. Both done and failed are the end: failed says in error why there is no answer.',
      ),
      checkId: textOrNull('For an hour after it was checked, the id of its check.'),
      verdict: Type.Union([Type.Pick(VerdictSchema, ['answer', 'sentence']), Type.Null()]),
      matches: readonlyList(BatchMatchSchema, {
        description: 'Rows that show this picture, strongest first.',
      }),
      parts: readonlyList(BatchMatchSchema, {
        description: 'Rows that share a part with it; they do not count as found.',
      }),
      rowsLeftOut: Type.Integer({
        description: 'Of both together, how many more there are than a batch keeps of one picture.',
      }),
      toCompare: Type.Optional(
        Type.Unsafe<Static<typeof CheckResultSchema>['toCompare']>({
          ...CheckResultSchema.properties.toCompare,
          description:
            'Of fingerprints: rows for which the picture itself must be looked at, by whoever has it, as a check’s. What comes ' +
            'of it goes to POST /v1/batches/{id}/items/{n}/comparisons. Kept for an hour.',
        }),
      ),
      undecided: Type.Integer({
        description:
          'Of fingerprints: how many rows only a look at the picture tells apart. Where there are some and no toCompare, check ' +
          'this picture by itself.',
      }),
      error: Type.Union([
        Type.Object(
          {
            code: Type.String({ description: 'As a problem’s code.' }),
            detail: Type.String({ description: 'What was wrong, and what to do.' }),
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ]),
    },
    { additionalProperties: false, description: 'One picture of a batch, and what was found of it.' },
  ),
);
export type BatchItem = Static<typeof BatchItemSchema>;

const PROGRESS = {
  state: wordOf(['running', 'done'], 'done: nothing is waiting any more.'),
  of: Type.Integer({ description: 'Pictures of the batch.' }),
  done: Type.Integer({ description: 'Of them, those that were answered.' }),
  failed: Type.Integer({ description: 'Of them, those that could not be checked.' }),
};

export const BatchSchema = named(
  'Batch',
  Type.Object(
    {
      id: Type.String(),
      ...PROGRESS,
      openedAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      endsAt: Type.String({
        description:
          'ISO 8601 in UTC: until then at most it can be read. It goes sooner where the service is started anew, or needs the ' +
          'room for other batches.',
      }),
      passedOver: nullable(
        Type.Integer({ description: 'Files of a ZIP that are no pictures; null where none was sent.' }),
      ),
      items: readonlyList(reference(BatchItemSchema)),
      coverage: readonlyList(reference(CoverageSchema), {
        description: 'What was searched for the picture that was answered last.',
      }),
      notSearched: readonlyList(reference(NotSearchedSchema)),
    },
    { additionalProperties: false, description: 'Many pictures, checked one after the other.' },
  ),
);
export type Batch = Static<typeof BatchSchema>;

export const OpenedBatchSchema = named(
  'OpenedBatch',
  Type.Object(
    {
      batch: reference(BatchSchema),
      secret: Type.String({
        description: 'Opens the batch. It is shown this once and kept as a hash alone.',
      }),
    },
    { additionalProperties: false, description: 'A batch that was taken just now, with its secret.' },
  ),
);
export type OpenedBatch = Static<typeof OpenedBatchSchema>;

export const BatchChangeSchema = named(
  'BatchChange',
  Type.Object(
    {
      ...PROGRESS,
      items: readonlyList(reference(BatchItemSchema), {
        description: 'Those that changed since the event before; in the first event all that have begun.',
      }),
    },
    { additionalProperties: false, description: 'What has changed of a batch.' },
  ),
);
export type BatchChange = Static<typeof BatchChangeSchema>;

export const DeletedBatchSchema = Type.Object(
  { deleted: Type.String({ description: 'The id.' }) },
  { additionalProperties: false, description: 'The batch that is gone, with all that was found.' },
);
