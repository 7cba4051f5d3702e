import Type from 'typebox';
import { BATCH_ITEMS } from '../../core/bounds.ts';

/** The path: which row of which check. */
export const MatchOfCheckSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100, description: 'The id of a check of the last hour.' }),
  // No Type.Integer: the text 1.5 would be cut to the row 1.
  n: Type.Number({
    multipleOf: 1,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description:
      'Which row, from 0: first through matches, then on through parts and through lookAlikes, as they were answered.',
  }),
});

export const BatchOfPathSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100, description: 'The batch’s id.' }),
});

export const ItemOfBatchSchema = Type.Object({
  id: BatchOfPathSchema.properties.id,
  n: Type.Number({
    multipleOf: 1,
    minimum: 0,
    maximum: BATCH_ITEMS - 1,
    description: 'The picture’s number in the batch, from 0.',
  }),
});

export const CaseOfPathSchema = Type.Object({
  case: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'The case’s id, or mine for the one that the token opens.',
  }),
});

export const RequestOfPathSchema = Type.Object({
  case: CaseOfPathSchema.properties.case,
  n: Type.Number({
    multipleOf: 1,
    minimum: 1,
    maximum: 1_000,
    description: 'The request’s number in the case, from 1.',
  }),
});

export const SuppressionOfPathSchema = Type.Object({
  id: Type.Number({
    multipleOf: 1,
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The suppression’s id.',
  }),
});

export const SuppressionListSchema = Type.Object(
  {
    after: Type.Optional(
      Type.Number({
        multipleOf: 1,
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The next of the page before.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const NoticeFormatSchema = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(['json', 'text', 'pdf'], {
        description: 'json when left out, unless Accept asks for text/plain or application/pdf.',
      }),
    ),
  },
  { additionalProperties: false },
);
