import { type KnownBy, PLACEHOLDER, tellingHash } from '../core/placeholder.ts';
import type { Database } from './database.ts';
import { lockForChange } from './seen-pictures.ts';

/** Rows of one picture that are looked at: those of a placeholder are unlike each other soon. */
const MAX_OTHERS = 8;

/** Whether this picture was found to be a placeholder. */
export async function isPlaceholder(database: Database, picture: KnownBy): Promise<boolean> {
  const [{ known }] = await database.query<{ known: boolean }>(
    `select exists (select from placeholders where sha256 = decode($1, 'hex'))
       or exists (select from placeholders where pdq = ('x' || $2)::bit(256)) as known`,
    [picture.sha256, tellingHash(picture)],
  );
  return known;
}

/** `images.id` of rows of other addresses at which this very picture was seen, a few of them. */
export async function othersShowing(
  database: Database,
  imageId: number,
  picture: KnownBy,
): Promise<number[]> {
  const of = (which: string): string =>
    `(select s.image_id, s.url_key from seen_pictures s where ${which} limit ${MAX_OTHERS + 1})`;
  const rows = await database.query<{ id: number }>(
    `select distinct s.image_id as id
     from (${of(`s.sha256 = decode($2, 'hex')`)} union ${of(`s.pdq = ('x' || $3)::bit(256)`)}) s
     where s.image_id <> $1 and s.url_key <> (select url_key from images where id = $1)
     order by s.image_id limit ${MAX_OTHERS}`,
    [imageId, picture.sha256, tellingHash(picture)],
  );
  return rows.map(({ id }) => id);
}

/**
 * Knows a picture for a placeholder from now on, and takes it from every row that it was kept for: these have no
 * fingerprints any more, and their links bring none.
 */
export async function markPlaceholder(database: Database, picture: KnownBy): Promise<void> {
  await database.transaction(async (transaction) => {
    await lockForChange(transaction);
    await transaction.query(
      `insert into placeholders (sha256, pdq) values (decode($1, 'hex'), ('x' || $2)::bit(256))
       on conflict do nothing`,
      [picture.sha256, tellingHash(picture)],
    );
    // The rows first, in one order, as everybody takes them who changes rows.
    const rows = await transaction.query<{ id: number }>(
      `select i.id from images i
       where i.id in (
         select s.image_id from seen_pictures s where s.sha256 = decode($1, 'hex')
         union select s.image_id from seen_pictures s where s.pdq = ('x' || $2)::bit(256))
       order by i.id for no key update`,
      [picture.sha256, tellingHash(picture)],
    );
    const ids = rows.map(({ id }) => id);
    await transaction.query(
      `with gone as (delete from seen_pictures where image_id = any ($1::bigint[]) returning image_id, sha256)
       update images i set file_sha256 = null, file_md5 = null, pdq = null, pdq_quality = null, updated_at = now()
       from gone g where i.id = g.image_id and i.file_sha256 = g.sha256`,
      [ids],
    );
    await transaction.query(
      `insert into fetch_outcomes (image_id, url_key, reason, kind, attempts)
       select id, url_key, '${PLACEHOLDER}', 'unusable', 1 from images where id = any ($1::bigint[])
       on conflict (image_id) do nothing`,
      [ids],
    );
  });
}
