import type { ManifestRow } from '../core/dataset.ts';
import { NOT_ASKED, type FailureKind } from '../core/fetch-failure.ts';
import type { OptOut } from '../api/opt-out.ts';
import { sameAddress } from '../core/web-address.ts';
import type { Database } from './database.ts';
import { storable } from './text.ts';
import { urlKeySql } from './url-key.ts';

/** Why a row's picture could not be fetched. */
export interface FetchFailure {
  /** A short stable word to count by: `http-404`, `dns`, `timeout`, `robots`, `opted-out`, `not-a-picture` … */
  reason: string;
  kind: FailureKind;
  /** What the server answered, where it is the answer that was wrong. */
  httpStatus: number | null;
  /** `HOST` or `HOST:PORT` at which it ended, redirects followed. */
  host: string | null;
  optOut: OptOut | null;
  /** How often the picture itself was asked for; 0 where its host's rules already said no. */
  attempts: number;
}

/** What a row is known by, and the address it was, or is to be, fetched from. */
type FetchedRow = Pick<ManifestRow, 'file' | 'rowId' | 'url'>;

/** What became of a row's link the last time it was asked. */
export interface FetchOutcome extends FetchedRow {
  /** Null where the picture was had: what is known of earlier failures is then forgotten. */
  failure: FetchFailure | null;
}

/** What is known of a link that does not bring its row's picture. */
export interface KnownFailure extends FetchFailure {
  /** `images.id`. */
  imageId: number;
  /** Since when every attempt has failed in this way (`kind`): a link is dead since then. */
  firstFailedAt: Date;
  lastTriedAt: Date;
}

/** Rows of a dataset by file and id; `w` has the columns of `$2` to `$4` and the place. */
const WANTED = `
  unnest($2::text[], $3::text[], $4::text[]) with ordinality as w (file, row_id, address, place)
  left join manifest_files f on f.dataset_id = $1 and f.name = w.file
  join images i
    on i.dataset_id = $1 and i.row_id = w.row_id and i.file_id = case when w.file is null then 0 else f.id end`;

/** The same of rows by their ids; `w` has the columns of `$1` and `$2`. */
const WANTED_BY_ID = `
  unnest($1::bigint[], $2::text[]) with ordinality as w (image_id, address, place)
  join images i on i.id = w.image_id`;

const OF_FAILURE = ['text', 'text', 'smallint', 'text', 'text', 'text', 'int'];

/** @param first number of the first parameter of what `valuesOf` gives */
const record = (wanted: string, first: number): string => `
  insert into fetch_outcomes as o
    (image_id, url_key, reason, kind, http_status, host, opt_out_signal, opt_out_where, attempts)
  select distinct on (i.id)
    i.id, ${urlKeySql('w.address')}, g.reason, g.kind, g.http_status, g.host, g.signal, g.found_at, g.attempts
  from ${wanted}
  join unnest(${OF_FAILURE.map((type, i) => `$${first + i}::${type}[]`).join(', ')})
    with ordinality as g (reason, kind, http_status, host, signal, found_at, attempts, place)
    on g.place = w.place
  -- Of a row that is given twice the last one holds; and two writers that meet take their rows in one order.
  order by i.id, w.place desc
  on conflict (image_id) do update set
    url_key = excluded.url_key,
    reason = excluded.reason,
    kind = excluded.kind,
    http_status = excluded.http_status,
    host = excluded.host,
    opt_out_signal = excluded.opt_out_signal,
    opt_out_where = excluded.opt_out_where,
    attempts = excluded.attempts
      + case when o.url_key = excluded.url_key and o.kind = excluded.kind then o.attempts else 0 end,
    first_failed_at =
      case when o.url_key = excluded.url_key and o.kind = excluded.kind then o.first_failed_at else now() end,
    last_tried_at = now()`;

const FORGET = `
  delete from fetch_outcomes where image_id in (select i.id from ${WANTED} order by i.id)`;

/**
 * Keeps what became of rows' links: why they failed, since when, and how often they were asked for. Rows must be saved
 * before (`saveImages`, with or without a picture); one that is not is passed over. Of a row given twice the last
 * one holds, so that a success after a failure leaves nothing.
 */
