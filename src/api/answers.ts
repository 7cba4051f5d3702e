import Type, { type Static } from 'typebox';

/** What an artist may answer; nobody has to know everything. */
export const YES_NO = ['yes', 'no', 'unknown'] as const;
export type YesNo = (typeof YES_NO)[number];

/** A question that may be left unanswered. */
export function answer(description: string) {
  return Type.Optional(Type.Enum([...YES_NO], { description: `${description} unknown when left out.` }));
}

export const AnswersSchema = Type.Object(
  {
    ownPage: answer('Whether the address lies on your own page, site or account;'),
    inPicture: answer('Whether the picture shows you;'),
    mayAct: answer('Whether you hold the rights, or whoever does has authorised you;'),
    residence: Type.Optional(
      Type.String({
        maxLength: 40,
        description:
          'Where you live: the two letters of a country, or EU, EEA, UK, CH, US, other; unknown when left out.',
      }),
    ),
  },
  { additionalProperties: false },
);
/** What the artist said of a row and of themselves, nothing of it left open. */
export type Answers = Required<Static<typeof AnswersSchema>>;
