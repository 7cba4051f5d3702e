import type { IndexedRow } from '../core/dataset.ts';
import type { PictureFacts } from '../api/picture.ts';
import type { KeypointBytes } from '../core/keypoints.ts';
import type { Database } from './database.ts';
import { prepared } from './prepared.ts';
import { isRemoved, MAX_ROWS, ROW_TABLES, rowColumns, SHOWN_IMAGES } from './rows.ts';

/** What a check's searches brought up, as ids of `images`. */
export interface BroughtUp {
  /** Whose rows are wanted, in this order. */
  wanted: readonly number[];
  /** All of them. */
  all: readonly number[];
  /** Those whose keypoints are to be compared. */
  compared: readonly number[];
}

/**
 * A row, with the keypoints that were seen at its address since it was taken in, where they are to be compared or the row has
 * the picture's bytes; null where there are none.
 */
export type FoundRow = IndexedRow & { seenKeypoints: KeypointBytes | null };

export interface FoundRows {
  /** First those that were wanted, then the others whose file has the picture's very bytes: 1,000 at most. */
  rows: FoundRow[];
  /** Of all that was brought up, what may not be shown: suppressed rows, and removed ones. */
  hidden: number[];
}

/** The hash of the two that agrees with the picture's, where one does; else the one of the file that was fingerprinted. */
const COLUMNS = rowColumns(
  `case when i.sha256 = decode($3, 'hex') then i.sha256 else coalesce(i.file_sha256, i.sha256) end`,
  `case when i.md5 = decode($4, 'hex') then i.md5 else coalesce(i.file_md5, i.md5) end`,
);

const SELECT = prepared(
  'rows_of_check',
  `
  with same_bytes as (
    select i.id
    from ${SHOWN_IMAGES} i join datasets d on d.id = i.dataset_id
    where (i.sha256 = decode($3, 'hex') or i.file_sha256 = decode($3, 'hex')
        or i.md5 = decode($4, 'hex') or i.file_md5 = decode($4, 'hex'))
      and d.dataset = any ($5::text[])
    order by i.id
    limit ${MAX_ROWS}
  ), wanted as (
    select coalesce(a.id, b.id) as id, a.place, b.id is not null as is_same
    from unnest($2::bigint[]) with ordinality as a (id, place) full join same_bytes b on b.id = a.id
  )
  select h.hidden, r.*
  from (
    select array(
      select x.image_id from suppressed_images x where x.image_id = any ($1::bigint[])
      union all
      -- Segments hold what was removed until they are merged: each row is looked for where one of them does, and else none.
      select a.id from unnest($1::bigint[]) as a (id)
      where (select exists (select from segments where deleted > 0 and retired_at is null))
        and ${isRemoved('a.id')}) as hidden) h
  left join (
    select w.place, ${COLUMNS}, s.keypoints as "seenKeypoints"
    from ${ROW_TABLES}
    join wanted w on w.id = i.id
    left join seen_pictures s on s.image_id = i.id and s.url_key = i.url_key
      and (w.is_same or i.id = any ($6::bigint[]))) r on true
  order by r.place nulls last, r.id`,
);

type Line = { hidden: number[]; place: number | null } & (FoundRow | { id: null });

/**
 * All that a check asks of what its searches brought up, in one question: the rows that are wanted and may be shown, those with
 * the picture's bytes, and which of all are hidden.
 * @param datasets names of those in which equal bytes are looked for
 */
export async function findRowsOfCheck(
  database: Database,
  { sha256, md5 }: Pick<PictureFacts, 'sha256' | 'md5'>,
  { wanted, all, compared }: BroughtUp,
  datasets: readonly string[],
): Promise<FoundRows> {
  const lines = await database.query<Line>(SELECT, [all, wanted, sha256, md5, datasets, compared]);
  const rows = lines.flatMap(({ hidden: _hidden, place: _place, ...row }): FoundRow[] =>
    row.id === null ? [] : [{ ...row, seenKeypoints: own(row.seenKeypoints) }],
  );
  return { rows, hidden: lines[0].hidden };
}

/** In memory of their own: the driver's lie in pieces that others share, and these are handed to threads. */
function own(keypoints: KeypointBytes | null): KeypointBytes | null {
  return keypoints === null ? null : new Uint8Array(keypoints);
}
