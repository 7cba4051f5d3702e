import Type, { type Static } from 'typebox';
import { QUERY_VECTOR_DIMENSIONS, SEARCH_TEXT_LENGTH } from '../core/bounds.ts';
import { CheckInputSchema } from './check-query.ts';
import { CoverageSchema, NotSearchedSchema } from './check-result.ts';
import { LookupRowSchema } from './lookup.ts';
import { named, reference, wordOf } from './schema.ts';

const ASKED = {
  datasets: CheckInputSchema.properties.datasets,
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'Rows at most; 20 when left out.' }),
  ),
};

export const TextSearchQuerySchema = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: SEARCH_TEXT_LENGTH,
      description: 'What the pictures should show, in words. CLIP reads English, and some 70 words at most.',
    }),
    ...ASKED,
  },
  { additionalProperties: false, examples: [{ text: 'a lighthouse at night, screen print', limit: 20 }] },
);
/** What pictures should show, in words. */
export type TextSearchQuery = Static<typeof TextSearchQuerySchema>;

export const VectorSearchQuerySchema = Type.Object(
  {
    model: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The model card that the vector is of: one of those that coverage names.',
    }),
    vector: Type.Array(Type.Number(), {
      minItems: 1,
      maxItems: QUERY_VECTOR_DIMENSIONS,
      description: 'As many finite numbers as the model has dimensions, of the norm 1 within 0.01.',
    }),
    ...ASKED,
  },
  { additionalProperties: false },
);
/** A vector of a model, to look for those near it. */
export type VectorSearchQuery = Static<typeof VectorSearchQuerySchema>;

export const LookAlikeSchema = named(
  'LookAlike',
  Type.Object(
    {
      grade: wordOf(['look-alike'], 'Never more than that: nothing is found by words, or by a vector alone.'),
      similarity: Type.Number({
        description: 'Cosine to the words or the vector, −1 to 1: readings says what it means.',
      }),
      model: Type.String({ description: 'The model card that it belongs to.' }),
      row: reference(LookupRowSchema),
    },
    { additionalProperties: false, description: 'A row whose picture lies near what was looked for.' },
  ),
);

const ReadingSchema = Type.Object(
  { model: Type.String(), words: Type.String({ description: 'In whole sentences, with their source.' }) },
  { additionalProperties: false },
);

export const LookAlikesSchema = named(
  'LookAlikes',
  Type.Object(
    {
      sentence: Type.String({ description: 'The answer as one plain sentence.' }),
      lookAlikes: Type.Array(reference(LookAlikeSchema), {
        description:
          'The nearest first. Cosines of two models cannot be compared: where both were searched their rows take turns.',
      }),
      readings: Type.Array(ReadingSchema, { description: 'What a cosine of each model says.' }),
      notes: Type.Optional(
        Type.Array(Type.String(), {
          description:
            'What whoever asks should know of it, in whole sentences. Left out where there is none.',
        }),
      ),
      coverage: Type.Array(reference(CoverageSchema)),
      notSearched: Type.Array(reference(NotSearchedSchema)),
    },
    {
      additionalProperties: false,
      description: 'Rows near to words, or to a vector. They never count as found.',
    },
  ),
);
export type LookAlikes = Static<typeof LookAlikesSchema>;
