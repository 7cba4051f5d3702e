import { join } from 'node:path';
import { claimDataFolder } from './data-folder.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export interface DatabaseSettings {
  /** A PostgreSQL server; without it the embedded one is used. */
  databaseUrl?: string;
  /** Folder that holds the embedded database. */
  dataDir: string;
}

export interface OpenedDatabase {
  /** Closing it lets go of the data folder. */
  database: Database;
  /**
   * Tells others who want the data folder, and are refused, the HTTP address of the server that holds it.
   * Does nothing where a PostgreSQL server is used, which everyone may share.
   */
  announce: (address: string) => Promise<void>;
}

/**
 * Opens the database and brings it up to date.
 * @throws TrainspotError `database-unavailable`, or `data-folder-in-use` when another process has the embedded
 * database open.
 */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseSettings): Promise<OpenedDatabase> {
  const opened = databaseUrl
    ? { database: await openPostgres(databaseUrl), announce: () => Promise.resolve() }
    : await openEmbedded(dataDir);
  try {
    await migrate(opened.database);
  } catch (error) {
    await opened.database.close();
    throw error;
  }
  return opened;
}

async function openEmbedded(dataDir: string): Promise<OpenedDatabase> {
  const claim = await claimDataFolder(dataDir);
  try {
    const database = await openPglite(join(dataDir, 'database'));
    const close = (): Promise<void> => database.close().finally(() => claim.release());
    return { database: { ...database, close }, announce: (address) => claim.announce(address) };
  } catch (error) {
    await claim.release();
    throw error;
  }
}
