import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../src/db/database.ts';
import { openDatabase, type DatabaseSettings } from '../../src/db/open.ts';
import { openPglite } from '../../src/db/pglite.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { cached } from './cached.ts';

/** A database of a suite's own. */
export interface TestDatabase {
  settings: DatabaseSettings;
  /** Opens it as the program does, with its tables. */
  open(): Promise<Database>;
  /** Opens it as it is. */
  openBare(): Promise<Database>;
  /** Removes it, once everything that was opened is closed. */
  remove(): Promise<void>;
}

export interface DatabaseEngine {
  name: Database['engine'];
  /** False for `postgres` where TEST_DATABASE_URL names no server: its suites are skipped, and counted. */
  available: boolean;
  /** One with its tables, and no row. */
  create(): Promise<TestDatabase>;
  /** One without a table: the migrations are still to be applied. */
  createBare(): Promise<TestDatabase>;
}

const SERVER = process.env['TEST_DATABASE_URL'];

/** Every suite about SQL runs once for each: `describe.skipIf(!engine.available)(engine.name, …)`. */
export const databaseEngines: readonly DatabaseEngine[] = [
  {
    name: 'pglite',
    available: true,
    create: async () => embedded(await migratedFolder()),
    createBare: async () => embedded(await bareFolder()),
  },
  {
    name: 'postgres',
    available: SERVER !== undefined,
    create: async () => onServer(SERVER!, await migratedDatabase(SERVER!)),
    createBare: () => onServer(SERVER!, 'template1'),
  },
];

/** For suites that need a database, and not both kinds. */
export const embeddedEngine = databaseEngines[0];

/** Of every table with rows; a superuser's, since what a row's going sets off would only remove others again. */
const EMPTY = `
do $$
declare found name;
begin
  set local session_replication_role = replica;
  for found in select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' loop
    execute format('delete from %I', found);
  end loop;
end $$`;

/**
 * Removes every row, so that one database serves all tests of a suite: to copy and open another takes ten times as long.
 * (So does `truncate`, which makes new files for each table and index.)
 */
export function emptyDatabase(database: Database): Promise<void> {
  return database.runScript(EMPTY);
}

/** Lays into a data folder what it holds once it was opened: its database, with its tables and no row. */
export async function layDatabase(dataDir: string): Promise<void> {
  await cp(await migratedFolder(), join(dataDir, 'database'), { recursive: true });
}

async function embedded(template: string): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trainspot-db-'));
  const folder = join(dataDir, 'database');
  await cp(template, folder, { recursive: true });
  const settings = { dataDir };
  return {
    settings,
    open: async () => (await openDatabase(settings)).database,
    openBare: () => openPglite(folder),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function onServer(server: string, template: string): Promise<TestDatabase> {
  const name = `trainspot_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = addressOf(server, name);
  const dataDir = join(tmpdir(), name);
  await run(server, `create database ${name} template ${template}`);
  return {
    settings: { databaseUrl, dataDir },
    open: async () => (await openDatabase({ databaseUrl, dataDir })).database,
    openBare: () => openPostgres(databaseUrl),
    remove: () => run(server, `drop database ${name} with (force)`),
  };
}

/** Migrations take a fresh database longer than most tests, so each engine keeps one of the state they lead to. */
async function migratedFolder(): Promise<string> {
  return cached(`migrated-${await pgliteVersion()}-${await migrationsMark()}`, async (folder) => {
    const bare = await embedded(await bareFolder());
    await (await bare.open()).close();
    await cp(join(bare.settings.dataDir!, 'database'), folder, { recursive: true });
    await bare.remove();
  });
}

async function bareFolder(): Promise<string> {
  return cached(`bare-${await pgliteVersion()}`, async (folder) => (await openPglite(folder)).close());
}

async function pgliteVersion(): Promise<string> {
  const description = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
  return (JSON.parse(await readFile(description, 'utf8')) as { version: string }).version;
}

async function migratedDatabase(server: string): Promise<string> {
  const name = `trainspot_migrated_${await migrationsMark()}`;
  const exists = (): Promise<boolean> => hasDatabase(server, name);
  if (await exists()) return name;
  const made = await onServer(server, 'template1');
  await (await made.open()).close();
  const madeName = new URL(made.settings.databaseUrl!).pathname.slice(1);
  await run(server, `alter database ${madeName} rename to ${name}`).catch(async (error: unknown) => {
    // Another suite may have been first; then that one is used.
    await made.remove();
    if (!(await exists())) throw error;
  });
  return name;
}

/** Of the migrations' texts: others lead to another state. */
async function migrationsMark(): Promise<string> {
  const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).toSorted()) hash.update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

async function hasDatabase(server: string, name: string): Promise<boolean> {
  const database = await openPostgres(server);
  const found = await database
    .query('select 1 from pg_database where datname = $1', [name])
    .finally(() => database.close());
  return found.length > 0;
}

async function run(server: string, statement: string): Promise<void> {
  const database = await openPostgres(server);
  await database.query(statement).finally(() => database.close());
}

function addressOf(server: string, name: string): string {
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.href;
}
