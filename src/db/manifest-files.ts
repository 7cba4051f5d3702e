import type { ManifestRow } from '../core/dataset.ts';
import type { Database } from './database.ts';
import { storable } from './text.ts';

/**
 * The ids of the files that these rows name, by name; new ones are recorded. Rows that name none have ids of their
 * own.
 */
export async function ensureManifestFiles(
  database: Database,
  datasetId: number,
  rows: readonly Pick<ManifestRow, 'file'>[],
): Promise<Map<string | null, number>> {
  const names = [...new Set(rows.flatMap(({ file }) => (file === null ? [] : [file])))];
  if (names.length === 0) return new Map();
  const ids = await database.query<{ place: number; id: number }>(
    `with wanted as (select name, place from unnest($2::text[]) with ordinality as w (name, place)),
     added as (
       insert into manifest_files (dataset_id, name)
       select $1, name from wanted group by name order by name
       -- Not "do nothing": another writer's row, not yet seen here, is to be answered too.
       on conflict (dataset_id, name) do update set name = excluded.name
       returning id, name)
     select w.place, a.id from wanted w join added a on a.name = w.name`,
    [datasetId, names.map(storable)],
  );
  return new Map(ids.map(({ place, id }) => [names[place - 1], id]));
}
