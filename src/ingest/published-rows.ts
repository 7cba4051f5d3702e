import type { ManifestRow } from '../core/dataset.ts';
import type { Embedding } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { unpaired, vectorsUnreadable } from './embeddings/embeddings-errors.ts';
import { fileSource, openNpy, type VectorFile } from './embeddings/npy.ts';
import { npzSource } from './embeddings/npz.ts';
import { findPairs, type Pair } from './embeddings/pairs.ts';
import { checkSample, publishedVector } from './embeddings/published-vector.ts';
import type { InputFile, Inputs } from './inputs/input.ts';
import { localInputs } from './inputs/local.ts';
import { contentOf } from './manifest/file-content.ts';
import { isRefused, type RefusedRow } from './manifest/format.ts';
import { openManifest, type OpenManifest } from './manifest/open.ts';
import { rowSource, type RowSource } from './manifest/row-source.ts';

/** A row with the vector that was published for its picture, at length 1. */
export interface PublishedRow extends ManifestRow {
  vector: Embedding;
}

interface OpenPair {
  name: string;
  /** Of both files. */
  files: InputFile[];
  manifest: OpenManifest;
  vectors: VectorFile;
}

/**
 * Opens embeddings that were published with a dataset: `findPairs` says in which layouts. Each row has the vector
 * that stands at its own place, whatever is wrong with the rows before it; a row whose vector is zero, NaN or
 * infinite is refused by itself. Row counts, dimensions and a sample of the lengths are checked in every part before
 * this returns, so that nothing is written of a set that does not fit together.
 * @param card the model whose vectors these are; it says which array of an .npz
 * @param inputs finds the files; of this machine unless given
 * @throws TrainspotError `embeddings-mismatch`, `embeddings-unreadable`, `model-mismatch`, `vector-invalid`, and what
 * `openManifest` says of the rows
 */
export async function openPublishedRows(
  path: string,
  card: ModelCard,
  inputs: Inputs = localInputs,
): Promise<RowSource<PublishedRow>> {
  const pairs: OpenPair[] = [];
  for (const pair of await findPairs(path, inputs)) pairs.push(await openPair(pair, card, inputs));
  const rowCount = pairs.reduce((sum, { vectors }) => sum + vectors.rows, 0);
  return rowSource(
    rowCount,
    pairs.map((pair) => ({
      name: pair.name,
      content: (signal) => contentOf(pair.files, `published embeddings of ${pair.manifest.format}`, signal),
      rows: () => rowsOf(pair),
      unusable: () => pair.manifest.parts[0].unusable?.() ?? {},
    })),
  );
}

async function openPair(
  { rowsPath, vectorsPath, layout }: Pair,
  card: ModelCard,
  inputs: Inputs,
): Promise<OpenPair> {
  const [rowsFile, vectorsFile] = [inputs.file(rowsPath), inputs.file(vectorsPath)];
  const isNumbered = layout === 'numbered';
  const vectors = await openNpy(
    isNumbered ? await fileSource(vectorsFile) : await npzSource(vectorsFile, arrayOf(card)),
  );
  // A publisher's metadata has the columns it has; in this layout an address is all that a row needs.
  const manifest = await openManifest(rowsPath, isNumbered ? { format: 'clip-retrieval' } : {}, inputs);
  const { name } = rowsFile;
  if (manifest.rowCount !== vectors.rows) {
    throw unpaired(
      `'${name}' has ${manifest.rowCount} rows and '${vectors.name}' ${vectors.rows} vectors: they are not of one ` +
        'part, or one is not whole. Fetch both again.',
    );
  }
  if (vectors.dimensions !== card.dimensions) {
    throw new TrainspotError(
      'model-mismatch',
      `The vectors in '${vectors.name}' have ${vectors.dimensions} dimensions, those of ${card.name} ` +
        `${card.dimensions}. Name the model they were made with by --model.`,
    );
  }
  await checkSample(vectors);
  return { name, files: [rowsFile, vectorsFile], manifest, vectors };
}

function arrayOf({ name, publishedVectors: { npzArray } }: ModelCard): string {
  if (npzArray !== null) return npzArray;
  throw new TrainspotError(
    'model-mismatch',
    `No array of an .npz file is known to hold the vectors of ${name}. Name the model by --model.`,
  );
}

async function* rowsOf({ name, manifest, vectors }: OpenPair): AsyncGenerator<PublishedRow | RefusedRow> {
  const values = eachRow(vectors);
  let line = 0;
  for await (const row of manifest.rows()) {
    const next = await values.next();
    if (next.done) throw vectorsUnreadable(vectors.name, `it ends at row ${line}, before '${name}'`);
    const vector = isRefused(row) ? null : publishedVector(next.value, vectors.name, line);
    if (isRefused(row)) yield { ...row, file: name };
    else if (typeof vector === 'string') yield { refused: vector, line, file: vectors.name };
    else if (vector) yield { ...row, vector };
    line++;
  }
}

async function* eachRow(file: VectorFile): AsyncGenerator<Float32Array> {
  const { dimensions } = file;
  for await (const block of file.blocks()) {
    for (let at = 0; at < block.length; at += dimensions) yield block.subarray(at, at + dimensions);
  }
}
