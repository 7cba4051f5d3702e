import type { Suppression, SuppressionKind } from '../api/suppression.ts';
import type { Database } from './database.ts';
import { storable } from './text.ts';
import { urlKeySql } from './url-key.ts';

/** A rule as the database applies it; what it does not go by is null. */
export interface SuppressionRule {
  kind: SuppressionKind;
  /** For people to read. */
  subject: string;
  /** In its `sameAddress` form. */
  address: string | null;
  /** Labels from the right. */
  host: string | null;
  subdomains: boolean;
  /** Lower-case hex. */
  sha256: string | null;
  md5: string | null;
  /** 64 hex digits each. */
  pdqs: readonly string[] | null;
  reason: string;
  by: string;
}

interface SuppressionRecord extends Omit<Suppression, 'createdAt' | 'lifted'> {
  createdAt: Date;
  liftedAt: Date | null;
  liftedBy: string | null;
  liftReason: string | null;
}

const RECORDS = `
  select s.id, s.kind, s.subject, s.subdomains, s.pdqs is not null as "byPdq", s.reason, s.asked_by as by,
    s.created_at as "createdAt", s.lifted_at as "liftedAt", s.lifted_by as "liftedBy", s.lift_reason as "liftReason",
    (select count(*) from suppressed_images x where x.suppression_id = s.id) as rows
  from suppressions s`;

/**
 * Hides the rows that the rule names, and from now on every row of the kind that is saved. When this is done, no
 * statement that begins sees any of them. Writers of rows wait meanwhile, readers do not: rows by address, host and
 * file hash are found by their indexes, those by PDQ hash by looking at every row.
 */
export async function addSuppression(database: Database, rule: SuppressionRule): Promise<Suppression> {
  return database.transaction(async (transaction) => {
    // Else a row could be saved after the rows were looked through, by a writer that does not know the rule yet.
    await transaction.query('lock table images in share row exclusive mode');
    const [{ id }] = await transaction.query<{ id: number }>(
      `insert into suppressions
         (kind, subject, url_key, host, subdomains, sha256, md5, pdqs, reason, asked_by)
       values ($1, $2, case when $3::text is not null then ${urlKeySql('$3::text')} end, $4, $5,
         decode($6, 'hex'), decode($7, 'hex'),
         (select array_agg(('x' || pdq)::bit(256)) from unnest($8::text[]) as p (pdq)), $9, $10)
       returning id`,
      [
        rule.kind,
        storable(rule.subject),
        rule.address,
        rule.host,
        rule.subdomains,
        rule.sha256,
        rule.md5,
        rule.pdqs,
        storable(rule.reason),
        storable(rule.by),
      ],
    );
    for (const part of PARTS) {
      if (part.goesBy(rule)) await transaction.query(hide(part.rows), [id]);
    }
    return (await find(transaction, id))!;
  });
}

interface RulePart {
  goesBy: (rule: SuppressionRule) => boolean;
  /** Rows `i` of the suppression `s`. What the trigger on images says of rows, from the side of the rule. */
  rows: string;
}

/** One statement each: joined by "or" they would look at every row. */
const PARTS: readonly RulePart[] = [
  { goesBy: ({ address }) => address !== null, rows: 'i.url_key = s.url_key' },
  { goesBy: ({ host }) => host !== null, rows: 'i.host = s.host' },
  {
    goesBy: ({ host, subdomains }) => host !== null && subdomains,
    rows: `i.host >= s.host || '.' and i.host < s.host || '/'`,
  },
  { goesBy: ({ sha256 }) => sha256 !== null, rows: 'i.sha256 = s.sha256' },
  { goesBy: ({ sha256 }) => sha256 !== null, rows: 'i.file_sha256 = s.sha256' },
  { goesBy: ({ md5 }) => md5 !== null, rows: 'i.md5 = s.md5' },
  { goesBy: ({ md5 }) => md5 !== null, rows: 'i.file_md5 = s.md5' },
  { goesBy: ({ pdqs }) => pdqs !== null, rows: 'i.pdq_quality > 0 and near_any_hash(i.pdq, s.pdqs)' },
];

function hide(rows: string): string {
  return `
    insert into suppressed_images (image_id, suppression_id)
    select i.id, s.id from suppressions s join images i on ${rows} where s.id = $1
    on conflict do nothing`;
}

/**
 * Ends a rule: its rows are shown again, but for those that another rule hides. The record stays.
 * @returns null where there is no such rule, or it was lifted before
 */
export async function liftSuppression(
  database: Database,
  id: number,
  by: string,
  reason: string | null,
): Promise<Suppression | null> {
  return database.transaction(async (transaction) => {
    // As in addSuppression: no writer may still be hiding rows by it.
    await transaction.query('lock table images in share row exclusive mode');
    const lifted = await transaction.query(
      `update suppressions set lifted_at = now(), lifted_by = $2, lift_reason = $3
       where id = $1 and lifted_at is null returning id`,
      [id, storable(by), reason && storable(reason)],
    );
    if (lifted.length === 0) return null;
    await transaction.query('delete from suppressed_images where suppression_id = $1', [id]);
    return find(transaction, id);
  });
}

/** Those before the one with id `before`, latest first. */
export async function listSuppressions(
  database: Database,
  before: number | null,
  limit: number,
): Promise<Suppression[]> {
  const records = await database.query<SuppressionRecord>(
    `${RECORDS} where ($1::bigint is null or s.id < $1) order by s.id desc limit $2`,
    [before, limit],
  );
  return records.map(toSuppression);
}

export function findSuppression(database: Database, id: number): Promise<Suppression | null> {
  return find(database, id);
}

async function find(database: Database, id: number): Promise<Suppression | null> {
  const [record] = await database.query<SuppressionRecord>(`${RECORDS} where s.id = $1`, [id]);
  return record ? toSuppression(record) : null;
}

function toSuppression(record: SuppressionRecord): Suppression {
  const { createdAt, liftedAt, liftedBy, liftReason, ...rest } = record;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    lifted: liftedAt && { at: liftedAt.toISOString(), by: liftedBy!, reason: liftReason },
  };
}
