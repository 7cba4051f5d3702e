import type { PictureFacts } from '../api/picture.ts';
import type { Embedding } from '../core/embedding.ts';
import { findableHash } from '../core/pdq-distance.ts';
import type { KeypointBytes } from '../core/keypoints.ts';
import { sameAddress } from '../core/web-address.ts';
import type { Database } from './database.ts';
import { urlKeySql } from './url-key.ts';

/** What was found of the picture at a row's address; never the picture. */
export interface SeenPicture {
  /** `images.id`. */
  imageId: number;
  /** The row's address, which was asked. */
  url: string;
  picture: Pick<PictureFacts, 'sha256' | 'md5' | 'pdq' | 'pdqQuality' | 'width' | 'height'>;
  /** As an index keeps them of a row. */
  keypoints: KeypointBytes;
  /** Of the picture as it lies, where it was made, and by which model card; it is compared with the row's and not kept. */
  vector?: { model: string; vector: Embedding };
}

const STATE = `
  select encode(i.file_sha256, 'hex') as "rowSha256", encode(s.sha256, 'hex') as "seenSha256",
    s.url_key = i.url_key as "isSameAddress"
  from images i left join seen_pictures s on s.image_id = i.id
  where i.id = $1 and i.url_key = ${urlKeySql('$2::text')}
    and not exists (select from suppressed_images x where x.image_id = i.id)
  for no key update of i`;

const SAVE = `
  with row as (
    update images set file_sha256 = decode($2, 'hex'), file_md5 = decode($3, 'hex'), pdq = ('x' || $4)::bit(256),
      pdq_quality = $5, width = coalesce(width, $6), height = coalesce(height, $7), updated_at = now()
    where id = $1
    returning id, url_key, file_sha256
  )
  insert into seen_pictures (image_id, url_key, sha256, pdq, keypoints)
  select id, url_key, file_sha256, ('x' || $8)::bit(256), $9 from row
  on conflict (image_id) do update set
    url_key = excluded.url_key,
    sha256 = excluded.sha256,
    pdq = excluded.pdq,
    keypoints = excluded.keypoints,
    first_seen_at = now(),
    seen_at = now(),
    changed_in = pg_current_xact_id()`;

/**
 * Keeps what was seen with its row, as if the row had been indexed with its picture: it is found by these hashes and
 * compared by these keypoints from the commit on, and an earlier failure of its link is forgotten. Of another picture than
 * was seen there before the new one holds, from today. A row that was indexed with a picture keeps that: what its
 * host serves since says nothing of what the dataset took.
 * @returns false where nothing is kept: of such a row, and of one that is suppressed, removed, or has another address now
 */
export function saveSeen(database: Database, seen: SeenPicture): Promise<boolean> {
  const { imageId, picture, keypoints } = seen;
  return database.transaction(async (transaction) => {
    await lockForChange(transaction);
    const [row] = await transaction.query<{
      rowSha256: string | null;
      seenSha256: string | null;
      isSameAddress: boolean | null;
    }>(STATE, [imageId, sameAddress(seen.url)]);
    if (!row || (row.rowSha256 !== null && row.rowSha256 !== row.seenSha256)) return false;
    await transaction.query('delete from fetch_outcomes where image_id = $1', [imageId]);
    if (row.seenSha256 === picture.sha256 && row.isSameAddress) {
      await transaction.query('update seen_pictures set seen_at = now() where image_id = $1', [imageId]);
      return true;
    }
    const { sha256, md5, pdq, pdqQuality, width, height } = picture;
    const findable = findableHash(picture);
    await transaction.query(SAVE, [
      imageId,
      sha256,
      md5,
      pdq,
      pdqQuality,
      width,
      height,
      findable,
      keypoints,
    ]);
    return true;
  });
}

/**
 * Has a transaction that holds rows, and changes them later, wait for whoever locks all of them before it holds any:
 * a removal would wait for the row, and it for the removal.
 */
export async function lockForChange(transaction: Pick<Database, 'query'>): Promise<void> {
  await transaction.query('lock table images in row exclusive mode');
}

/** Hashes to be found by. */
export interface SeenHashes {
  /** `images.id` of each. */
  imageIds: number[];
  /** 64 lower-case hex digits each. */
  hashes: string[];
  /** Where to go on from; the same again where nothing came. */
  next: SeenMark;
  /** Whether there are more at once. */
  more: boolean;
}

/** Up to where hashes were read: first all of them by `imageId`, then those that changed from a transaction on. */
export interface SeenMark {
  /** The oldest transaction of which something may still have to be read; null at the beginning. */
  from: string | null;
  /** Null once all were read once. */
  imageId: number | null;
}

/** Hashes that are read at once: of the embedded database, which answers nobody else meanwhile. */
const HASHES_AT_ONCE = 20_000;

/**
 * The hashes of seen pictures that are new since `mark`; some of them again. Those that are committed later by a
 * transaction that began before are among the next: a time or a number in the row would pass over them. Rows that are
 * gone are not told of: what a search brings up is looked for in the database anyway.
 */
export async function readSeenHashes(database: Database, mark: SeenMark): Promise<SeenHashes> {
  const isFirstRound = mark.imageId !== null;
  const [{ now, ids, hashes }] = await database.query<{
    now: string;
    ids: number[] | null;
    hashes: string[] | null;
  }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as now, found.ids, found.hashes
     from (
       select array_agg(image_id order by image_id) as ids,
         array_agg(encode(substring(bit_send(pdq) from 5), 'hex') order by image_id) as hashes
       from (
         select image_id, pdq from seen_pictures
         where ${
           isFirstRound
             ? 'image_id > $1::bigint'
             : // Of a database that was put back elsewhere the old numbers may lie ahead.
               `changed_in >= $1::text::xid8 and changed_in < pg_snapshot_xmax(pg_current_snapshot())`
         } and pdq is not null
         order by image_id
         ${isFirstRound ? `limit ${HASHES_AT_ONCE}` : ''}) as round) as found`,
    [isFirstRound ? mark.imageId : mark.from],
  );
  const imageIds = ids ?? [];
  const more = isFirstRound && imageIds.length === HASHES_AT_ONCE;
  const next = isFirstRound
    ? { from: mark.from ?? now, imageId: more ? imageIds[imageIds.length - 1] : null }
    : { from: now, imageId: null };
  return { imageIds, hashes: hashes ?? [], next, more };
}
