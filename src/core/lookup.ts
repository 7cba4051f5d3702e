import type { DatasetRelease } from './dataset.ts';
import type { FailureKind } from './fetch-failure.ts';

/** What rows are looked up by; exactly one of them. */
interface LookupSubject {
  /** The picture's address, as it was typed; scheme and fragment do not matter. */
  url?: string;
  /** A host; with all below it unless `subdomains` is false. */
  domain?: string;
  subdomains?: boolean;
  /** Of the file, hex. */
  sha256?: string;
  md5?: string;
  /** Words of the caption or the author, `"an exact phrase"`, or the beginning of a word: `rutkow*`. */
  caption?: string;
}

/** One page of a lookup. */
export interface LookupQuery extends LookupSubject {
  /** Name of the one dataset to look in; all when left out. */
  dataset?: string;
  /** The `next` of the page before. */
  after?: string;
  /** Rows of a page at most, 1–100; 20 when left out. */
  limit?: number;
}

/** What a row's link was found to be when an ingest asked for its picture, and did not get it. */
export interface KnownLink {
  kind: FailureKind;
  /** As `FetchFailure.reason`. */
  reason: string;
  /** Since when it has been so each time it was asked; ISO 8601. */
  since: string;
  lastTriedAt: string;
}

/** A row of a dataset as a client sees it. */
export interface LookupRow extends DatasetRelease {
  rowId: string;
  /** Name of the manifest's file, where the row id is no more than a place in it. */
  file: string | null;
  url: string;
  /** Null where its picture was had, or never asked for. */
  link: KnownLink | null;
  caption: string | null;
  author: string | null;
  /** The page on which the picture stood, as the manifest gives it. */
  pageUrl: string | null;
  width: number | null;
  height: number | null;
  sha256: string | null;
  md5: string | null;
  unsafe: boolean | null;
}

/** How many rows of a domain a dataset has. */
export interface DatasetCount extends DatasetRelease {
  rows: number;
}

export interface DomainCounts {
  datasets: DatasetCount[];
  /** False where counting stopped before the end: then each number is "at least". */
  complete: boolean;
}

export interface LookupAnswer {
  items: LookupRow[];
  /** For `after`; null where nothing is left. A page may be short, even empty, and not be the last. */
  next: string | null;
  /** Of the whole domain, on the first page of a lookup by domain; else null. */
  counts: DomainCounts | null;
  /** What to do instead, in a sentence, where nothing was found and it can be told why. */
  hint?: string;
}
