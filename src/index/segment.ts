import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedding } from '../core/embedding.ts';
import type { NearImage } from './nearest.ts';
import { engineNamed } from './registry.ts';
import { describeFile, ROW_ID_BYTES, ROWS_FILE, vectorsFile } from './segment-files.ts';
import {
  checkSpace,
  corrupt,
  readManifest,
  type EmbeddingSpace,
  type SegmentManifest,
} from './segment-manifest.ts';

/** A segment in memory, in the thread that opened it. */
export interface OpenSegment {
  readonly manifest: SegmentManifest;
  /**
   * The `count` nearest pictures, nearest first; all when `count` is beyond the rows. Blocks the thread.
   * @throws TrainspotError `vector-invalid` unless the query is a finite unit vector of the right dimensions
   */
  search(query: Embedding, count: number): NearImage[];
}

/**
 * Opens a segment, but only once its manifest, its model, and every file's size and sha256 hold: native code
 * takes a flipped bit in silence, and the process dies on garbage between the right first and last byte.
 * Takes about as long as reading its files twice; holds all of it in memory.
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
  for (const name of [vectors, ROWS_FILE]) await checkFile(segmentsDir, manifest, name);
  const ids = await readFile(join(segmentsDir, id, ROWS_FILE));
  if (ids.length !== manifest.rows * ROW_ID_BYTES) {
    throw corrupt(id, `it names ${ids.length / ROW_ID_BYTES} images, and its manifest ${manifest.rows} rows`);
  }
  const index = await engine.open(join(segmentsDir, id, vectors), manifest.dimensions, manifest.rows);
  return {
    manifest,
    search: (query, count) =>
      index.search(query, count).map(({ ordinal, similarity }) => ({
        imageId: Number(ids.readBigUInt64LE(ordinal * ROW_ID_BYTES)),
        similarity,
      })),
  };
}

async function checkFile(segmentsDir: string, manifest: SegmentManifest, name: string): Promise<void> {
  const wanted = manifest.files[name];
  if (!wanted) throw corrupt(manifest.id, `its manifest does not name the file ${name}`);
  const file = join(segmentsDir, manifest.id, name);
  const unreadable = (cause: unknown): never => {
    throw corrupt(manifest.id, `its file ${name} cannot be read`, cause);
  };
  const { size } = await stat(file).catch(unreadable);
  if (size !== wanted.bytes) {
    throw corrupt(manifest.id, `its file ${name} has ${size} bytes and was written with ${wanted.bytes}`);
  }
  const found = await describeFile(file).catch(unreadable);
  if (found.sha256 !== wanted.sha256) {
    throw corrupt(manifest.id, `the sha256 of its file ${name} is ${found.sha256}, and was ${wanted.sha256}`);
  }
}
