import { laionDerived } from './laion-derived.ts';

/** LAION-Aesthetics v2, whose parts of score 5 and 6 upwards have the same columns. Its sizes are floats. */
export const laionAestheticsV2 = laionDerived(
  'laion-aesthetics-v2',
  'LAION-Aesthetics v2 parquet',
  ['AESTHETIC_SCORE'],
  [
    { dataset: 'laion-aesthetics-v2-5plus', words: ['improved_aesthetics_5plus', 'aesthetics_v2_5'] },
    { dataset: 'laion-aesthetics-v2-6plus', words: ['improved_aesthetics_6plus', 'aesthetics_v2_6'] },
  ],
);
