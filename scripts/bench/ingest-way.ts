import { join } from 'node:path';
import hnswlib from 'hnswlib-node';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findModelCard } from '../../src/models/models.ts';
import { isRefused } from '../../src/ingest/manifest/format.ts';
import { openPublishedRows } from '../../src/ingest/published-rows.ts';

export interface IngestTask {
  way: 'plain' | 'ours';
  dataDir: string;
  /** Null for an embedded database in `dataDir`. */
  databaseUrl: string | null;
  embeddings: string;
  model: string;
}

export interface IngestFigures {
  rows: number;
  seconds: number;
  rowsPerSecond: number;
  /** Most memory that the process had resident; a server of PostgreSQL's is not in it. */
  mostResidentMb: number;
}

process.once('message', (task: IngestTask) => {
  void measure(task).then((figures) => process.send!(figures, () => process.exit(0)));
});

async function measure(task: IngestTask): Promise<IngestFigures> {
  const { database } = await openDatabase({
    dataDir: task.dataDir,
    databaseUrl: task.databaseUrl ?? undefined,
  });
  const started = performance.now();
  const rows = task.way === 'plain' ? await plainly(task, database) : await asShipped(task, database);
  const seconds = (performance.now() - started) / 1000;
  await database.close();
  return {
    rows,
    seconds: Math.round(seconds),
    rowsPerSecond: Math.round(rows / seconds),
    mostResidentMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

async function asShipped({ dataDir, embeddings, model }: IngestTask, database: Database): Promise<number> {
  const config = { ...loadConfig({}), DATA_DIR: dataDir };
  const { indexed } = await indexDataset({ dataset: 'bench', embeddings, model }, config, database, {});
  return indexed;
}

async function plainly({ dataDir, embeddings, model }: IngestTask, database: Database): Promise<number> {
  const card = findModelCard(model);
  const source = await openPublishedRows(embeddings, card);
  const datasetId = await ensureDataset(database, { dataset: 'bench', release: '1', rowsPublished: null });
  const graph = new hnswlib.HierarchicalNSW('ip', card.dimensions);
  graph.initIndex(source.rowCount!, 16, 200, 100);
  let rows = 0;
  for await (const row of source.rows()) {
    if (isRefused(row)) continue;
    const { vector, ...rest } = row;
    const [id] = await saveImages(database, datasetId, [{ ...rest, picture: null }]);
    graph.addPoint(Array.from(vector), id);
    rows++;
  }
  graph.writeIndexSync(join(dataDir, 'plain.hnsw'));
  return rows;
}
