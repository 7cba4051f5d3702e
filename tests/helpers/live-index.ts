import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../src/db/database.ts';
import type { Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
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
import { embeddedEngine, emptyDatabase } from './databases.ts';
import { WORDS_CARD } from './words-index.ts';

/** A row that was published with the vector of `picture`, and no picture. */
export interface LiveRow {
  picture: Uint8Array;
  url: string;
}

/** An index as a dataset of vectors and addresses gives it, and a service over it. */
export interface LiveIndex {
  database: Database;
  trainspot: OpenTrainspot;
  /** Opens it once more, by these settings. */
  reopen(environment: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/** What the indexes of one suite have in common: a database, a model that was drawn, and the threads that it runs in. */
export interface LiveHome {
  /**
   * Lays an index of published vectors in the place of the one before: of each row's picture, and its address.
   * @param environment of the service; `FETCH_PRIVATE_HOSTS` names the hosts that a test serves
   */
  lay(rows: readonly LiveRow[], environment: Record<string, string>): Promise<LiveIndex>;
  close(): Promise<void>;
}

export async function openLiveHome(): Promise<LiveHome> {
  const home = await embeddedEngine.create();
  const { dataDir } = home.settings;
  const [model, set] = [join(dataDir, 'model'), join(dataDir, 'set')];
  const { modelsDir, segmentsDir } = dataPaths(dataDir);
  await layDrawnClip(model, { text: false });
  await pullModel(findModelCard(WORDS_CARD), modelsDir, { folder: model });
  const database = await home.open();
  const configOf = (settings: Record<string, string>) =>
    loadConfig({ WORKER_THREADS: '1', ...settings, DATA_DIR: dataDir });
  const fingerprinter = configuredFingerprinter(configOf({}));
  /** The service's own, which outlives it. */
  const lent: Fingerprinter = { ...fingerprinter, close: async () => {} };
  const report = (problem: Error): void => {
    throw problem;
  };
  const open = (settings: Record<string, string>): OpenTrainspot =>
    openTrainspot(configOf(settings), database, { report, fingerprinter: lent });
  return {
    async lay(rows, environment) {
      await emptyDatabase(database);
      await Promise.all([segmentsDir, set].map((folder) => rm(folder, { recursive: true, force: true })));
      await laySet(set, rows, fingerprinter);
      await indexDataset({ dataset: 'laion-400m', embeddings: set }, configOf(environment), database);
      const index: LiveIndex = {
        database,
        trainspot: open(environment),
        async reopen(settings) {
          await index.trainspot.close();
          index.trainspot = open({ ...environment, ...settings });
        },
        close: () => index.trainspot.close(),
      };
      return index;
    },
    async close() {
      await fingerprinter.close();
      await database.close();
      await home.remove();
    },
  };
}

async function laySet(folder: string, rows: readonly LiveRow[], fingerprinter: Fingerprinter): Promise<void> {
  const options = { views: ['as-is'], keypoints: 'none' } as const;
  const vectors = await Promise.all(
    rows.map(async ({ picture }) => {
      const { embeddings } = await fingerprinter.fingerprint(new Uint8Array(picture), [WORDS_CARD], options);
      return embeddings[0].vector;
    }),
  );
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
