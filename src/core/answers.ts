/** What an artist may answer; nobody has to know everything. */
export const YES_NO = ['yes', 'no', 'unknown'] as const;
export type YesNo = (typeof YES_NO)[number];

/** The questions about a row that decide who can be asked, and in which order. */
export const QUESTIONS = ['ownPage', 'inPicture', 'mayAct'] as const;

/** What the artist said of a row and of themselves. */
export interface Answers {
  /** Whether the picture's address lies on the artist's own page, site or account. */
  ownPage: YesNo;
  /** Whether the picture shows the artist. */
  inPicture: YesNo;
  /** Whether the artist holds the rights to the picture, or is authorised by whoever does. */
  mayAct: YesNo;
  /** Where the artist lives: a country's ISO 3166-1 code, a group of `regions.json`, or `unknown`. */
  residence: string;
}

/** Of each question, the answers for which something holds; any answer where a question is left out. */
export type AnswerPattern = Readonly<Partial<Record<(typeof QUESTIONS)[number], readonly YesNo[]>>>;

/** Nothing answered yet. */
export const NO_ANSWERS: Readonly<Answers> = {
  ownPage: 'unknown',
  inPicture: 'unknown',
  mayAct: 'unknown',
  residence: 'unknown',
};

/** Whether the answers are among those of the pattern. */
export function answersFit(pattern: AnswerPattern, answers: Answers): boolean {
  return QUESTIONS.every((question) => pattern[question]?.includes(answers[question]) ?? true);
}
