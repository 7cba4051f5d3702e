import type { ApiKey } from '../core/api-key.ts';
import { TrainspotError } from '../core/errors.ts';
import { printable } from '../core/text.ts';
import { insertApiKey, revokeApiKey } from '../db/api-keys.ts';
import type { Database } from '../db/database.ts';
import { newApiKey, secretHash } from './secrets.ts';

const LONGEST_NAME = 200;

/**
 * A new key, which is given out this once and kept as a hash.
 * @throws TrainspotError `usage` where its name is empty or too long
 */
export async function addApiKey(database: Database, name: string): Promise<{ key: string; record: ApiKey }> {
  const said = printable(name).trim();
  if (said === '' || said.length > LONGEST_NAME) {
    throw new TrainspotError(
      'usage',
      `The name has ${said.length} characters; 1 to ${LONGEST_NAME} say whose key it is.`,
    );
  }
  const key = newApiKey();
  return { key, record: await insertApiKey(database, said, secretHash(key)) };
}

/** Ends a key. Its cases stay for those who have their tokens. @throws TrainspotError `usage` where there is none */
export async function endApiKey(database: Database, id: number): Promise<void> {
  if (await revokeApiKey(database, id)) return;
  throw new TrainspotError('usage', `There is no API key ${id} that holds.`);
}
