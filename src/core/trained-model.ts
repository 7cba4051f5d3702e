import type { SourceStatus } from './channel.ts';

/** A model publicly said to have been trained on pictures of a dataset. */
export interface TrainedModel {
  name: string;
  maker: string;
  /** Which part of the dataset; null where it was all of it, or nobody says. */
  part: string | null;
  /** Where that was read. */
  source: string;
  /** Day it was read, YYYY-MM-DD. */
  checkedOn: string;
  status: SourceStatus;
}
