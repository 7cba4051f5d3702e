import { laionDerived } from './laion-derived.ts';

/** laion2B with the md5 of each picture, as it was when LAION downloaded it in 2022. */
export const laion2bMd5 = laionDerived(
  'laion2b-md5',
  'laion2B parquet with md5',
  ['md5'],
  [
    { dataset: 'laion2b-en-md5', words: ['laion2b-en'] },
    { dataset: 'laion2b-multi' },
    { dataset: 'laion1b-nolang' },
  ],
);
