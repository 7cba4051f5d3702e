import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedding } from '../../core/embedding.ts';
import { engineNamed } from '../engines/registry.ts';
import { ROWS_FILE, vectorsFile } from './files.ts';
import { corrupt, readManifest } from './manifest.ts';

/**
 * The vectors of some rows of a segment, by `images.id`, read from their places on the disk: for a few rows of any
 * segment, where opening it would read all of it. A row that it does not hold is left out.
 * @throws TrainspotError `segment-corrupt`
 */
export async function readRowVectors(
  segmentsDir: string,
  segmentId: string,
  imageIds: readonly number[],
): Promise<Map<number, Embedding>> {
  const manifest = await readManifest(segmentsDir, segmentId);
  const engine = engineNamed(manifest.engine);
  if (!engine) throw corrupt(segmentId, `this version has no engine named '${manifest.engine}'`);
  const folder = join(segmentsDir, segmentId);
  const held = await readRowIds(segmentsDir, segmentId);
  const places = imageIds
    .map((imageId) => ({ imageId, ordinal: held.indexOf(BigInt(imageId)) }))
    .filter(({ ordinal }) => ordinal >= 0);
  const vectors = await engine.readVectors(
    join(folder, vectorsFile(engine.name)),
    manifest.dimensions,
    manifest.rows,
    places.map(({ ordinal }) => ordinal),
  );
  return new Map(places.map(({ imageId }, i) => [imageId, vectors[i]]));
}

/** `images.id` of the rows of a segment, in ordinal order. @throws TrainspotError `segment-corrupt` */
export async function readRowIds(segmentsDir: string, segmentId: string): Promise<BigUint64Array> {
  const rows = await readFile(join(segmentsDir, segmentId, ROWS_FILE)).catch((cause: unknown) => {
    throw corrupt(segmentId, `its file ${ROWS_FILE} cannot be read`, cause);
  });
  // Copied, because a view of 64-bit numbers must start at a multiple of 8.
  return new BigUint64Array(new Uint8Array(rows).buffer);
}
