import { PLACEHOLDER } from '../core/placeholder.ts';
import { failureKind } from '../core/fetch-failure.ts';
import { parseUrl } from '../core/parse-url.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { recordFailure, type FetchFailure } from '../db/fetch-outcomes.ts';
import { markPlaceholder } from '../db/placeholders.ts';
import { saveSeen, type SeenPicture } from '../db/seen-pictures.ts';
import { DownloadFailure } from '../net/download-failure.ts';
import { isAnotherPicture } from './another-picture.ts';
import { standsForOthers } from './stands-for-others.ts';

/** Where what was seen is kept. */
export interface SeenStore {
  database: Database;
  segmentsDir: string;
}

/** What became of a picture that was seen. */
export type Kept = 'kept' | 'placeholder' | 'another-picture' | 'not-kept';

/**
 * Keeps the fingerprints of the picture at a row's address with the row, in the place of earlier ones, so that the next
 * check finds and compares it without asking its host: `saveSeen` says when. A placeholder
 * (`core/placeholder.ts`) is none of the row's, nor is a picture whose vector is not the one that was published; that is kept
 * of its link instead, and what was kept of the row stays.
 */
export async function keepSeen(seen: SeenPicture, { database, segmentsDir }: SeenStore): Promise<Kept> {
  const asPlaceholder = async (): Promise<Kept> => {
    await markPlaceholder(database, seen.picture);
    await recordFailure(database, seen.imageId, seen.url, failureOf(PLACEHOLDER, seen.url, 1));
    return 'placeholder';
  };
  if (await standsForOthers(database, segmentsDir, seen)) return asPlaceholder();
  if (await isAnotherPicture(database, segmentsDir, seen)) {
    await recordFailure(database, seen.imageId, seen.url, failureOf('another-picture', seen.url, 1));
    return 'another-picture';
  }
  if (!(await saveSeen(database, seen))) return 'not-kept';
  // Of two rows that are kept at once neither saw the other before.
  return (await standsForOthers(database, segmentsDir, seen)) ? asPlaceholder() : 'kept';
}

/**
 * Keeps why the picture at a row's address could not be had, since when and how it failed: a link that was found dead is
 * told so by the next check, which need not ask. What says nothing of the link (the asker went away) is not kept.
 * @param error what downloading or decoding the picture threw
 */
export async function keepFailure(
  { imageId, url }: Pick<SeenPicture, 'imageId' | 'url'>,
  error: unknown,
  { database }: Pick<SeenStore, 'database'>,
): Promise<void> {
  const failure = linkFailure(error, url);
  if (failure !== null) await recordFailure(database, imageId, url, failure);
}

/** What an error says of the link that was asked; null where it says nothing of it. */
export function linkFailure(error: unknown, url: string): FetchFailure | null {
  if (!(error instanceof TrainspotError)) return null;
  if (error instanceof DownloadFailure) {
    const { reason, httpStatus, optOut, attempts, host } = error;
    if (reason === 'stopped') return null;
    return { ...failureOf(reason, url, attempts), httpStatus, optOut, ...(host !== null && { host }) };
  }
  const { code } = error;
  // An address that was refused before anybody was asked.
  if (code.startsWith('address-')) return failureOf(code, url, 0);
  return code.startsWith('picture-') ? failureOf(code, url, 1) : null;
}

function failureOf(reason: string, url: string, attempts: number): FetchFailure {
  const host = parseUrl(url)?.host ?? null;
  return { reason, kind: failureKind(reason), httpStatus: null, host, optOut: null, attempts };
}
