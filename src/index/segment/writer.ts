import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedding } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import { isPdqHash } from '../../core/pdq-distance.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { hashFile } from '../../runtime/sha256.ts';
import { HASH_BYTES } from '../pdq/hash-words.ts';
import { engineNamed } from '../engines/registry.ts';
import { HASHES_FILE, ROW_ID_BYTES, ROWS_FILE, sync, TEMPORARY_PREFIX, vectorsFile } from './files.ts';
import {
  FORMAT_VERSION,
  MANIFEST_FILE,
  type EmbeddingSpace,
  type SegmentFile,
  type SegmentManifest,
} from './manifest.ts';
import { MAX_KEYPOINT_BYTES, KEYPOINTS_FILE, writeKeypointFile } from './keypoint-file.ts';
import { checkVector } from '../engines/vector-check.ts';
import type { VectorIndexBuilder, VectorIndexEngine, VectorSource } from '../engines/vector-index.ts';

/** What the vectors of a new segment are. */
export interface SegmentDescription extends EmbeddingSpace {
  /** Name of an engine of the registry. */
  engine: string;
}

export interface SegmentEntry {
  /** `images.id`. */
  imageId: number;
  vector: Embedding;
  /** 64 lower-case hex digits; null where there is none, or where it means nothing and is never to be looked up. */
  pdq: string | null;
  /** Null where there is none. */
  keypoints: KeypointBytes | null;
}

/** What a segment's files are made of. */
interface SegmentContents {
  rows: number;
  /** Writes the engine's file. */
  saveVectors(file: string): Promise<void>;
  /** The bytes of `rows.u64` and of `hashes.pdq`, in pieces. */
  rowIds: readonly Uint8Array[];
  hashes: readonly Uint8Array[];
  keypoints: Iterable<KeypointBytes | null> | AsyncIterable<KeypointBytes | null>;
}

/**
 * Builds a segment of `entries` and puts it at `<segmentsDir>/<id>/`. The folder appears under its id at once
 * and whole, synced to the disk, or not at all; until somebody announces the id, nobody searches it.
 * Blocks the thread for about half a millisecond a row at 512-d; `startSegmentBuilder` has a thread for it.
 * @throws TrainspotError `vector-invalid` naming the image, before anything is built
 * @throws TrainspotError `segment-write-failed` naming the image whose hash or keypoints is none, likewise; and when
 * there is nothing to write or it does not fit on the disk
 */
export async function writeSegment(
  segmentsDir: string,
  description: SegmentDescription,
  entries: readonly SegmentEntry[],
): Promise<SegmentManifest> {
  const builder = build(description, entries);
  return putSegment(segmentsDir, description, {
    rows: entries.length,
    saveVectors: (file) => builder.save(file),
    rowIds: [rowIds(entries)],
    hashes: [hashes(entries)],
    keypoints: entries.map(({ keypoints }) => keypoints),
  });
}

/**
 * Puts a segment at `<segmentsDir>/<id>/`, as `writeSegment` does.
 * @throws TrainspotError `segment-write-failed` when it does not fit on the disk; what reading the keypoints throws
 */
export async function putSegment(
  segmentsDir: string,
  description: SegmentDescription,
  contents: SegmentContents,
): Promise<SegmentManifest> {
  const id = randomUUID();
  const temporary = join(segmentsDir, TEMPORARY_PREFIX + id);
  try {
    await mkdir(temporary, { recursive: true });
    const vectors = vectorsFile(description.engine);
    await contents.saveVectors(join(temporary, vectors));
    await writeFile(join(temporary, ROWS_FILE), contents.rowIds);
    await writeFile(join(temporary, HASHES_FILE), contents.hashes);
    await writeKeypointFile(join(temporary, KEYPOINTS_FILE), contents.rows, contents.keypoints);
    const names = [vectors, ROWS_FILE, HASHES_FILE, KEYPOINTS_FILE];
    const files: Record<string, SegmentFile> = {};
    for (const name of names) files[name] = await hashFile(join(temporary, name));
    const manifest: SegmentManifest = {
      formatVersion: FORMAT_VERSION,
      id,
      engine: description.engine,
      model: description.model,
      modelRevision: description.modelRevision,
      dimensions: description.dimensions,
      rows: contents.rows,
      createdAt: new Date().toISOString(),
      files,
    };
    await writeFile(join(temporary, MANIFEST_FILE), JSON.stringify(manifest, null, 2));
    for (const name of [...names, MANIFEST_FILE]) await sync(join(temporary, name));
    await sync(temporary);
    await rename(temporary, join(segmentsDir, id));
    await sync(segmentsDir);
    return manifest;
  } catch (error) {
    // The first error tells what happened; that tidying up failed too would hide it.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw asWriteFailure(error);
  }
}

/** Builds the vectors of a segment from where they lie. @throws TrainspotError as `writeSegment` does */
export function buildFrom(
  { engine, dimensions }: SegmentDescription,
  rows: number,
  source: VectorSource,
): Pick<VectorIndexBuilder, 'save'> {
  return expectEngine(engine, rows).build(dimensions, rows, source);
}

/** @throws TrainspotError `segment-write-failed` where there is none of that name, or nothing for it to take */
function expectEngine(name: string, rows: number): VectorIndexEngine {
  const engine = engineNamed(name);
  if (!engine) throw failure(`there is no engine named '${name}'`);
  if (rows === 0) throw failure('it was given 0 rows, and needs one at least');
  return engine;
}

function build(description: SegmentDescription, entries: readonly SegmentEntry[]): VectorIndexBuilder {
  const engine = expectEngine(description.engine, entries.length);
  for (const { imageId, vector, pdq, keypoints } of entries) {
    if (!Number.isSafeInteger(imageId) || imageId < 0) throw failure(`${imageId} is no id of an image`);
    if (pdq !== null && !isPdqHash(pdq)) {
      throw failure(`image ${imageId} has the PDQ hash '${pdq}', which is not 64 lower-case hex digits`);
    }
    if (keypoints && keypoints.length > MAX_KEYPOINT_BYTES) {
      throw failure(
        `the keypoints of image ${imageId} has ${keypoints.length} bytes; ${MAX_KEYPOINT_BYTES} are the most`,
      );
    }
    checkVector(vector, description.dimensions, `The vector of image ${imageId}`);
  }
  const builder = engine.create(description.dimensions, entries.length);
  for (const { vector } of entries) builder.add(vector);
  return builder;
}

function rowIds(entries: readonly SegmentEntry[]): Buffer {
  const bytes = Buffer.alloc(entries.length * ROW_ID_BYTES);
  entries.forEach(({ imageId }, ordinal) => bytes.writeBigUInt64LE(BigInt(imageId), ordinal * ROW_ID_BYTES));
  return bytes;
}

function hashes(entries: readonly SegmentEntry[]): Buffer {
  const bytes = Buffer.alloc(entries.length * HASH_BYTES);
  entries.forEach(({ pdq }, ordinal) => pdq && bytes.write(pdq, ordinal * HASH_BYTES, 'hex'));
  return bytes;
}

function asWriteFailure(error: unknown): TrainspotError {
  if (error instanceof TrainspotError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return failure(`writing failed with ${code}; is the disk full, or the folder not writable?`, error);
}

function failure(why: string, cause?: unknown): TrainspotError {
  return new TrainspotError('segment-write-failed', `The segment was not written: ${why}`, { cause });
}
