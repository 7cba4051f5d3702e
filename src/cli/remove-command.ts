import type { Config } from '../runtime/config.ts';
import { commandDatabase } from '../service/command-database.ts';
import { removeRows, type RemoveRequest } from '../service/indexing/remove-rows.ts';
import { printJson } from './terminal.ts';

/** Takes the rows out that the request names, and says how many those were. */
export async function remove(request: RemoveRequest, config: Config): Promise<void> {
  const { database } = await commandDatabase(config);
  try {
    printJson(await removeRows(request, config, database), 0);
  } finally {
    await database.close();
  }
}
