import type { ApiKey } from '../core/api-key.ts';
import type { Database } from './database.ts';
import { storable } from './text.ts';

interface KeyRecord extends Omit<ApiKey, 'createdAt' | 'revokedAt'> {
  createdAt: Date;
  revokedAt: Date | null;
}

const RECORDS = `
  select k.id, k.name, k.created_at as "createdAt", k.revoked_at as "revokedAt",
    (select count(*) from cases c where c.key_id = k.id) as cases
  from api_keys k`;

/** Saves a key by the sha256 of it, as hex. */
export async function insertApiKey(database: Database, name: string, sha256: string): Promise<ApiKey> {
  const [{ id }] = await database.query<{ id: number }>(
    `insert into api_keys (name, sha256) values ($1, decode($2, 'hex')) returning id`,
    [storable(name), sha256],
  );
  const [key] = await listApiKeys(database, id);
  return key;
}

/** Every key, revoked ones too, or the one with that id. */
export async function listApiKeys(database: Database, id: number | null = null): Promise<ApiKey[]> {
  const records = await database.query<KeyRecord>(
    `${RECORDS} where ($1::bigint is null or k.id = $1) order by k.id`,
    [id],
  );
  return records.map(({ createdAt, revokedAt, ...rest }) => ({
    ...rest,
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  }));
}

/** The id of a key that holds, or null. */
export async function findApiKey(database: Database, sha256: string): Promise<number | null> {
  const [record] = await database.query<{ id: number }>(
    `select id from api_keys where sha256 = decode($1, 'hex') and revoked_at is null`,
    [sha256],
  );
  return record?.id ?? null;
}

/** Ends a key; its cases stay, for their own tokens. @returns whether there was one that held */
export async function revokeApiKey(database: Database, id: number): Promise<boolean> {
  const revoked = await database.query(
    'update api_keys set revoked_at = now() where id = $1 and revoked_at is null returning id',
    [id],
  );
  return revoked.length > 0;
}
