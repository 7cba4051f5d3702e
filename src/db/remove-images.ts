import type { Database } from './database.ts';
import { lockIndexes } from './indexes.ts';
import { forgetIngestedFiles } from './ingested-files.ts';

/**
 * Takes rows of a dataset out of the database and of every index of it, at once. Their segments hold them until they
 * are merged, and no search gives what the database does not know.
 * @param rows as the manifest names them; null for all
 * @returns how many were there
 */
export async function removeImages(
  database: Database,
  datasetId: number,
  rowIds: readonly string[] | null,
): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockIndexes(transaction, 'dataset_id = $1', datasetId);
    // Writers of rows take theirs in an order of their own, and wait until this is done.
    await transaction.query('lock table images in share row exclusive mode');
    const isRemoved = 'i.dataset_id = $1 and ($2::text[] is null or i.row_id = any ($2))';
    await transaction.query(
      `with gone as (
         delete from indexed_images n using images i
         where i.id = n.image_id and ${isRemoved}
         returning n.segment_id)
       update segments s set deleted = s.deleted + g.rows
       from (
         select coalesce(m.merged_into, m.id) as id, count(*) as rows
         from gone join segments m on m.id = gone.segment_id
         group by coalesce(m.merged_into, m.id)) g
       where s.id = g.id and s.retired_at is null`,
      [datasetId, rowIds],
    );
    await forgetIngestedFiles(transaction, datasetId, null);
    await transaction.query(
      `delete from suppressed_images x using images i
       where i.id = x.image_id and ${isRemoved}`,
      [datasetId, rowIds],
    );
    const [{ removed }] = await transaction.query<{ removed: number }>(
      `with removed as (delete from images i where ${isRemoved} returning 1)
       select count(*) as removed from removed`,
      [datasetId, rowIds],
    );
    return removed;
  });
}
