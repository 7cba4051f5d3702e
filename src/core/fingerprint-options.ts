import { VIEWS, type View } from './picture.ts';

/** How closely a picture is looked at: which views are embedded, and how many keypoints are kept. */
export interface FingerprintOptions {
  views: readonly View[];
  /** How many of these are embedded at most, the first that there are; all when left out. */
  mostViews?: number;
  keypoints: 'none' | 'row' | 'query' | 'live';
}

/** What an index keeps of a row: the first view that there is, so of a figure on plain ground that of the figure. */
export const ROW_OPTIONS: FingerprintOptions = {
  views: ['trimmed', 'as-is'],
  mostViews: 1,
  keypoints: 'row',
};

/** What a check compares with the rows: every view, and keypoints enough for any part of a row to be met. */
export const QUERY_OPTIONS: FingerprintOptions = { views: VIEWS, keypoints: 'query' };

/** A picture at a row's address: as a query, to be laid on the artist's, and as a row, to be kept. No embedding is asked of it. */
export const LIVE_OPTIONS: FingerprintOptions = { views: [], keypoints: 'live' };
