import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../src/db/database.ts';
import { openDatabase, type DatabaseSettings } from '../../src/db/open.ts';
import { openPglite } from '../../src/db/pglite.ts';
import { openPostgres } from '../../src/db/postgres.ts';

/** A database of a suite's own, empty at first. */
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
  create(): Promise<TestDatabase>;
}

const SERVER = process.env['TEST_DATABASE_URL'];

/** Every suite about SQL runs once for each: `describe.skipIf(!engine.available)(engine.name, …)`. */
export const databaseEngines: readonly DatabaseEngine[] = [
  { name: 'pglite', available: true, create: createEmbedded },
  { name: 'postgres', available: SERVER !== undefined, create: () => createOnServer(SERVER!) },
];

/** For suites that need a database, and not both kinds. */
export const embeddedEngine = databaseEngines[0];

async function createEmbedded(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trainspot-db-'));
  const folder = join(dataDir, 'database');
  await cp(await template(), folder, { recursive: true });
  const settings = { dataDir };
  return {
    settings,
    open: async () => (await openDatabase(settings)).database,
    openBare: () => openPglite(folder),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `trainspot_${randomUUID().replaceAll('-', '')}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  const databaseUrl = address.href;
  const dataDir = join(tmpdir(), name);
  await onServer(server, `create database ${name}`);
  return {
    settings: { databaseUrl, dataDir },
    open: async () => (await openDatabase({ databaseUrl, dataDir })).database,
    openBare: () => openPostgres(databaseUrl),
    remove: () => onServer(server, `drop database ${name} with (force)`),
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const database = await openPostgres(server);
  await database.query(statement).finally(() => database.close());
}

/** A new embedded database takes seconds to make and a moment to copy, so one is kept for all suites. */
async function template(): Promise<string> {
  const modules = new URL('../../node_modules/', import.meta.url);
  const description = await readFile(new URL('@electric-sql/pglite/package.json', modules), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const cache = fileURLToPath(new URL('.cache/trainspot/', modules));
  const folder = join(cache, `pglite-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const made = await mkdtemp(join(cache, 'pglite-'));
  await (await openPglite(join(made, 'database'))).close();
  // Another suite may have been first; then that one is used.
  await rename(join(made, 'database'), folder).catch(() => {});
  await rm(made, { recursive: true, force: true });
  return folder;
}
