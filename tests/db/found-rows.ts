import type { KeypointBytes } from '../../src/core/keypoints.ts';
import { findRowsOfCheck, type FoundRow } from '../../src/db/check-rows.ts';
import type { Database } from '../../src/db/database.ts';
import { digest } from './rows.ts';

const NO_FILE = { sha256: digest('sha256', 'no file'), md5: digest('md5', 'no file') };

/** The rows that a check finds by a picture's bytes. @param datasets all when left out */
export async function findByBytes(
  database: Database,
  picture: { sha256: string; md5: string },
  datasets?: readonly string[],
): Promise<Omit<FoundRow, 'seenKeypoints'>[]> {
  const all = await database.query<{ dataset: string }>('select dataset from datasets');
  const names = datasets ?? all.map(({ dataset }) => dataset);
  const nothing = { wanted: [], all: [], compared: [] };
  const { rows } = await findRowsOfCheck(database, picture, nothing, names);
  return rows.map(({ seenKeypoints: _seenKeypoints, ...row }) => row);
}

/** The keypoints that a check has of what was seen of these rows. */
export async function seenKeypoints(
  database: Database,
  ids: readonly number[],
): Promise<Map<number, KeypointBytes>> {
  const broughtUp = { wanted: ids, all: ids, compared: ids };
  const { rows } = await findRowsOfCheck(database, NO_FILE, broughtUp, []);
  return new Map(
    rows.flatMap(({ id, seenKeypoints: keypoints }) => (keypoints === null ? [] : [[id, keypoints]])),
  );
}
