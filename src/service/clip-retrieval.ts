import type { KnnHit, KnnMetadata } from '../api/clip-retrieval.ts';
import { nearestToVectors, type VectorQuery } from '../check/search/nearest.ts';
import type { OpenIndexes } from '../check/search/open-indexes.ts';
import { type TextSearchParts, whyNoWords } from '../check/text-search.ts';
import type { IndexedRow } from '../core/dataset.ts';
import { toUnitVector } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import { type FingerprintOptions, ROW_OPTIONS } from '../core/fingerprint-options.ts';
import { PUBLISHED_REVISION } from '../core/model-card.ts';
import type { Database } from '../db/database.ts';
import { findImagesByIds } from '../db/images.ts';
import type { PublishedIndex } from '../db/indexes.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { ClipRetrieval, NearQuery } from './trainspot.ts';

interface Parts extends Omit<TextSearchParts, 'indexes'> {
  indexes: () => Promise<OpenIndexes>;
  fingerprinter: Fingerprinter;
}

/** What clip-retrieval's clients ask, over the indexes that are open. */
export function clipRetrievalOver(database: Database, parts: Parts): ClipRetrieval {
  const opened = async (): Promise<readonly PublishedIndex[]> => (await parts.indexes()).current().open;
  return {
    async indices() {
      const open = await opened();
      return open.map((index) => nameOf(index, open));
    },
    async search({ of, index: name, modality, count, detailed }, signal) {
      if (modality === 'text') {
        throw new TrainspotError(
          'search-invalid',
          `'modality' is 'text'; vectors of captions are not held here, those of pictures are: 'image'.`,
        );
      }
      const { pool } = await parts.indexes();
      const query = await vectorOf(of, named(name, await opened()), parts);
      signal.throwIfAborted();
      const asked = database.for('answer', signal);
      const near = await nearestToVectors(asked, pool, [query], count);
      const ids = near.slice(0, detailed).map(({ imageId }) => imageId);
      const rows = new Map((await rowsOf(asked, ids)).map((row) => [row.id, row]));
      return near.flatMap(({ imageId: id, similarity }, i): KnnHit[] => {
        if (i >= detailed) return [{ id, similarity }];
        const row = rows.get(id);
        // It may have been hidden since.
        return row === undefined
          ? []
          : [{ url: row.url, caption: row.caption, ...flagOf(row), id, similarity }];
      });
    },
    async metadata(name, ids, signal) {
      const datasets = named(name, await opened()).map(({ dataset }) => dataset);
      const rows = await rowsOf(database.for('answer', signal), ids);
      return rows.filter(({ dataset }) => datasets.includes(dataset)).map(metadataOf);
    },
  };
}

/** Asked for at once: that many take a few milliseconds to arrive, and others have their turn between two. */
const ROWS_AT_ONCE = 500;

async function rowsOf(database: Database, ids: readonly number[]): Promise<IndexedRow[]> {
  const rows: IndexedRow[] = [];
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    rows.push(...(await findImagesByIds(database, ids.slice(at, at + ROWS_AT_ONCE))));
  }
  return rows;
}

/** The dataset's name where it has one index, and more of what tells it from others where it has several. */
function nameOf({ dataset, release, model }: PublishedIndex, open: readonly PublishedIndex[]): string {
  const isAlone = open.filter((index) => index.dataset === dataset).length === 1;
  return isAlone ? dataset : `${dataset} ${release} ${model}`;
}

/** The indexes of a name; of a dataset's own name there may be several. */
function named(name: string | null, open: readonly PublishedIndex[]): readonly PublishedIndex[] {
  if (open.length === 0) throw new TrainspotError('index-not-open', 'No index is open. Try again later.');
  if (name === null) return open;
  const found = open.filter((index) => nameOf(index, open) === name || index.dataset === name);
  if (found.length > 0) return found;
  const names = open.map((index) => nameOf(index, open)).join(', ');
  throw new TrainspotError(
    'search-invalid',
    `'indice_name' is '${name.slice(0, 100)}'; there are: ${names}.`,
  );
}

/** The first of the indexes that can be asked so, and its vector. */
async function vectorOf(
  of: NearQuery['of'],
  indexes: readonly PublishedIndex[],
  { texts, modelsDir, fingerprinter }: Parts,
): Promise<VectorQuery> {
  if ('picture' in of) {
    const [index] = indexes;
    const options: FingerprintOptions = { views: viewsIn(index), keypoints: 'none' };
    const { embeddings } = await fingerprinter.fingerprint(of.picture, [index.model], options, 'handed-over');
    return { index, vector: embeddings[0].vector };
  }
  if ('text' in of) {
    const whys = await Promise.all(indexes.map((index) => whyNoWords(index, modelsDir)));
    const index = indexes[whys.indexOf(null)];
    if (index === undefined) throw new TrainspotError('words-not-searchable', String(whys[0]));
    return { index, vector: (await texts.read(index.model, of.text.trim())).vector };
  }
  const index = indexes.find(({ dimensions }) => dimensions === of.vector.length);
  if (index !== undefined) return { index, vector: directionOf(of.vector) };
  throw new TrainspotError(
    'search-invalid',
    `'embedding_input' has ${of.vector.length} values; those of ${indexes[0].model} have ${indexes[0].dimensions}.`,
  );
}

function directionOf(values: readonly number[]): VectorQuery['vector'] {
  try {
    return toUnitVector(values);
  } catch (error) {
    throw new TrainspotError('search-invalid', `'embedding_input': ${(error as Error).message}`);
  }
}

/** As the rows' own were taken: publishers embed whole pictures, an ingest leaves out plain ground around a figure. */
function viewsIn({ modelRevision }: PublishedIndex): FingerprintOptions['views'] {
  return modelRevision === PUBLISHED_REVISION ? ['as-is'] : ROW_OPTIONS.views;
}

function metadataOf(row: IndexedRow): KnnMetadata {
  const { id, url, caption, rowId: key, width, height, sha256, md5 } = row;
  const sizes = { original_width: width, original_height: height };
  return { id, metadata: { url, caption, ...flagOf(row), key, ...sizes, sha256, md5 } };
}

function flagOf({ unsafe }: IndexedRow): Pick<KnnHit, 'NSFW'> {
  return unsafe === null ? {} : { NSFW: unsafe ? 'NSFW' : 'UNLIKELY' };
}
