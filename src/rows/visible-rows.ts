import type { IndexedRow } from '../core/dataset.ts';
import type { KnownLink, LookupRow } from '../api/lookup.ts';
import type { Database } from '../db/database.ts';
import { fetchFailuresOf, type KnownFailure } from '../db/fetch-outcomes.ts';

/** Rows as a client sees them, in their order, with what is known here of their links. */
export async function visibleRows(database: Database, rows: readonly IndexedRow[]): Promise<LookupRow[]> {
  if (rows.length === 0) return [];
  const failures = await fetchFailuresOf(
    database,
    rows.map(({ id }) => id),
  );
  const links = new Map(failures.map((failure) => [failure.imageId, linkOf(failure)]));
  return rows.map((row) => asShown(row, links.get(row.id) ?? null));
}

function asShown(row: IndexedRow, link: KnownLink | null): LookupRow {
  const { dataset, release, rowId, file, url, caption, author, pageUrl, width, height, sha256, md5, unsafe } =
    row;
  const known = { dataset, release, rowId, file, url, caption, author, pageUrl, width, height, sha256, md5 };
  return { ...known, unsafe, link };
}

function linkOf({ kind, reason, firstFailedAt, lastTriedAt }: KnownFailure): KnownLink {
  return { kind, reason, since: firstFailedAt.toISOString(), lastTriedAt: lastTriedAt.toISOString() };
}
