import type { IndexedRow } from '../core/dataset.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import { keepFailure, type Kept, keepSeen, type SeenStore } from '../seen/keep.ts';

/** Keeps what a check saw at a row's address, for the checks that follow. */
export interface KeepLive {
  /** @param live looked at by `LIVE_OPTIONS`; by others nothing is kept */
  seen(row: IndexedRow, live: Fingerprint): Promise<Kept>;
  /** @param error why the picture could not be had or read */
  failed(row: IndexedRow, error: unknown): Promise<void>;
}

/** @param report told of what could not be kept: the artist's answer does not wait for it */
export function keepLive(store: SeenStore, report: (problem: Error) => void): KeepLive {
  const tried = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
    work.catch((error: unknown) => {
      report(error instanceof Error ? error : new Error(String(error)));
      return otherwise;
    });
  return {
    async seen({ id, url }, { picture, rowKeypoints: keypoints, embeddings }) {
      if (keypoints === undefined) return 'not-kept';
      const vector = embeddings.find(({ view }) => view === 'as-is');
      return tried(keepSeen({ imageId: id, url, picture, keypoints, vector }, store), 'not-kept');
    },
    failed: ({ id, url }, error) => tried(keepFailure({ imageId: id, url }, error, store), undefined),
  };
}
