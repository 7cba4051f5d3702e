import { laionDerived } from './laion-derived.ts';

/** LAION-Aesthetics v1, and LAION-Art, which is its best-scored part with the same columns. */
export const laionAestheticsV1 = laionDerived(
  'laion-aesthetics-v1',
  'LAION-Aesthetics v1 or LAION-Art parquet',
  ['aesthetic'],
  [{ dataset: 'laion-aesthetics-v1' }, { dataset: 'laion-art' }],
);
