import { join } from 'node:path';
import type { Embedding } from '../../core/embedding.ts';
import type { NearHash, NearImage } from '../search/nearest.ts';
import { createPdqIndex } from '../pdq/hash-index.ts';
import { bytesToWords, HASH_BYTES } from '../pdq/hash-words.ts';
import { openChecked } from './checked-files.ts';
import { ROW_ID_BYTES, vectorsFile } from './files.ts';
import type { EmbeddingSpace, SegmentManifest } from './manifest.ts';
import type { SegmentEntry } from './writer.ts';

/** A segment in memory, in the thread that opened it. */
export interface OpenSegment {
  readonly manifest: SegmentManifest;
  /**
   * The `count` nearest pictures, nearest first; all when `count` is beyond the rows. Blocks the thread.
   * @throws TrainspotError `vector-invalid` unless the query is a finite unit vector of the right dimensions
   */
  search(query: Embedding, count: number): NearImage[];
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
  const { manifest, engine, ids, hashes } = await openChecked(segmentsDir, id, expected);
  const index = await engine.open(
    join(segmentsDir, id, vectorsFile(engine.name)),
    manifest.dimensions,
    manifest.rows,
  );
  const pdqIndex = createPdqIndex(bytesToWords(hashes));
  const found = (ordinal: number) => ({
    imageId: Number(ids.readBigUInt64LE(ordinal * ROW_ID_BYTES)),
    place: { segmentId: id, ordinal },
  });
  return {
    manifest,
    search: (query, count) =>
      index.search(query, count).map(({ ordinal, similarity }) => ({ ...found(ordinal), similarity })),
    near: (queries, maxDistance, count) =>
      pdqIndex
        .near(queries, maxDistance, count)
        .map(({ ordinal, distance }) => ({ ...found(ordinal), distance })),
    entry: (ordinal) => ({
      imageId: found(ordinal).imageId,
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
