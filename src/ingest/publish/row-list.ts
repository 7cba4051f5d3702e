import type { ManifestRow } from '../../core/dataset.ts';
import type { Database } from '../../db/database.ts';
import { ensureDataset, type DatasetDescription } from '../../db/datasets.ts';
import { saveImages } from '../../db/images.ts';
import { NO_INDEX } from '../../db/ingested-files.ts';
import { timed, type IngestStage, type OnStage } from '../../runtime/stages.ts';
import { keepCheckpoints } from './checkpoints.ts';
import { toImage } from './image.ts';
import type { Publisher } from './publisher.ts';

/**
 * Takes rows into the database and into no index: they can be found by hash, address and words, and not by picture.
 * What an earlier ingest found of a row's picture is kept.
 */
export async function startRowList(
  database: Database,
  dataset: DatasetDescription,
  onStage?: OnStage<IngestStage>,
): Promise<Publisher<ManifestRow>> {
  const datasetId = await ensureDataset(database, dataset);
  const checkpoints = keepCheckpoints(database, datasetId, NO_INDEX);
  return {
    known: checkpoints.known,
    async finish(file, counts) {
      await checkpoints.finish(file, counts)?.();
    },
    fresh: async (rows) => [...rows],
    async add(rows) {
      const images = rows.map((row) => toImage(row, null));
      await timed(onStage, 'save', () => saveImages(database, datasetId, images));
      return rows.map(() => ({ kind: 'listed' }));
    },
    // Rows alone cannot be missed: nothing of them is looked at.
    miss: async () => {},
    publish: async () => {},
    close: async () => {},
  };
}
