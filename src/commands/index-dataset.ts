import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Config } from '../config/config.ts';
import { dataPaths } from '../config/data-paths.ts';
import { TrainspotError } from '../core/errors.ts';
import { PUBLISHED_REVISION, type ModelCard } from '../core/model-card.ts';
import type { IngestCounts } from '../core/outcome.ts';
import type { Database } from '../db/database.ts';
import type { DatasetDescription } from '../db/datasets.ts';
import { cardsPublishedWith, findModelCard } from '../embed/models.ts';
import { isInstalled } from '../embed/store.ts';
import { removeStaleTemporaries } from '../index/segment-files.ts';
import { isClipRetrievalFolder } from '../ingest/embeddings/pairs.ts';
import { picturesInFolder } from '../ingest/fetch/folder.ts';
import type { PictureSource } from '../ingest/fetch/picture-source.ts';
import { picturesInTars } from '../ingest/fetch/tar.ts';
import { picturesOverHttp } from '../ingest/fetch/web.ts';
import { lookAtPictures, takePublishedVectors, takeRowsAlone } from '../ingest/look.ts';
import { openManifest, type OpenManifest } from '../ingest/manifest/open.ts';
import { openPublishedRows } from '../ingest/published-rows.ts';
import { startPublisher } from '../ingest/publish/publisher.ts';
import { startRowList } from '../ingest/publish/row-list.ts';
import { runIngest, type IngestSettings } from '../ingest/run.ts';
import { datasetFacts } from '../knowledge/datasets.ts';
import { configuredFingerprinter, installedSpace, politeDownloader } from './parts.ts';
import { startProgress } from './progress.ts';

export interface IndexRequest {
  dataset: string;
  release?: string;
  /** What lists the rows; may be left out with `embeddings` alone. */
  manifest?: string;
  /** Folder of the pictures; without it they lie beside the manifest (img2dataset) or are fetched from the web. */
  pictures?: string;
  /** Embeddings that were published with the dataset, and their rows: see `openPublishedRows`. */
  embeddings?: string;
  /** Saves what the manifest says of its rows, and no more: no picture, no model, no index. */
  metadataOnly?: boolean;
  model?: string;
  /** Indexes every row anew, whatever the index holds. */
  rebuild?: boolean;
}

/** The one-line summary of an ingest; every row read is in `indexed`, `listed`, `skipped`, `refused` or `failed`. */
export interface IndexSummary extends IngestCounts {
  dataset: string;
  release: string;
  /** Null where the rows were only listed. */
  model: string | null;
  /** Rows that are not refused. */
  kept: number;
  seconds: number;
  /** What is still to be done before the rows can be searched; left out where it is nothing. */
  note?: string;
}

/** An ingest of one kind, ready to run. */
interface Ingest {
  /** Null where no model has to do with it. */
  model: string | null;
  rowCount: number | null;
  note?: string;
  run(settings: IngestSettings): Promise<IngestCounts>;
  close(): Promise<void>;
}

/**
 * Takes in what the request names, in one of three kinds: pictures, published embeddings, or rows alone. With `quiet`,
 * no progress is drawn.
 * @throws TrainspotError `usage` where the request asks for two kinds at once, or for none
 */
export async function indexDataset(
  request: IndexRequest,
  config: Config,
  database: Database,
  quiet: boolean,
  signal?: AbortSignal,
): Promise<IndexSummary> {
  const startedAt = Date.now();
  const { segmentsDir } = dataPaths(config.DATA_DIR);
  await mkdir(segmentsDir, { recursive: true });
  await removeStaleTemporaries(segmentsDir);
  const facts = datasetFacts(request.dataset);
  const dataset = {
    dataset: facts?.name ?? request.dataset,
    release: request.release ?? facts?.release ?? 'unknown',
    rowsPublished: facts?.rowsPublished ?? null,
  };
  const { model, rowCount, note, run, close } = await kindOf(request)(request, dataset, config, database);
  const progress = quiet ? null : startProgress(`Indexing ${request.dataset}`, rowCount);
  try {
    const onProgress = (now: IngestCounts): void => progress?.update(now.rows, countsInWords(now));
    const counts = await run({ onProgress, signal });
    progress?.finish();
    const seconds = (Date.now() - startedAt) / 1000;
    const kept = counts.rows - sum(counts.refused);
    return { ...dataset, model, ...counts, kept, seconds, ...(note === undefined ? {} : { note }) };
  } finally {
    await close();
  }
}

type Kind = (
  request: IndexRequest,
  dataset: DatasetDescription,
  config: Config,
  database: Database,
) => Promise<Ingest>;

function kindOf({ manifest, pictures, embeddings, metadataOnly, model, rebuild }: IndexRequest): Kind {
  const refuse = (why: string): never => {
    throw new TrainspotError('usage', why);
  };
  if (embeddings !== undefined) {
    if (manifest !== undefined || pictures !== undefined || metadataOnly) {
      refuse(
        '--embeddings brings rows and vectors with it: leave out --manifest, --pictures and --metadata-only.',
      );
    }
    return ingestOfEmbeddings;
  }
  if (manifest === undefined) return refuse('Give --manifest, or --embeddings.');
  if (!metadataOnly) return ingestOfPictures;
  if (pictures !== undefined || model !== undefined || rebuild) {
    refuse(
      '--metadata-only touches no picture, model or index: leave out --pictures, --model and --rebuild.',
    );
  }
  return ingestOfRows;
}

