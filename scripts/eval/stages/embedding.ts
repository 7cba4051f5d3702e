import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgress } from '../../../src/cli/progress.ts';
import type { Config } from '../../../src/runtime/config.ts';
import { disableNativeTelemetry } from '../../../src/runtime/native-telemetry.ts';
import { mapConcurrently } from '../../../src/core/concurrency.ts';
import type { Embedding } from '../../../src/core/embedding.ts';
import { flat } from '../../../src/index/engines/flat.ts';
import type { VectorIndex, VectorIndexBuilder } from '../../../src/index/engines/vector-index.ts';
import { startPool, type WorkerPool } from '../../../src/runtime/threads/pool.ts';
import type { EvalRow } from '../set/row.ts';
import { rowKey } from '../set/row-key.ts';
import type { EmbedTask } from './embed-worker.ts';
import type { EvalModel } from './models.ts';

/** Rows embedded between two additions: an addition waits for the slowest of them. */
const BATCH_ROWS = 256;

/** Rows that count as near. The verification compares about as many. */
const NEAR_ROWS = 50;

/** The embedding by itself: the nearest rows of all, by exact search, of the picture as it lies. */
export interface EmbeddingStage {
  /** Model → keys of the 50 rows nearest to the picture, nearest first. */
  nearest(picture: Uint8Array): Promise<Record<string, string[]>>;
  close(): Promise<void>;
}

/**
 * Embeds every row with every model, whatever is in the index. The vectors are kept in the set's data folder, in
 * one file a model, and read from there the next time.
 */
export async function openEmbeddingStage(
  rows: readonly EvalRow[],
  models: readonly EvalModel[],
  config: Config,
  isQuiet: boolean,
): Promise<EmbeddingStage> {
  disableNativeTelemetry();
  const threads = config.WORKER_THREADS;
  const folder = join(config.DATA_DIR, 'eval-vectors');
  await mkdir(folder, { recursive: true });
  const pool: Embedders = startPool(new URL('./embed-worker', import.meta.url), threads, null);
  try {
    const missing = models.filter((model) => !existsSync(vectorsFile(folder, model)));
    if (missing.length > 0) await embedRows(rows, missing, folder, pool, threads, isQuiet);
    const indexes: VectorIndex[] = [];
    for (const model of models) {
      indexes.push(await flat.open(vectorsFile(folder, model), model.card.dimensions, rows.length));
    }
    return {
      async nearest(picture) {
        const vectors = await pool.run({ picture, models });
        return Object.fromEntries(
          models.map(({ name }, i) => [name, nearestRows(rows, indexes[i], vectors[i])]),
        );
      },
      close: () => pool.close(),
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

type Embedders = WorkerPool<EmbedTask, Embedding[]>;

function nearestRows(rows: readonly EvalRow[], index: VectorIndex, vector: Embedding): string[] {
  return index
    .search(vector, NEAR_ROWS)
    .map(({ ordinal }) => rowKey(rows[ordinal].dataset, rows[ordinal].name));
}

async function embedRows(
  rows: readonly EvalRow[],
  models: readonly EvalModel[],
  folder: string,
  pool: Embedders,
  threads: number,
  isQuiet: boolean,
): Promise<void> {
  const title = `Embedding rows by ${models.map(({ name }) => name).join(', ')}`;
  const progress = isQuiet ? null : startProgress(title, rows.length);
  const builders = models.map(({ card }): VectorIndexBuilder => flat.create(card.dimensions, rows.length));
  for (let first = 0; first < rows.length; first += BATCH_ROWS) {
    const batch = rows.slice(first, first + BATCH_ROWS);
    const vectors = await mapConcurrently(batch, threads * 2, async (row) =>
      pool.run({ picture: await row.picture(), models }),
    );
    for (const each of vectors) each.forEach((vector, i) => builders[i].add(vector));
    progress?.update(first + batch.length);
  }
  progress?.finish();
  for (const [i, model] of models.entries()) {
    const file = vectorsFile(folder, model);
    await builders[i].save(`${file}.part`);
    await rename(`${file}.part`, file);
  }
}

/** One file for each state of a model's weights. */
function vectorsFile(folder: string, { sha256 }: EvalModel): string {
  return join(folder, `${sha256.slice(0, 16)}.flat`);
}
