/** Checks, and how many pictures they are of: the edits of one picture are checks of their own. */
export type CheckCounts = readonly [checks: number, pictures: number];

/** Checks of pictures of one kind that are not in the index. */
export interface KindCounts {
  /** Such as photographs, or the name of the folder that the pictures came from. */
  kind: string;
  asked: CheckCounts;
  /** Answered "found", all of them wrongly; the pictures are those that were in one check or several. */
  found: CheckCounts;
  /** The same by the strongest grade of a wrong row; a grade that none got is left out. */
  byGrade: { readonly [Grade in 'identical' | 'copy' | 'edited']?: CheckCounts };
}

/** The same checks at one size of the index. */
export interface SizeCounts {
  rows: number;
  kinds: readonly KindCounts[];
}

/** What an evaluation measured. */
export interface Measured {
  /** YYYY-MM-DD. */
  measuredOn: string;
  /** The command, and what it asked. */
  how: string;
  /** Ascending. */
  sizes: readonly SizeCounts[];
}
