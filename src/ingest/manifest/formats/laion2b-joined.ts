import { laionDerived } from './laion-derived.ts';

/** laion2B joined with its scores for unsafe pictures and watermarks; LAION-high-resolution has the same columns. */
export const laion2bJoined = laionDerived(
  'laion2b-joined',
  'laion2B joined parquet',
  [],
  [
    { dataset: 'laion2b-en-joined', words: ['laion2b-en'] },
    { dataset: 'laion2b-multi' },
    { dataset: 'laion1b-nolang' },
    { dataset: 'laion-high-resolution' },
  ],
);
