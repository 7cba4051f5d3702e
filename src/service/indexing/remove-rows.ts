import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import type { DatasetRelease } from '../../core/dataset.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { listDatasets } from '../../db/datasets.ts';
import { listPublishedIndexes } from '../../db/indexes.ts';
import { removeImages } from '../../db/remove-images.ts';
import { startSegmentBuilder } from '../../index/segment/builder.ts';
import { mergeAlone } from '../../ingest/publish/merge-alone.ts';
import { leftInWords } from '../../ingest/publish/merge.ts';
import { SEGMENT_ROWS } from '../../ingest/publish/publisher.ts';
import { chosenRelease, type DatasetChoice, rowIdsIn } from './chosen-rows.ts';

export interface RemoveRequest extends DatasetChoice {
  /** File of row ids, one a line. */
  rows?: string;
  /** Every row; said on purpose. */
  all?: boolean;
}

export interface RemoveSummary extends DatasetRelease {
  removed: number;
  /** Segments that were merged away. */
  segmentsFewer: number;
  /** What was left to a later ingest; left out where nothing was. */
  note?: string;
}

/**
 * Takes rows of a dataset out of the database and its indexes, without building these anew: no answer has them from
 * now on, and segments of which much is gone are written again without. A later ingest of the rows brings them back;
 * `suppress` is for what is to stay away.
 * @throws TrainspotError `usage` where the request does not say which rows, or of which release
 */
export async function removeRows(
  request: RemoveRequest,
  config: Config,
  database: Database,
): Promise<RemoveSummary> {
  if ((request.rows === undefined) === (request.all !== true)) {
    throw new TrainspotError('usage', 'Say which rows: --rows FILE with a row id a line, or --all.');
  }
  const { id, dataset, release } = chosenRelease(await listDatasets(database), request);
  const rowIds = request.rows === undefined ? null : await rowIdsIn(request.rows);
  const removed = await removeImages(database, id, rowIds);
  const { segmentsDir } = dataPaths(config.DATA_DIR);
  const builder = startSegmentBuilder(1, segmentsDir);
  try {
    const merged = { fewer: 0, left: 0 };
    const indexes = await listPublishedIndexes(database);
    for (const index of indexes.filter((each) => each.dataset === dataset && each.release === release)) {
      const { indexId, model, modelRevision, dimensions } = index;
      const description = { engine: config.INDEX_ENGINE, model, modelRevision, dimensions };
      const inWork = { database, segmentsDir, indexId, description, builder };
      // Larger ones are not what somebody waits for who takes rows out.
      const mostRows = Math.min(SEGMENT_ROWS, config.SEGMENT_MAX_ROWS);
      const { fewer, left } = await mergeAlone(inWork, mostRows);
      merged.fewer += fewer;
      merged.left += left;
    }
    const note = leftInWords(merged);
    return { dataset, release, removed, segmentsFewer: merged.fewer, ...(note !== null && { note }) };
  } finally {
    await builder.close();
  }
}