const ingestOfPictures: Kind = async (request, dataset, config, database) => {
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const space = await installedSpace(findModelCard(request.model ?? config.MODEL), modelsDir);
  const manifest = await openManifestOf(request);
  const pictures = await openPictures(request.pictures ?? manifest.picturesDir, config);
  const fingerprinter = configuredFingerprinter(config);
  const publisher = await startPublisher(database, dataset, space, segmentsDir, {
    rebuild: request.rebuild,
  });
  const look = lookAtPictures(pictures.source, fingerprinter, space.model, pictures.concurrency);
  return {
    model: space.model,
    rowCount: manifest.rowCount,
    run: (settings) => runIngest(manifest, look, publisher, settings),
    async close() {
      await Promise.all([publisher.close(), fingerprinter.close(), pictures.close()]);
    },
  };
};

const ingestOfEmbeddings: Kind = async (request, dataset, config, database) => {
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const card = publishedCard(dataset.dataset, request.model);
  const rows = await openPublishedRows(request.embeddings ?? '', card);
  const space = { model: card.name, modelRevision: PUBLISHED_REVISION, dimensions: card.dimensions };
  const publisher = await startPublisher(database, dataset, space, segmentsDir, {
    rebuild: request.rebuild,
  });
  return {
    model: card.name,
    rowCount: rows.rowCount,
    ...((await isInstalled(card, modelsDir)) ? {} : { note: pullFirst(card) }),
    run: (settings) => runIngest(rows, takePublishedVectors, publisher, settings),
    close: () => publisher.close(),
  };
};

const ingestOfRows: Kind = async (request, dataset, _config, database) => {
  const manifest = await openManifestOf(request);
  const list = await startRowList(database, dataset);
  return {
    model: null,
    rowCount: manifest.rowCount,
    run: (settings) => runIngest(manifest, takeRowsAlone, list, settings),
    close: () => list.close(),
  };
};

async function openManifestOf({ manifest = '' }: IndexRequest): Promise<OpenManifest> {
  if (!(await isClipRetrievalFolder(manifest))) return openManifest(manifest);
  throw new TrainspotError(
    'usage',
    `'${basename(manifest)}' is a folder of published embeddings. Give it as --embeddings; or its folder metadata as ` +
      '--manifest, for its rows alone.',
  );
}

/**
 * The card of the vectors that were published with a dataset.
 * @param named by the user; of a dataset that no card knows, this is taken at their word
 * @throws TrainspotError `model-mismatch` where the dataset's vectors are another card's, `usage` where it has to be named
 */
function publishedCard(dataset: string, named: string | undefined): ModelCard {
  const known = cardsPublishedWith(dataset);
  const names = known.map(({ name }) => name).join(' or ');
  if (named !== undefined) {
    const card = findModelCard(named);
    if (known.length === 0 || known.includes(card)) return card;
    throw new TrainspotError(
      'model-mismatch',
      `The embeddings of ${dataset} are not ${named}'s, but ${names}'s.`,
    );
  }
  if (known.length === 1) return known[0];
  const which =
    known.length === 0 ? 'Which model they are of is not known here' : `There are those of ${names}`;
  throw new TrainspotError('usage', `Name the model of the embeddings of ${dataset} by --model. ${which}.`);
}

function pullFirst({ name }: ModelCard): string {
  return (
    `The rows are indexed, and no picture can be searched in them yet: that takes the model ${name}, which is not ` +
    `here. Run: npx trainspot models pull ${name}`
  );
}

interface Pictures {
  source: PictureSource;
  /** Pictures worth fetching at once. */
  concurrency: number;
  close(): Promise<void>;
}

/** The pictures of a folder, in it or in its archives; without one those of the web. */
async function openPictures(dir: string | null, config: Config): Promise<Pictures> {
  if (dir !== null) {
    const files = await picturesInFolder(dir, config.UPLOAD_MAX_BYTES);
    const source = picturesInTars(dir, config.UPLOAD_MAX_BYTES, files);
    return { source, concurrency: config.WORKER_THREADS * 2, close: () => source.close() };
  }
  const downloader = politeDownloader(config);
  return {
    source: picturesOverHttp(downloader),
    concurrency: config.FETCH_CONCURRENCY,
    close: () => downloader.close(),
  };
}

/** Such as "40 indexed, 8 skipped, 2 failed (http-404 2)". */
export function countsInWords({ indexed, listed, skipped, refused, failed }: IngestCounts): string {
  const parts = [listed > 0 ? `${listed} listed` : `${indexed} indexed`];
  if (skipped) parts.push(`${skipped} skipped`);
  for (const [word, reasons] of [
    ['refused', refused],
    ['failed', failed],
  ] as const) {
    const each = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
    if (each.length > 0) parts.push(`${sum(reasons)} ${word} (${each.join(', ')})`);
  }
  return parts.join(', ');
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
