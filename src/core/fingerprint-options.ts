import { VIEWS, type View } from './picture.ts';

/** How closely a picture is looked at: which views are embedded, and how many keypoints are kept. */
export interface FingerprintOptions {
  views: readonly View[];
  keypoints: 'none' | 'row' | 'query';
}

/** What an index keeps of a row. */
export const ROW_OPTIONS: FingerprintOptions = { views: ['as-is'], keypoints: 'row' };

/** What a check compares with the rows: every view, and keypoints enough for any part of a row to be met. */
export const QUERY_OPTIONS: FingerprintOptions = { views: VIEWS, keypoints: 'query' };
