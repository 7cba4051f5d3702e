import Type, { type Static } from 'typebox';

const LIMIT_MAX = 100;

export const CheckInputSchema = Type.Object(
  {
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
  },
  { additionalProperties: false },
);
/** What may be asked for beside the picture, from either door. */
export type CheckInput = Static<typeof CheckInputSchema>;

/** The JSON door: where the picture is. */
export const CheckQuerySchema = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 4096,
      description:
        'Public http or https address of the picture. The service opens it; private addresses are refused.',
    }),
    ...CheckInputSchema.properties,
  },
  {
    additionalProperties: false,
    examples: [{ url: 'https://pictures.example/poster.jpg', datasets: ['example-set'], limit: 20 }],
  },
);
export type CheckQuery = Static<typeof CheckQuerySchema>;
