import { reversedHost, sameAddress } from '../core/web-address.ts';
import type { Session } from './database.ts';
import { urlKeySql } from './url-key.ts';

/** Rows that are read and written at once. */
const BATCH = 5_000;

/**
 * Addresses of which `sameAddress` is what stands after `//`, up to a fragment, as it always was: their keys hold. In the
 * regular expressions that PostgreSQL and JavaScript share.
 */
export const PLAIN_ADDRESS =
  '^https?://([a-z0-9][a-z0-9-]*\\.)+[a-z][a-z0-9-]*/' +
  "[A-Za-z0-9._~!$&'()*+,;=:@/-]*(\\?[A-Za-z0-9._~!$&()*+,;=:@/?-]+)?(#.*)?$";
/** Those of them that are not plain after all: dots for folders, and ampersands from a page. */
export const NOT_SO_PLAIN = '/\\.\\.?([/?#]|$)|&([Aa][Mm][Pp];|#)';

/**
 * Makes the keys and hosts of all rows anew, and those of suppressions and of what became of links: they were made by an
 * earlier `sameAddress`. A suppression then hides the rows that it should have hidden. To be run in a transaction.
 */
export async function renewAddressKeys(database: Session): Promise<void> {
  await renewSuppressions(database);
  for (let after = 0; ;) {
    const rows = await database.query<{ id: number; url: string }>(
      `select id, url from images where id > $1 and (url !~ $2 or url ~ $3) order by id limit ${BATCH}`,
      [after, PLAIN_ADDRESS, NOT_SO_PLAIN],
    );
    if (rows.length === 0) break;
    after = rows[rows.length - 1].id;
    await renewRows(database, rows);
  }
  await database.query(
    `insert into suppressed_images (image_id, suppression_id)
     select i.id, s.id from suppressions s join images i on i.url_key = s.url_key
     where s.lifted_at is null
     on conflict do nothing`,
  );
}

async function renewSuppressions(database: Session): Promise<void> {
  const rules = await database.query<{ id: number; subject: string }>(
    `select id, subject from suppressions where kind = 'url'`,
  );
  await database.query(
    `update suppressions s set url_key = ${urlKeySql('g.form')}
     from unnest($1::bigint[], $2::text[]) as g (id, form)
     where s.id = g.id and g.form is not null`,
    [rules.map(({ id }) => id), rules.map(({ subject }) => sameAddress(subject))],
  );
}

async function renewRows(database: Session, rows: readonly { id: number; url: string }[]): Promise<void> {
  const formed = rows.flatMap(({ id, url }) => {
    const form = sameAddress(url);
    return form === null ? [] : [{ id, form, host: reversedHost(url) }];
  });
  await database.query(
    `with renewed as (
       select i.id, i.url_key as before, ${urlKeySql('g.form')} as key, g.host
       from unnest($1::bigint[], $2::text[], $3::text[]) as g (id, form, host) join images i on i.id = g.id
     ), outcomes as (
       update fetch_outcomes o set url_key = r.key
       from renewed r where o.image_id = r.id and o.url_key = r.before and r.before <> r.key
     )
     update images i set url_key = r.key, host = r.host
     from renewed r where i.id = r.id and (i.url_key <> r.key or i.host <> r.host)`,
    [formed.map(({ id }) => id), formed.map(({ form }) => form), formed.map(({ host }) => host)],
  );
}
