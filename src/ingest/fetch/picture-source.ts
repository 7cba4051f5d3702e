import type { ManifestRow } from '../../core/dataset.ts';
import type { FetchFailure } from '../../db/fetch-outcomes.ts';

/**
 * A row's picture, or why it could not be had, as a short stable word to count by: `not-in-folder`,
 * `outside-folder`, `too-large`, `timeout`, `http-404`, `opted-out`, `address-refused`, `connection` …
 */
export type FetchedPicture =
  | { bytes: Uint8Array }
  | {
      failed: string;
      /** What that says of the row's link; left out where it was not asked, or its end not waited for. */
      failure?: FetchFailure;
    };

/** Where pictures come from. What is the row's own fault or its host's is answered, never thrown. */
export interface PictureSource {
  fetch(row: ManifestRow): Promise<FetchedPicture>;
}
