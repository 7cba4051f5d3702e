import { NOT_ASKED } from '../core/fetch-failure.ts';
import { storable } from './text.ts';
import type { Database } from './database.ts';

/** Which rows a job is for: all of a dataset, those of a range of hosts, or named ones. */
export type RowsWanted =
  | { kind: 'all' }
  /** @see hostRanges */
  | { kind: 'hosts'; from: string; to: string }
  /** As the manifest names them. */
  | { kind: 'rows'; rowIds: readonly string[] }
  | { kind: 'images'; imageIds: readonly number[] };

/** Up to where the rows were looked through. */
export interface RowCursor {
  host: string;
  id: number;
}

export const FIRST_ROW: RowCursor = { host: '', id: 0 };

/** A row whose picture is to be looked at. */
export interface ClaimedRow {
  /** `images.id`. */
  imageId: number;
  url: string;
}

/** What a job is, for its claims. */
export interface Job {
  /** A UUID. */
  id: string;
  datasetId: number;
  /** Rows of which a link failed since are left: this job, or another, has just asked it. */
  startedAt: Date;
  /** For so long a link that failed for good is not asked again. */
  deadLinkDays: number;
  /** So long a claim holds without being renewed, in milliseconds. */
  claimMs: number;
}

/** What a look through some rows gave. */
export interface Claims {
  claimed: ClaimedRow[];
  /** `images.id` of rows that another job is at. */
  elsewhere: number[];
  /** Where to go on; null at the end. */
  next: RowCursor | null;
}

/** Rows that one statement looks through: of the embedded database, which answers nobody else meanwhile. */
const LOOKED_AT_ONCE = 2_000;

const OF_KIND: Readonly<Record<RowsWanted['kind'], { where: string; order: string }>> = {
  all: { where: 'i.id > $2 and $3::text is not null and $4::text is null', order: 'i.id' },
  hosts: {
    where: '(i.host, i.dataset_id, i.id) > ($3, $1, $2) and i.host < $4::text',
    order: 'i.host, i.id',
  },
  rows: {
    // By the index of rows, which has the file before the row's id.
    where: `i.file_id in (select 0 union all select f.id from manifest_files f where f.dataset_id = $1)
      and i.row_id = any ($4::text[]) and i.id > $2 and $3::text is not null`,
    order: 'i.id',
  },
  images: { where: 'i.id = any ($4::bigint[]) and i.id > $2 and $3::text is not null', order: 'i.id' },
};

/** A row to see: its picture was not looked at, or at another address than it has now; and nothing says to leave it. */
const CLAIM = (kind: RowsWanted['kind']): string => `
  with page as materialized (
    select i.id, i.host, i.url, i.url_key, i.file_sha256,
      row_number() over (order by ${OF_KIND[kind].order}) as place
    from images i
    where i.dataset_id = $1 and ${OF_KIND[kind].where}
    order by ${OF_KIND[kind].order}
    limit ${kind === 'all' || kind === 'hosts' ? LOOKED_AT_ONCE : 'null'}
  ), wanted as materialized (
    select i.id, i.host, i.url, i.place, exists (
        select from row_claims c where c.image_id = i.id and c.job <> $5::uuid and c.claimed_until > now()
      ) as elsewhere
    from page i
    where (i.file_sha256 is null or exists (
        select from seen_pictures s
        where s.image_id = i.id and s.sha256 = i.file_sha256 and s.url_key <> i.url_key))
      and not exists (select from suppressed_images x where x.image_id = i.id)
      and not exists (select from row_claims c where c.image_id = i.id and c.job = $5::uuid)
      and not exists (
        select from fetch_outcomes o
        where o.image_id = i.id and o.url_key = i.url_key
          and (o.last_tried_at >= $6
            or (o.kind <> 'transient' and o.reason <> all ($10::text[])
              and o.last_tried_at > now() - make_interval(days => $7))))
    order by i.place
    limit $8
  ), claimed as (
    insert into row_claims as c (image_id, job, claimed_until)
    select id, $5::uuid, now() + $9 * interval '1 millisecond' from wanted where not elsewhere order by id
    on conflict (image_id) do update set job = excluded.job, claimed_until = excluded.claimed_until
      where c.claimed_until <= now()
    returning image_id
  )
  select w.id, w.host, w.url, w.place, c.image_id is not null as "isClaimed", false as "isEnd"
  from wanted w left join claimed c on c.image_id = w.id
  union all
  (select i.id, i.host, i.url, i.place, false, true from page i order by i.place desc limit 1)
  order by "isEnd", place`;

/**
 * Takes up to `most` rows for a job: nobody else gets them until it has let go of them, or has not renewed its claims for
 * so long. Of two jobs that ask at once each row goes to one.
 */
export async function claimRows(
  database: Database,
  job: Job,
  wanted: RowsWanted,
  after: RowCursor,
  most: number,
): Promise<Claims> {
  const named =
    wanted.kind === 'rows'
      ? wanted.rowIds.map(storable)
      : wanted.kind === 'images'
        ? wanted.imageIds
        : wanted.kind === 'hosts'
          ? wanted.to
          : null;
  const host = wanted.kind === 'hosts' && after.host === '' ? wanted.from : after.host;
  const found = await database.query<{
    id: number;
    host: string;
    url: string;
    isClaimed: boolean;
    isEnd: boolean;
  }>(CLAIM(wanted.kind), [
    job.datasetId,
    after.id,
    host,
    named,
    job.id,
    job.startedAt,
    job.deadLinkDays,
    most,
    job.claimMs,
    NOT_ASKED,
  ]);
  const rows = found.filter(({ isEnd }) => !isEnd);
  const claimed = rows.filter(({ isClaimed }) => isClaimed).map(({ id, url }) => ({ imageId: id, url }));
  const elsewhere = rows.filter(({ isClaimed }) => !isClaimed).map(({ id }) => id);
  // With as many as were asked for there may be more before the end of what was looked through.
  const last = rows.length === most ? rows.at(-1) : found.find(({ isEnd }) => isEnd);
  return { claimed, elsewhere, next: last ? { host: last.host, id: last.id } : null };
}

/** Has a job's claims hold for another `claimMs`. */
export async function renewClaims(database: Database, { id, claimMs }: Job): Promise<void> {
  await database.query(
    `update row_claims set claimed_until = now() + $2 * interval '1 millisecond' where job = $1::uuid`,
    [id, claimMs],
  );
}

/** Lets go of one row, or of all that a job is at; and of what jobs left that were killed. */
export async function releaseClaims(database: Database, { id }: Job, imageId: number | null): Promise<void> {
  await database.query(
    `delete from row_claims
     where (job = $1::uuid and image_id = coalesce($2::bigint, image_id)) or ($2::bigint is null and claimed_until <= now())`,
    [id, imageId],
  );
}

/** The time by which claims go. */
export async function databaseTime(database: Database): Promise<Date> {
  const [{ now }] = await database.query<{ now: Date }>('select now() as now');
  return now;
}
