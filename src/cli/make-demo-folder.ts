import { hasEmbeddedDatabase } from '../db/open.ts';
import type { Config } from '../runtime/config.ts';
import { runOnce } from '../runtime/processes/run-once.ts';

/**
 * Makes the data folder of a server that starts for the first time and indexes the demo set in it, in a process of its
 * own: a server that did it itself held 200 MB more ever after. Does nothing where there is a database already.
 */
export async function makeDemoFolder(config: Config): Promise<void> {
  if (config.DATABASE_URL !== undefined || hasEmbeddedDatabase(config.DATA_DIR)) return;
  await runOnce<Config, void>(new URL('./demo-process', import.meta.url), config);
}
