import { PGlite } from '@electric-sql/pglite';
import { dataDir } from '@electric-sql/pglite-prepopulatedfs';

/** The engine fills them all as it opens: its own measure, 128 MB, held 100 MB more of what the system's cache holds as well. */
const BUFFERS = '32MB';

/** Opens the database whose files `folder` holds, in this thread. @param onStderr told each line, and answers false */
export function openFiles(folder: string, onStderr?: (text: string) => boolean): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${BUFFERS}`];
  return PGlite.create(folder, { onStderr, startParams });
}

/**
 * Makes the files of an empty database in `folder`: PGlite's own, packed by those who make it. They were made by an
 * earlier PGlite of the same PostgreSQL; the engine refuses those of another. (To make them anew takes four times as long.)
 */
export async function makeFiles(folder: string): Promise<void> {
  await (await PGlite.create(folder, { loadDataDir: await dataDir() })).close();
}
