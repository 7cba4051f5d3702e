import type { Database } from '../../db/database.ts';
import type { DataFolderHolder } from '../../db/data-folder.ts';
import { missingMigrations } from '../../db/migrate.ts';
import { hasEmbeddedDatabase, openAsItIs } from '../../db/open.ts';
import { enterSideDoor } from '../../db/side-door/enter.ts';
import { steadyMs } from '../../core/clock.ts';
import { counted } from '../../core/words/counts.ts';
import type { Config } from '../../runtime/config.ts';
import { ok, warning, type Finding } from './finding.ts';

/** From here a check, which asks once or twice, is slowed down by it. */
const SLOW_MS = 50;
/** The first is slower: a connection is made for it. */
const TRIES = 5;

/** A database that was opened to be looked at. */
export interface LookedAt {
  found: readonly Finding[];
  /** Null where there is none yet, or where its tables are not those of this version. */
  database: Database | null;
  close: () => Promise<void>;
}

/**
 * Opens the database of the settings and changes nothing of it: the running server's by its side door, where that holds it.
 * @throws TrainspotError as `openDatabase` and `enterSideDoor` do
 */
export async function lookAtDatabase(config: Config, holder: DataFolderHolder | null): Promise<LookedAt> {
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, DATABASE_TIMEOUT_MS: answerMs } = config;
  if (databaseUrl === undefined && !hasEmbeddedDatabase(dataDir)) {
    const says = 'There is none yet: the embedded one is made by the first command that needs it.';
    return { found: [ok('database', says)], database: null, close: () => Promise.resolve() };
  }
  const { database } =
    databaseUrl === undefined && holder?.sideDoor !== undefined
      ? await enterSideDoor(holder.sideDoor)
      : await openAsItIs({ databaseUrl, dataDir, answerMs });
  try {
    const missing = await missingMigrations(database);
    const found = [await whichAndHowFast(database)];
    if (missing.length > 0) {
      const many = counted(missing.length, 'migration');
      const says = `It lacks ${many}, ${missing[0]} the first: any other command applies them. Make a copy of it before.`;
      found.push(warning('database', says));
    }
    return { found, database: missing.length > 0 ? null : database, close: () => database.close() };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

async function whichAndHowFast(database: Database): Promise<Finding> {
  const [{ version }] = await database.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  let fastestMs = Infinity;
  for (let tried = 0; tried < TRIES; tried++) {
    const begunMs = steadyMs();
    await database.query('select 1');
    fastestMs = Math.min(fastestMs, steadyMs() - begunMs);
  }
  const which = database.engine === 'pglite' ? 'The embedded PostgreSQL' : 'PostgreSQL';
  const says = `${which} ${version}; it answers in ${fastestMs.toFixed(1)} ms.`;
  if (fastestMs < SLOW_MS) return ok('database', says);
  return warning('database', `${says} That slows every check down: is it far away, or busy?`);
}
