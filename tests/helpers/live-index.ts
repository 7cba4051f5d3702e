import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import type { OpenTrainspot } from '../../src/service/trainspot.ts';
import { npy } from '../ingest/npy-files.ts';
import { write } from '../ingest/parquet-files.ts';
import { layDrawnClip } from '../models/drawn-clip.ts';
import { WORDS_CARD } from './words-index.ts';

/** A row that was published with the vector of `picture`, and no picture. */
export interface LiveRow {
  picture: Uint8Array;
  url: string;
}

/** An index as a dataset of vectors and addresses gives it, and a service over it. */
export interface LiveIndex {
  dataDir: string;
  database: Database;
  trainspot: OpenTrainspot;
  /** Opens it once more, by these settings. */
  reopen(environment: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Lays an index of published vectors: of each row's picture by a model that was drawn, and its address.
 * @param environment of the service; `FETCH_PRIVATE_HOSTS` names the hosts that a test serves
 */
export async function layLiveIndex(
  rows: readonly LiveRow[],
  environment: Record<string, string>,
): Promise<LiveIndex> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trainspot-live-'));
  const configOf = (settings: Record<string, string>) =>
    loadConfig({ WORKER_THREADS: '2', ...settings, DATA_DIR: dataDir });
  const config = configOf(environment);
  const [model, set] = [join(dataDir, 'model'), join(dataDir, 'set')];
  await layDrawnClip(model, { text: false });
  await pullModel(findModelCard(WORDS_CARD), dataPaths(dataDir).modelsDir, { folder: model });
  await laySet(set, rows, config);
  const { database } = await openDatabase({ dataDir });
  await indexDataset({ dataset: 'laion-400m', embeddings: set }, config, database);
  const report = (problem: Error): void => {
    throw problem;
  };
  const index: LiveIndex = {
    dataDir,
    database,
    trainspot: openTrainspot(config, database, { report }),
    async reopen(settings) {
      await index.trainspot.close();
      index.trainspot = openTrainspot(configOf({ ...environment, ...settings }), database, { report });
    },
    async close() {
      await index.trainspot.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return index;
}

async function laySet(
  folder: string,
  rows: readonly LiveRow[],
  config: ReturnType<typeof loadConfig>,
): Promise<void> {
  const fingerprinter = configuredFingerprinter(config);
  const options = { views: ['as-is'], keypoints: 'none' } as const;
  const vectors = await Promise.all(
    rows.map(async ({ picture }) => {
      const { embeddings } = await fingerprinter.fingerprint(new Uint8Array(picture), [WORDS_CARD], options);
      return embeddings[0].vector;
    }),
  );
  await fingerprinter.close();
  await mkdir(join(folder, 'img_emb'), { recursive: true });
  await mkdir(join(folder, 'metadata'));
  await writeFile(join(folder, 'img_emb', 'img_emb_0.npy'), npy(vectors));
  const text = (name: string, value: (i: number) => string) => ({
    name,
    data: rows.map((_, i) => value(i)),
    type: 'STRING' as const,
  });
  await write(join(folder, 'metadata'), 'metadata_0.parquet', [
    text('url', (i) => rows[i].url),
    text('caption', (i) => `row ${i}`),
    text('NSFW', () => 'UNLIKELY'),
  ]);
}
