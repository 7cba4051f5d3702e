import { access, rename, rm } from 'node:fs/promises';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { TrainspotError } from '../core/errors.ts';
import { insideTransaction, type Database, type Session } from './database.ts';

/**
 * Opens the embedded PostgreSQL in `folder`, and makes it there at first (about 4 s). The folder's parent must
 * exist and be claimed: two processes that open one folder destroy it.
 * @throws TrainspotError `database-unavailable` when its files cannot be read.
 */
export async function openPglite(folder: string): Promise<Database> {
  const pglite = await openFiles(folder).catch((error: Error) => {
    throw new TrainspotError(
      'database-unavailable',
      `The embedded database cannot be opened (${error.message.split('\n')[0]}). Free some space, put back a ` +
        'copy of the data folder, or choose another one with --data.',
      { cause: error },
    );
  });
  return {
    ...session(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(insideTransaction(session(transaction)))),
    close: () => pglite.close(),
  };
}

async function openFiles(folder: string): Promise<PGlite> {
  if (!(await exists(folder))) {
    // Made under another name: one that was interrupted half-way would never open again.
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await (await PGlite.create(unfinished)).close();
    await rename(unfinished, folder);
  }
  return PGlite.create(folder);
}

function session(connection: PGlite | Transaction): Session {
  return {
    engine: 'pglite',
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      return (await connection.query<Row>(sql, [...parameters])).rows;
    },
    async runScript(sql) {
      await connection.exec(sql);
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
