import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { TrainspotError } from '../../core/errors.ts';

export const MANIFEST_FILE = 'manifest.json';

/** The only layout that is read; 1 had neither hashes nor keypoints. */
export const FORMAT_VERSION = 2;

const FileSchema = Type.Object({
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});

const ManifestSchema = Type.Object({
  formatVersion: Type.Literal(FORMAT_VERSION),
  id: Type.String(),
  engine: Type.String(),
  model: Type.String(),
  modelRevision: Type.String(),
  dimensions: Type.Integer({ minimum: 1 }),
  rows: Type.Integer({ minimum: 1 }),
  /** ISO 8601, UTC. */
  createdAt: Type.String(),
  files: Type.Record(Type.String(), FileSchema),
});

/** What a segment is, and the checksum of each of its other files. */
export type SegmentManifest = Static<typeof ManifestSchema>;
export type SegmentFile = Static<typeof FileSchema>;

/** The model whose space vectors lie in; vectors of two models, or of two revisions, cannot be compared. */
export interface EmbeddingSpace {
  model: string;
  modelRevision: string;
  dimensions: number;
}

/** Lower-case hex in groups, as `crypto.randomUUID` makes them: no id can name a folder elsewhere. */
const SEGMENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The manifest of a segment, checked for its form; its files are not looked at.
 * @throws TrainspotError `segment-corrupt`
 */
export async function readManifest(segmentsDir: string, id: string): Promise<SegmentManifest> {
  if (!SEGMENT_ID.test(id)) throw corrupt(id, 'that is no id of a segment');
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(join(segmentsDir, id, MANIFEST_FILE), 'utf8'));
  } catch (cause) {
    throw corrupt(id, 'its manifest is missing or is no JSON', cause);
  }
  const { formatVersion } = manifest as { formatVersion?: unknown };
  if (typeof formatVersion === 'number' && formatVersion !== FORMAT_VERSION) {
    throw corrupt(
      id,
      `it is of format ${formatVersion}, and this version reads format ${FORMAT_VERSION} alone`,
    );
  }
  const [error] = Value.Errors(ManifestSchema, manifest);
  if (error) throw corrupt(id, `its manifest's ${error.instancePath || 'root'} ${error.message}`);
  const checked = manifest as SegmentManifest;
  if (checked.id !== id) throw corrupt(id, `its manifest is that of segment ${checked.id}`);
  return checked;
}

/** @throws TrainspotError `model-mismatch` unless the segment's vectors lie in the space asked for */
export function checkSpace(manifest: SegmentManifest, expected: EmbeddingSpace): void {
  const told = (space: EmbeddingSpace): string =>
    `${space.model} (revision ${space.modelRevision}, ${space.dimensions} dimensions)`;
  if (told(manifest) === told(expected)) return;
  throw new TrainspotError(
    'model-mismatch',
    `Segment ${manifest.id} was made with ${told(manifest)}, not with ${told(expected)}. ` +
      'Index the dataset again with this model, or check with the other.',
  );
}

/** The error for a segment that must not be searched, with what to do. */
export function corrupt(id: string, why: string, cause?: unknown): TrainspotError {
  return new TrainspotError(
    'segment-corrupt',
    `Segment ${id} cannot be used: ${why}. Put its folder back from a copy, or index the dataset again with --rebuild.`,
    { cause },
  );
}