export async function recordFetchOutcomes(
  database: Database,
  datasetId: number,
  rows: readonly FetchOutcome[],
): Promise<void> {
  const last = [...new Map(rows.map((row) => [JSON.stringify([row.file, row.rowId]), row])).values()];
  const had = last.filter(({ failure }) => failure === null);
  const failed = last.filter((row): row is FetchOutcome & { failure: FetchFailure } => row.failure !== null);
  if (had.length > 0) await database.query(FORGET, [datasetId, ...named(had)]);
  if (failed.length === 0) return;
  await database.query(record(WANTED, 5), [
    datasetId,
    ...named(failed),
    ...valuesOf(failed.map(({ failure }) => failure)),
  ]);
}

/** The same of one row by its id: what became of its link when `url` was asked. */
export async function recordFailure(
  database: Database,
  imageId: number,
  url: string,
  failure: FetchFailure,
): Promise<void> {
  await database.query(record(WANTED_BY_ID, 3), [
    [imageId],
    [sameAddress(url) ?? storable(url)],
    ...valuesOf([failure]),
  ]);
}

function valuesOf(failures: readonly FetchFailure[]): unknown[] {
  const of = <Value>(value: (failure: FetchFailure) => Value): Value[] => failures.map(value);
  return [
    of(({ reason }) => storable(reason)),
    of(({ kind }) => kind),
    of(({ httpStatus }) => httpStatus),
    of(({ host }) => host && storable(host)),
    of(({ optOut }) => optOut?.signal ?? null),
    of(({ optOut }) => optOut?.where ?? null),
    of(({ attempts }) => attempts),
  ];
}

/**
 * When each row's link was last tried, in the order given, if it is known to be of no use and nobody need be asked again:
 * it failed for good (`failedForGood`) at this very address, less than `days` ago. Else null; with 0 for all.
 */
export async function deadRows(
  database: Database,
  datasetId: number,
  rows: readonly FetchedRow[],
  days: number,
): Promise<(Date | null)[]> {
  if (rows.length === 0 || days === 0) return rows.map(() => null);
  const dead = await database.query<{ place: number; triedAt: Date }>(
    `select w.place, o.last_tried_at as "triedAt"
     from ${WANTED}
     join fetch_outcomes o on o.image_id = i.id
     where o.kind <> 'transient' and o.reason <> all ($6::text[]) and o.url_key = ${urlKeySql('w.address')}
       and o.last_tried_at > now() - make_interval(days => $5)`,
    [datasetId, ...named(rows), days, NOT_ASKED],
  );
  const triedAt = new Map(dead.map((each) => [each.place, each.triedAt]));
  return rows.map((_, i) => triedAt.get(i + 1) ?? null);
}

/** What is known of the failures of these rows' links; rows whose picture was had, or never asked for, are left out. */
export async function fetchFailuresOf(
  database: Database,
  imageIds: readonly number[],
): Promise<KnownFailure[]> {
  const found = await database.query<
    Omit<KnownFailure, 'optOut'> & { kind: FailureKind; signal: OptOut['signal']; where: OptOut['where'] }
  >(
    `select o.image_id as "imageId", o.reason, o.kind, o.http_status as "httpStatus", o.host,
       o.opt_out_signal as signal, o.opt_out_where as "where", o.attempts,
       o.first_failed_at as "firstFailedAt", o.last_tried_at as "lastTriedAt"
     from fetch_outcomes o
     join images i on i.id = o.image_id and i.url_key = o.url_key
     where o.image_id = any ($1)
     order by o.image_id`,
    [imageIds],
  );
  return found.map(({ signal, where, ...row }) => ({
    ...row,
    optOut: signal === null ? null : { signal, where },
  }));
}

function named(rows: readonly FetchedRow[]): unknown[] {
  return [
    rows.map(({ file }) => file && storable(file)),
    rows.map(({ rowId }) => storable(rowId)),
    rows.map(({ url }) => sameAddress(url) ?? storable(url)),
  ];
}
