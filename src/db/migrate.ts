import { readdir, readFile } from 'node:fs/promises';
import { TrainspotError } from '../core/errors.ts';
import { sha256Of } from '../runtime/sha256.ts';
import { renewAddressKeys } from './address-keys.ts';
import type { Database, Session } from './database.ts';

/** The same place as seen from src/db and from dist/db. */
const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const FILE_NAME = /^\d{6}-.+\.sql$/;
/** Any number that no other program takes its lock by. */
const LOCK = 7_261_949_507;

/** What a migration does beyond its SQL, after it and in its transaction. */
const STEPS: Readonly<Record<string, (locked: Session) => Promise<void>>> = {
  '000013-one-key-for-one-address.sql': renewAddressKeys,
};

interface Migration {
  name: string;
  sql: string;
  /** Lower-case hex, of the text with plain line feeds: a checkout may have changed them. */
  sha256: string;
}

/**
 * Applies the migrations that the database lacks, in the order of their names, each in its own transaction.
 * Several processes may do so at once: each migration is applied by one of them. By hand: packages come with a driver of
 * their own, and here one text runs in two engines, an embedded one among them.
 * @param folder of the files 000001-….sql; the project's own when left out
 * @throws TrainspotError `database-unavailable` when an applied file was changed, or when the database has a
 * migration that this version does not know. Nothing is changed then.
 */
export async function migrate(database: Database, folder: URL = MIGRATIONS): Promise<void> {
  const migrations = await readMigrations(folder);
  const applied = await underLock(database, async (locked) => {
    await locked.runScript(`
      create table if not exists schema_migrations (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz not null default now()
      )`);
    return appliedMigrations(locked);
  });
  refuseChanges(applied, migrations);
  for (const migration of migrations) {
    if (!applied.has(migration.name)) await underLock(database, (locked) => applyOnce(locked, migration));
  }
}

/**
 * The names of the migrations that a database lacks; nothing is changed.
 * @throws TrainspotError as `migrate` does
 */
export async function missingMigrations(database: Database): Promise<string[]> {
  const migrations = await readMigrations(MIGRATIONS);
  const [{ isBegun }] = await database.query<{ isBegun: boolean }>(
    `select to_regclass('schema_migrations') is not null as "isBegun"`,
  );
  const applied = isBegun ? await appliedMigrations(database) : new Map<string, string>();
  refuseChanges(applied, migrations);
  return migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name);
}

/**
 * Expects that a database in use has all migrations and no other: its tables are not changed under whoever uses it.
 * @throws TrainspotError `data-folder-in-use` where it is another version's
 */
export async function expectMigrated(database: Database): Promise<void> {
  const migrations = await readMigrations(MIGRATIONS);
  const applied = await appliedMigrations(database);
  const isSame = ({ name, sha256 }: Migration): boolean => applied.get(name) === sha256;
  if (applied.size === migrations.length && migrations.every(isSame)) return;
  throw new TrainspotError(
    'data-folder-in-use',
    `The running server, which holds the embedded database, is of another version: its database has ${applied.size} ` +
      `migrations, and this version ${migrations.length}. Stop it, and start it again with this version.`,
  );
}

function underLock<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  return database.transaction(async (locked) => {
    await locked.query('select pg_advisory_xact_lock($1)', [LOCK]);
    return work(locked);
  });
}

async function applyOnce(locked: Database, { name, sql, sha256 }: Migration): Promise<void> {
  // Another process may have been first while this one waited for the lock.
  if ((await appliedMigrations(locked)).has(name)) return;
  await locked.runScript(sql);
  if (Object.hasOwn(STEPS, name)) await STEPS[name](locked);
  await locked.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
}

async function appliedMigrations(database: Database): Promise<Map<string, string>> {
  const rows = await database.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migrations',
  );
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

function refuseChanges(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, sha256 }) => [name, sha256]));
  for (const [name, sha256] of applied) {
    if (!known.has(name)) {
      throw new TrainspotError(
        'database-unavailable',
        `The database has migration ${name}, which this version does not know: a newer version made it. ` +
          'Run that version, or choose another data folder or database.',
      );
    }
    if (known.get(name) !== sha256) {
      throw new TrainspotError(
        'database-unavailable',
        `Migration ${name} was changed after it was applied (sha256 ${sha256.slice(0, 12)}… then, ` +
          `${known.get(name)!.slice(0, 12)}… now). Put the file back as it was; changes need a new migration.`,
      );
    }
  }
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => FILE_NAME.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, sha256: sha256Of(sql) };
    }),
  );
}
