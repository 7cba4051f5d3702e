import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedding } from '../../core/embedding.ts';
import { hashFile } from '../../runtime/sha256.ts';
import type { NearHash, NearImage } from '../search/nearest.ts';
import { createPdqIndex } from '../pdq/hash-index.ts';
import { bytesToWords, HASH_BYTES } from '../pdq/hash-words.ts';
import type { Neighbours } from '../engines/vector-index.ts';
import { engineNamed } from '../engines/registry.ts';
import { HASHES_FILE, ROW_ID_BYTES, ROWS_FILE, vectorsFile } from './files.ts';
import {
  checkSpace,
  corrupt,
  readManifest,
  type EmbeddingSpace,
  type SegmentFile,
  type SegmentManifest,
} from './manifest.ts';
import type { SegmentEntry } from './writer.ts';
import { KEYPOINTS_FILE } from './keypoint-file.ts';

/** A segment in memory, in the thread that opened it. */
export interface OpenSegment {
  readonly manifest: SegmentManifest;
  /**
   * The `count` nearest pictures, nearest first; all when `count` is beyond the rows. Blocks the thread.
   * @throws TrainspotError `vector-invalid` unless the query is a finite unit vector of the right dimensions
   */
  search(query: Embedding, count: number): NearImage[];
  /** The same for several queries at once, by the ordinals of the pictures. */
  searchAll(queries: readonly Embedding[], count: number): Neighbours[];
  /** `images.id` of a row. @param ordinal 0 to `manifest.rows` − 1 */
  imageId(ordinal: number): number;
  /**
   * The pictures whose PDQ hash is within `maxDistance` of any of `hashes`, each once with its smallest distance,
   * nearest first, at most `count`. None is missed. Blocks the thread.
   * @param hashes 64 hex digits each @param maxDistance a whole number from 0
   */
  near(hashes: readonly string[], maxDistance: number, count: number): NearHash[];
  /** What is kept of a row, but for its keypoints. @param ordinal 0 to `manifest.rows` − 1 */
  entry(ordinal: number): Omit<SegmentEntry, 'keypoints'>;
  /** Lets go of its files. Not to be searched afterwards. */
  close(): void;
}

/**
 * Opens a segment, but only once its manifest, its model, and its files' sizes and sha256 hold: native code
 * takes a flipped bit in silence, and the process dies on garbage between the right first and last byte.
 * Of the keypoints only the size is looked at, for there may be many gigabytes of them: each is checked by its own
 * CRC-32 when it is read. Takes about as long as reading the other files twice; holds all of these in memory.
 * @throws TrainspotError `model-mismatch` when the segment's vectors are of another model
 * @throws TrainspotError `segment-corrupt` when anything else does not hold
 */
export async function openSegment(
  segmentsDir: string,
  id: string,
  expected: EmbeddingSpace,
): Promise<OpenSegment> {
  const manifest = await readManifest(segmentsDir, id);
  checkSpace(manifest, expected);
  const engine = engineNamed(manifest.engine);
  if (!engine) throw corrupt(id, `this version has no engine named '${manifest.engine}'`);

  const vectors = vectorsFile(engine.name);
  for (const name of [vectors, ROWS_FILE, HASHES_FILE]) await checkFile(segmentsDir, manifest, name);
  await checkSize(segmentsDir, manifest, KEYPOINTS_FILE);
  const ids = await readFile(join(segmentsDir, id, ROWS_FILE));
  if (ids.length !== manifest.rows * ROW_ID_BYTES) {
    throw corrupt(id, `it names ${ids.length / ROW_ID_BYTES} images, and its manifest ${manifest.rows} rows`);
  }
  const hashes = await readFile(join(segmentsDir, id, HASHES_FILE));
  if (hashes.length !== manifest.rows * HASH_BYTES) {
    throw corrupt(
      id,
      `it has ${hashes.length / HASH_BYTES} PDQ hashes, and its manifest ${manifest.rows} rows`,
    );
  }
  const index = await engine.open(join(segmentsDir, id, vectors), manifest.dimensions, manifest.rows);
  const pdqIndex = createPdqIndex(bytesToWords(hashes));
  // Of 53 bits at most; read as one number of 64 each takes ten times as long.
  const imageId = (ordinal: number): number =>
    ids.readUInt32LE(ordinal * ROW_ID_BYTES) + ids.readUInt32LE(ordinal * ROW_ID_BYTES + 4) * 2 ** 32;
  const found = (ordinal: number) => ({
    imageId: imageId(ordinal),
    place: { segmentId: id, ordinal },
  });
  return {
    manifest,
    search: (query, count) =>
      index.search(query, count).map(({ ordinal, similarity }) => ({ ...found(ordinal), similarity })),
    searchAll: (queries, count) => index.searchAll(queries, count),
    imageId,
    near: (queries, maxDistance, count) =>
      pdqIndex
        .near(queries, maxDistance, count)
        .map(({ ordinal, distance }) => ({ ...found(ordinal), distance })),
    entry: (ordinal) => ({
      imageId: imageId(ordinal),
      vector: index.vector(ordinal),
      pdq: hashAt(hashes, ordinal),
    }),
    close: () => index.close(),
  };
}

/** All zeros stand for no hash. */
function hashAt(hashes: Buffer, ordinal: number): string | null {
  const hash = hashes.toString('hex', ordinal * HASH_BYTES, (ordinal + 1) * HASH_BYTES);
  return /^0*$/.test(hash) ? null : hash;
}

async function checkFile(segmentsDir: string, manifest: SegmentManifest, name: string): Promise<void> {
  const wanted = await checkSize(segmentsDir, manifest, name);
  const found = await hashFile(join(segmentsDir, manifest.id, name)).catch(unreadable(manifest, name));
  if (found.sha256 !== wanted.sha256) {
    throw corrupt(manifest.id, `the sha256 of its file ${name} is ${found.sha256}, and was ${wanted.sha256}`);
  }
}

/** @returns what the manifest says of the file */
async function checkSize(segmentsDir: string, manifest: SegmentManifest, name: string): Promise<SegmentFile> {
  const wanted = manifest.files[name];
  if (!wanted) throw corrupt(manifest.id, `its manifest does not name the file ${name}`);
  const { size } = await stat(join(segmentsDir, manifest.id, name)).catch(unreadable(manifest, name));
  if (size !== wanted.bytes) {
    throw corrupt(manifest.id, `its file ${name} has ${size} bytes and was written with ${wanted.bytes}`);
  }
  return wanted;
}

function unreadable({ id }: SegmentManifest, name: string): (cause: unknown) => never {
  return (cause) => {
    throw corrupt(id, `its file ${name} cannot be read`, cause);
  };
}
