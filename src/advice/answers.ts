import type { Answers, YesNo } from '../api/answers.ts';

/** The questions about a row that decide who can be asked, and in which order. */
export const QUESTIONS = ['ownPage', 'inPicture', 'mayAct'] as const;

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
