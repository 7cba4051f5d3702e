import { join } from 'node:path';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { StoredVectors, VectorSource } from '../engines/vector-index.ts';
import { HASH_BYTES } from '../pdq/hash-words.ts';
import { openChecked } from './checked-files.ts';
import { ROW_ID_BYTES, vectorsFile } from './files.ts';
import { KEYPOINTS_FILE, openKeypointFile, type KeypointFile } from './keypoint-file.ts';
import type { SegmentManifest } from './manifest.ts';
import { buildFrom, putSegment, type SegmentDescription } from './writer.ts';

/** A segment whose rows go into another, but for those that are dropped. */
interface MergedSegment {
  rows: number;
  /** The ordinals of the rows that are kept; null for all. */
  kept: Uint32Array | null;
  vectors: StoredVectors;
  keypoints: KeypointFile;
}

/**
 * Writes one segment of the rows of several, in their order, and leaves these as they are. Blocks the thread as
 * `writeSegment` does. Of the rows it holds the ids and hashes, 40 bytes each, and what the engine builds of their vectors;
 * all else is read from the old segments as it is needed.
 * @param dropped `images.id` of the rows that are left out
 * @throws TrainspotError as `openSegment` and `writeSegment` do; a row whose keypoints are damaged stops it too
 */
export async function mergeSegments(
  segmentsDir: string,
  description: SegmentDescription,
  ids: readonly string[],
  dropped: ReadonlySet<number>,
): Promise<SegmentManifest> {
  const segments: MergedSegment[] = [];
  const rowIds: Buffer[] = [];
  const hashes: Buffer[] = [];
  try {
    for (const id of ids) {
      const { manifest, engine, ...files } = await openChecked(segmentsDir, id, description);
      const { rows, dimensions } = manifest;
      const kept = keptOrdinals(files.ids, dropped);
      rowIds.push(piecesAt(files.ids, kept, ROW_ID_BYTES));
      hashes.push(piecesAt(files.hashes, kept, HASH_BYTES));
      const vectors = await engine.openVectors(
        join(segmentsDir, id, vectorsFile(engine.name)),
        dimensions,
        rows,
      );
      const keypoints = openKeypointFile(join(segmentsDir, id, KEYPOINTS_FILE), id);
      segments.push({ rows, kept, vectors, keypoints: await keypoints.catch(closing(vectors)) });
    }
    const rows = segments.reduce((sum, segment) => sum + rowsOf(segment), 0);
    const built = buildFrom(description, rows, vectorsOf(segments, description.dimensions));
    return await putSegment(segmentsDir, description, {
      rows,
      saveVectors: (file) => built.save(file),
      rowIds,
      hashes,
      keypoints: keypointsOf(segments),
    });
  } finally {
    for (const { vectors, keypoints } of segments) {
      vectors.close();
      await keypoints.close();
    }
  }
}

function closing(vectors: StoredVectors): (error: unknown) => never {
  return (error) => {
    vectors.close();
    throw error;
  };
}

function keptOrdinals(ids: Buffer, dropped: ReadonlySet<number>): Uint32Array | null {
  if (dropped.size === 0) return null;
  const rows = ids.length / ROW_ID_BYTES;
  const kept = new Uint32Array(rows);
  let count = 0;
  for (let ordinal = 0; ordinal < rows; ordinal++) {
    if (!dropped.has(Number(ids.readBigUInt64LE(ordinal * ROW_ID_BYTES)))) kept[count++] = ordinal;
  }
  return count === rows ? null : kept.slice(0, count);
}

function piecesAt(bytes: Buffer, kept: Uint32Array | null, length: number): Buffer {
  if (!kept) return bytes;
  const pieces = Buffer.alloc(kept.length * length);
  kept.forEach((ordinal, i) => bytes.copy(pieces, i * length, ordinal * length, (ordinal + 1) * length));
  return pieces;
}

function rowsOf({ rows, kept }: MergedSegment): number {
  return kept ? kept.length : rows;
}

/** The vectors of the kept rows of all segments, as those of one. */
function vectorsOf(segments: readonly MergedSegment[], dimensions: number): VectorSource {
  return {
    read(first, count) {
      const values = new Float32Array(count * dimensions);
      let before = 0;
      for (const segment of segments) {
        const from = Math.max(first, before);
        const to = Math.min(first + count, before + rowsOf(segment));
        for (const run of runsOf(segment, from - before, to - before)) {
          values.set(segment.vectors.read(run.first, run.count), (before + run.at - first) * dimensions);
        }
        before += rowsOf(segment);
      }
      return values;
    },
  };
}

/** Kept rows of a segment that lie side by side in it. @param from among its kept rows @param to likewise, past the last */
function* runsOf(
  { kept }: MergedSegment,
  from: number,
  to: number,
): Generator<{ at: number; first: number; count: number }> {
  if (from >= to) return;
  if (!kept) {
    yield { at: from, first: from, count: to - from };
    return;
  }
  for (let at = from; at < to;) {
    let count = 1;
    while (at + count < to && kept[at + count] === kept[at] + count) count++;
    yield { at, first: kept[at], count };
    at += count;
  }
}

async function* keypointsOf(segments: readonly MergedSegment[]): AsyncGenerator<KeypointBytes | null> {
  for (const { rows, kept, keypoints } of segments) {
    if (kept) for (const ordinal of kept) yield await keypoints.read(ordinal);
    else yield* keypoints.all(rows);
  }
}
