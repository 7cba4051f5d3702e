import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../../runtime/sha256.ts';
import { engineNamed } from '../engines/registry.ts';
import type { VectorIndexEngine } from '../engines/vector-index.ts';
import { HASH_BYTES } from '../pdq/hash-words.ts';
import { HASHES_FILE, ROW_ID_BYTES, ROWS_FILE, vectorsFile } from './files.ts';
import { KEYPOINTS_FILE } from './keypoint-file.ts';
import { checkSpace, corrupt, readManifest, type EmbeddingSpace, type SegmentManifest } from './manifest.ts';

/** A segment that is what was written, but for its keypoints. */
export interface CheckedSegment {
  manifest: SegmentManifest;
  engine: VectorIndexEngine;
  /** The whole of `rows.u64`, and of `hashes.pdq`. */
  ids: Buffer;
  hashes: Buffer;
}

/**
 * Checks a segment's manifest, its model, and its files' sizes and sha256; of the keypoints the size alone.
 * @throws TrainspotError `model-mismatch`, `segment-corrupt`
 */
export async function openChecked(
  segmentsDir: string,
  id: string,
  expected: EmbeddingSpace,
): Promise<CheckedSegment> {
  const { manifest, engine } = await checkSizes(segmentsDir, id, expected);
  for (const name of [vectorsFile(engine.name), ROWS_FILE, HASHES_FILE]) {
    await checkFile(segmentsDir, manifest, name);
  }
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
  return { manifest, engine, ids, hashes };
}

/**
 * Checks a segment's manifest, its model, and its files' sizes, and reads none of them.
 * @throws TrainspotError `model-mismatch`, `segment-corrupt`
 */
export async function checkSizes(
  segmentsDir: string,
  id: string,
  expected: EmbeddingSpace,
): Promise<Pick<CheckedSegment, 'manifest' | 'engine'>> {
  const manifest = await readManifest(segmentsDir, id);
  checkSpace(manifest, expected);
  const engine = engineNamed(manifest.engine);
  if (!engine) throw corrupt(id, `this version has no engine named '${manifest.engine}'`);
  for (const name of [vectorsFile(engine.name), ROWS_FILE, HASHES_FILE, KEYPOINTS_FILE]) {
    await checkSize(segmentsDir, manifest, name);
  }
  return { manifest, engine };
}

async function checkFile(segmentsDir: string, manifest: SegmentManifest, name: string): Promise<void> {
  const wanted = manifest.files[name];
  const found = await hashFile(join(segmentsDir, manifest.id, name)).catch(unreadable(manifest, name));
  if (found.sha256 !== wanted.sha256) {
    throw corrupt(manifest.id, `the sha256 of its file ${name} is ${found.sha256}, and was ${wanted.sha256}`);
  }
}

async function checkSize(segmentsDir: string, manifest: SegmentManifest, name: string): Promise<void> {
  const wanted = manifest.files[name];
  if (!wanted) throw corrupt(manifest.id, `its manifest does not name the file ${name}`);
  const { size } = await stat(join(segmentsDir, manifest.id, name)).catch(unreadable(manifest, name));
  if (size !== wanted.bytes) {
    throw corrupt(manifest.id, `its file ${name} has ${size} bytes and was written with ${wanted.bytes}`);
  }
}

function unreadable({ id }: SegmentManifest, name: string): (cause: unknown) => never {
  return (cause) => {
    throw corrupt(id, `its file ${name} cannot be read`, cause);
  };
}
