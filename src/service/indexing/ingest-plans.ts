import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { timed, type IngestStage, type OnStage } from '../../runtime/stages.ts';
import { TrainspotError } from '../../core/errors.ts';
import { PUBLISHED_REVISION, type ModelCard } from '../../core/model-card.ts';
import type { Database } from '../../db/database.ts';
import type { DatasetDescription } from '../../db/datasets.ts';
import { cardsPublishedWith, findModelCard } from '../../models/models.ts';
import { isInstalled } from '../../models/store.ts';
import type { Fingerprinter } from '../../fingerprint/fingerprinter.ts';
import { isClipRetrievalFolder } from '../../ingest/embeddings/pairs.ts';
import type { Inputs } from '../../ingest/inputs/input.ts';
import { nameOf } from '../../ingest/inputs/paths.ts';
import { lookAtPictures, takePublishedVectors, takeRowsAlone } from '../../ingest/row-processor.ts';
import { chosenDataset, openManifest, type OpenManifest } from '../../ingest/manifest/open.ts';
import { openPublishedRows } from '../../ingest/published-rows.ts';
import { startPublisher } from '../../ingest/publish/publisher.ts';
import { startRowList } from '../../ingest/publish/row-list.ts';
import { runIngest, type Ingested, type IngestSettings } from '../../ingest/run.ts';
import { datasetFacts } from '../../advice/facts/datasets.ts';
import type { IndexRequest } from './index-request.ts';
import { openFolderPictures, openWebPictures } from './open-pictures.ts';
import { configuredFingerprinter, installedSpace } from '../components.ts';

/** An ingest of one kind, ready to run. */
interface Ingest {
  dataset: DatasetDescription;
  /** Of the manifest. */
  format: string;
  /** Null where no model has to do with it. */
  model: string | null;
  rowCount: number | null;
  /** What is still to be done, by whoever runs it or by a later ingest; running it may add to them. */
  notes: string[];
  run(settings: IngestSettings): Promise<Ingested>;
  close(): Promise<void>;
}

type IngestPlan = (
  request: IndexRequest,
  config: Config,
  database: Database,
  settings: PlanSettings,
) => Promise<Ingest>;

interface PlanSettings {
  /** Finds the files that the request names; whoever opened them closes them. */
  inputs: Inputs;
  signal?: AbortSignal;
  /** Stays open; one of the ingest's own when left out. */
  fingerprinter?: Fingerprinter;
  onStage?: OnStage<IngestStage>;
}

/**
 * The kind of ingest that a request asks for.
 * @throws TrainspotError `usage` where it asks for two at once, or for none
 */
export function planOf(request: IndexRequest): IngestPlan {
  const { manifest, format, columns, pictures, embeddings, metadataOnly, model, rebuild } = request;
  const refuse = (why: string): never => {
    throw new TrainspotError('usage', why);
  };
  for (const name of ['dataset', 'release'] as const) {
    if (request[name]?.trim() === '') refuse(`--${name} is empty; name it, or leave it out.`);
  }
  if (embeddings !== undefined) {
    if ([manifest, format, columns, pictures, metadataOnly].some((each) => each !== undefined)) {
      refuse(
        '--embeddings brings rows and vectors with it: leave out --manifest, --format, --columns, --pictures and ' +
          '--metadata-only.',
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

const ingestOfPictures: IngestPlan = async (request, config, database, settings) => {
  const { inputs, signal, fingerprinter: given, onStage } = settings;
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const space = await installedSpace(findModelCard(request.model ?? config.MODEL), modelsDir);
  const manifest = await timed(onStage, 'manifest', () => openManifestOf(request, inputs));
  const dataset = described(chosenDataset(manifest, request.dataset), request.release);
  const dir = request.pictures ?? manifest.picturesDir;
  const pictures =
    dir === null ? openWebPictures(config, signal) : await openFolderPictures(dir, config, inputs);
  const fingerprinter = given ?? configuredFingerprinter(config);
  const { rebuild = false } = request;
  // Whoever indexes anew asks every link again.
  const deadLinkDays = pictures.fromWeb ? (rebuild ? 0 : config.FETCH_DEAD_LINK_DAYS) : undefined;
  const notes = [...manifest.notes];
  const report = (notice: string): void => void notes.push(notice);
  const publisher = await startPublisher(database, dataset, space, segmentsDir, {
    rebuild,
    deadLinkDays,
    report,
    onStage,
    engine: config.INDEX_ENGINE,
    mostRows: config.SEGMENT_MAX_ROWS,
  });
  const look = lookAtPictures(pictures.source, fingerprinter, space.model, pictures.concurrency, onStage);
  return {
    dataset,
    format: manifest.format,
    model: space.model,
    rowCount: manifest.rowCount,
    notes,
    run: (settings) => runIngest(manifest, look, publisher, settings),
    async close() {
      await Promise.all([publisher.close(), given ? null : fingerprinter.close(), pictures.close()]);
    },
  };
};

const ingestOfEmbeddings: IngestPlan = async (request, config, database, { inputs, onStage }) => {
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const { dataset: name, embeddings = '', release, rebuild } = request;
  if (name === undefined) {
    throw new TrainspotError(
      'usage',
      'Published embeddings do not say of which dataset they are: --dataset NAME.',
    );
  }
  const dataset = described(name, release);
  const card = publishedCard(dataset.dataset, request.model);
  const rows = await timed(onStage, 'manifest', () => openPublishedRows(embeddings, card, inputs));
  const space = { model: card.name, modelRevision: PUBLISHED_REVISION, dimensions: card.dimensions };
  const notes = (await isInstalled(card, modelsDir)) ? [] : [pullFirst(card)];
  const report = (notice: string): void => void notes.push(notice);
  const publisher = await startPublisher(database, dataset, space, segmentsDir, {
    rebuild,
    report,
    onStage,
    engine: config.INDEX_ENGINE,
    mostRows: config.SEGMENT_MAX_ROWS,
  });
  return {
    dataset,
    format: 'published-embeddings',
    model: card.name,
    rowCount: rows.rowCount,
    notes,
    run: (settings) => runIngest(rows, takePublishedVectors, publisher, settings),
    close: () => publisher.close(),
  };
};

const ingestOfRows: IngestPlan = async (request, _config, database, { inputs, onStage }) => {
  const manifest = await timed(onStage, 'manifest', () => openManifestOf(request, inputs));
  const dataset = described(chosenDataset(manifest, request.dataset), request.release);
  const list = await startRowList(database, dataset, onStage);
  return {
    dataset,
    format: manifest.format,
    model: null,
    rowCount: manifest.rowCount,
    notes: [...manifest.notes],
    run: (settings) => runIngest(manifest, takeRowsAlone, list, settings),
    close: () => list.close(),
  };
};

function described(name: string, release: string | undefined): DatasetDescription {
  const facts = datasetFacts(name);
  return {
    dataset: facts?.name ?? name,
    release: release ?? facts?.release ?? 'unknown',
    rowsPublished: facts?.rowsPublished ?? null,
  };
}

async function openManifestOf(request: IndexRequest, inputs: Inputs): Promise<OpenManifest> {
  const paths = [request.manifest ?? []].flat();
  for (const path of paths) {
    if (!(await isClipRetrievalFolder(path, inputs))) continue;
    throw new TrainspotError(
      'usage',
      `'${nameOf(path)}' is a folder of published embeddings. Give it as --embeddings; or its folder metadata as ` +
        '--manifest, for its rows alone.',
    );
  }
  return openManifest(paths, request, inputs);
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
