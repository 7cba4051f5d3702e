import type { Config } from '../runtime/config.ts';
import { TrainspotError } from '../core/errors.ts';
import { dataFolderHolder, type DataFolderHolder } from '../db/data-folder.ts';
import { expectMigrated } from '../db/migrate.ts';
import { enterSideDoor, type Entered } from '../db/side-door/enter.ts';
import { compiledLate } from '../runtime/wasm-tiering.ts';
import { configuredDatabase } from './components.ts';

/**
 * The database for the work of a command: the one of a running server, by its side door, where that holds the embedded
 * database; else the command's own.
 * @throws TrainspotError as `configuredDatabase` does; `data-folder-in-use` too where the server is another user's or of
 * another version
 */
export async function commandDatabase(config: Config): Promise<Entered> {
  return (await serversDatabase(config)) ?? ownDatabase(config);
}

async function ownDatabase(config: Config): Promise<Entered> {
  const { database } = await compiledLate(() => configuredDatabase(config));
  return { database, serverEnds: new AbortController().signal };
}

async function serversDatabase(config: Config): Promise<Entered | null> {
  if (config.DATABASE_URL !== undefined) return null;
  // What is wrong with the folder is said by whoever claims it.
  const holder = await dataFolderHolder(config.DATA_DIR).catch(() => null);
  if (typeof holder?.sideDoor !== 'string') return null;
  const entered = await enterSideDoor(holder.sideDoor).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof TrainspotError) throw error;
    if (error.code === 'EACCES' || error.code === 'EPERM') throw ofAnotherUser(holder);
    // The server has just ended; or it is in a container, and this outside.
    return null;
  });
  if (entered === null) return null;
  try {
    await expectMigrated(entered.database);
    return entered;
  } catch (error) {
    await entered.database.close();
    throw error;
  }
}

function ofAnotherUser({ pid, address }: DataFolderHolder): TrainspotError {
  return new TrainspotError(
    'data-folder-in-use',
    `The data folder is in use by process ${pid}, a server at ${address} that another user runs. Run this as that user, ` +
      'or stop the server first.',
  );
}
