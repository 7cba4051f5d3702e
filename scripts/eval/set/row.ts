/** The three datasets: pictures by turns in the first two, everything else in the third. */
export const PICTURE_DATASETS = ['eval-a', 'eval-b'] as const;
export const DISTRACTOR_DATASET = 'eval-distractors';
export const DATASETS = [...PICTURE_DATASETS, DISTRACTOR_DATASET] as const;
export type EvalDataset = (typeof DATASETS)[number];

/** A row of the evaluation's datasets. */
export interface EvalRow {
  dataset: EvalDataset;
  /** Unique over all three; also its row id. */
  name: string;
  /** What sort of picture it is: answers are counted by it. */
  kind: string;
  /**
   * Keys of the rows that show the same picture, where it is known that no other row does; null of a picture of
   * which nobody knows what else shows it.
   */
  variants: ReadonlySet<string> | null;
  /**
   * The row's picture: of `--pictures` at most 400 pixels on its long side, of `--others` at most 1024; made anew, and
   * the same, at each call.
   */
  picture(): Promise<Uint8Array>;
  /** The picture as it came, which the edits of the group `truth` are made of. */
  original(): Promise<Uint8Array>;
}

/** A picture before it is known which dataset its row is of. */
export interface Picture extends Omit<EvalRow, 'dataset' | 'variants'> {
  /** Names, not keys. */
  variants: ReadonlySet<string> | null;
}
