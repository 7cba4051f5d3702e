import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claimDataFolder } from './data-folder.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { timeLimitsFor, type TimeLimits } from './time-limits.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export interface DatabaseSettings {
  /** A PostgreSQL server; without it the embedded one is used. */
  databaseUrl?: string;
  /** Folder that holds the embedded database. */
  dataDir: string;
  /** How long a question that somebody waits for may take, in milliseconds; 10,000 when left out. */
  answerMs?: number;
}

export interface OpenedDatabase {
  /** Closing it lets go of the data folder. */
  database: Database;
  /**
   * Tells others who want the data folder, and are refused, the HTTP address of the server that holds it, and the path
   * of its side door. Does nothing where a PostgreSQL server is used, which everyone may share.
   */
  announce: (address: string, sideDoor?: string) => Promise<void>;
}

/**
 * Opens the database and brings it up to date.
 * @throws TrainspotError `database-unavailable`, or `data-folder-in-use` when another process has the embedded
 * database open.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenedDatabase> {
  const opened = await openAsItIs(settings);
  try {
    await migrate(opened.database.for('migration'));
  } catch (error) {
    await opened.database.close();
    throw error;
  }
  return opened;
}

/** The same, without bringing it up to date. */
export async function openAsItIs(settings: DatabaseSettings): Promise<OpenedDatabase> {
  const { databaseUrl, dataDir, answerMs } = settings;
  const timeLimits = timeLimitsFor(answerMs);
  if (!databaseUrl) return openEmbedded(dataDir, timeLimits);
  return { database: await openPostgres(databaseUrl, timeLimits), announce: () => Promise.resolve() };
}

/** Whether a data folder holds an embedded database already. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  return existsSync(databaseFolder(dataDir));
}

function databaseFolder(dataDir: string): string {
  return join(dataDir, 'database');
}

async function openEmbedded(dataDir: string, timeLimits: TimeLimits): Promise<OpenedDatabase> {
  const claim = await claimDataFolder(dataDir);
  try {
    const opened = await openPglite(databaseFolder(dataDir), timeLimits);
    const close = (): Promise<void> => opened.close().finally(() => claim.release());
    const claimed = (database: Database): Database => ({
      ...database,
      for: (...purpose) => claimed(database.for(...purpose)),
      close,
    });
    return { database: claimed(opened), announce: (...server) => claim.announce(...server) };
  } catch (error) {
    await claim.release();
    throw error;
  }
}
