import type { OtherIndex } from '../calibrate/measured.ts';
import { calibrate } from '../calibrate/run.ts';
import { startEditor } from '../calibrate/editor.ts';
import { followIndexes } from '../check/search/open-indexes.ts';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { startSearchPool } from '../index/search/pool.ts';
import type { FloorReport } from '../models/floor-report.ts';
import { writeFloorReport } from '../models/measured-floors.ts';
import { findModelCard } from '../models/models.ts';
import { installedRevision } from '../models/store.ts';
import type { Config } from '../runtime/config.ts';
import { dataPaths } from '../runtime/data-paths.ts';
import { softwareVersion } from '../runtime/software.ts';
import { commandDatabase } from './command-database.ts';
import { configuredFingerprinter } from './components.ts';
import type { Progress } from './indexing/index-dataset.ts';

export interface CalibrateRequest {
  model: string;
  /** Folder of pictures, each another one than every other. */
  pictures: string;
  /** Datasets in which none of them stands. */
  absentFrom: readonly string[];
  /** Pictures that are edited and asked at most. */
  most: number;
}

/** Where indexes are opened for one question; nothing is followed. */
const HOUR_MS = 3_600_000;

/**
 * Measures a model's floors and writes them beside its files; from then on they hold in this data folder.
 * @param begin told of each part of the work
 * @throws TrainspotError `model-unknown`, `model-not-pulled`; `usage` for pictures that cannot be measured by;
 * `dataset-unknown` for a dataset without an index of the model
 */
export async function calibrateModel(
  request: CalibrateRequest,
  config: Config,
  begin: (title: string, total: number) => Progress,
): Promise<{ report: FloorReport; path: string }> {
  const card = findModelCard(request.model);
  const { modelsDir } = dataPaths(config.DATA_DIR);
  const identity = {
    modelRevision: await installedRevision(card, modelsDir),
    measuredOn: new Date().toISOString().slice(0, 10),
    software: await softwareVersion(),
  };
  const threads = config.WORKER_THREADS;
  const fingerprinter = configuredFingerprinter(config);
  const editor = startEditor(threads, config.PICTURE_MAX_PIXELS);
  const opened = await openOthers(card, request.absentFrom, config);
  let shown: { what: string; progress: Progress } | null = null;
  try {
    const report = await calibrate(card, identity, request.pictures, request.most, {
      fingerprinter,
      editor,
      indexes: opened.indexes,
      maxBytes: config.UPLOAD_MAX_BYTES,
      atOnce: threads + 1,
      onProgress(what, done, total) {
        if (shown?.what !== what) {
          shown?.progress.finish();
          shown = { what, progress: begin(what === 'reading' ? 'Reading' : 'Measuring', total) };
        }
        shown.progress.update(done);
      },
    });
    return { report, path: await writeFloorReport(card, modelsDir, report) };
  } finally {
    (shown as { progress: Progress } | null)?.progress.finish();
    await Promise.all([fingerprinter.close(), editor.close(), opened.close()]);
  }
}

interface OpenOthers {
  indexes: OtherIndex[];
  close(): Promise<void>;
}

/** The indexes of the card's model of these datasets; no database is opened for none. */
async function openOthers(card: ModelCard, names: readonly string[], config: Config): Promise<OpenOthers> {
  if (names.length === 0) return { indexes: [], close: async () => {} };
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const { database } = await commandDatabase(config);
  const pool = startSearchPool(config.WORKER_THREADS, segmentsDir);
  const problems: Error[] = [];
  const live = await followIndexes(database, pool, modelsDir, HOUR_MS, (problem) => problems.push(problem));
  const close = async (): Promise<void> => {
    await live.stop();
    await pool.close();
    await database.close();
  };
  const ofModel = live.current().open.filter(({ model }) => model === card.name);
  const indexes = names.flatMap((name) => ofModel.filter(({ dataset }) => dataset === name));
  const missing = names.find((name) => !ofModel.some(({ dataset }) => dataset === name));
  if (missing !== undefined) {
    await close();
    const known = [...new Set(ofModel.map(({ dataset }) => dataset))].join(', ') || 'none';
    const why = problems.map(({ message }) => ` ${message}`).join('');
    throw new TrainspotError(
      'dataset-unknown',
      `There is no index of ${card.name} of '${missing}' here; there are: ${known}.${why}`,
    );
  }
  return {
    indexes: indexes.map(({ indexId, dataset, rowsIndexed }) => ({
      dataset,
      rows: rowsIndexed,
      async nearest(vectors) {
        const lists = await pool.search(indexId, vectors, 1);
        return lists.map(([nearest]) => nearest?.similarity ?? -1);
      },
    })),
    close,
  };
}
