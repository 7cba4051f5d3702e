import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { PACK_JSON_BYTES } from '../core/bounds.ts';
import { sha256Of } from '../runtime/sha256.ts';
import { canonicalJson } from './canonical.ts';
import type { ArchiveFile } from './archive.ts';

/** The first file of a pack: it names all others. */
export const MANIFEST_NAME = 'manifest.json';
export const EVENTS_NAME = 'events.jsonl';

const FORMAT = 'trainspot-evidence';
/** The only layout of a pack that is written and read. */
const FORMAT_VERSION = 1;

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

const PackManifestSchema = Type.Object(
  {
    format: Type.Literal(FORMAT),
    formatVersion: Type.Literal(FORMAT_VERSION),
    /** ISO 8601 in UTC, by the clock of the machine that made the pack. */
    createdAt: Type.String(),
    madeBy: Type.String(),
    /** sha256 of the last line of the events. */
    lastEvent: Type.Union([Sha256, Type.Null()]),
    /** Every other file, in the order of the archive. */
    files: Type.Array(
      Type.Object(
        { name: Type.String(), bytes: Type.Integer({ minimum: 0 }), sha256: Sha256 },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export type PackManifest = Static<typeof PackManifestSchema>;

/** The manifest of these files, as its file in the pack. */
export function manifestFile(
  { createdAt, madeBy, lastEvent }: Pick<PackManifest, 'createdAt' | 'madeBy' | 'lastEvent'>,
  files: readonly ArchiveFile[],
): ArchiveFile {
  const manifest: PackManifest = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    createdAt,
    madeBy,
    lastEvent,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
  };
  return { name: MANIFEST_NAME, bytes: Buffer.from(`${canonicalJson(manifest)}\n`) };
}

/** The manifest in its file's bytes, or null where they are none that was written here. */
export function readPackManifest(bytes: Uint8Array): PackManifest | null {
  if (bytes.length > PACK_JSON_BYTES) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const manifest: unknown = JSON.parse(text);
    if (!Value.Check(PackManifestSchema, manifest) || `${canonicalJson(manifest)}\n` !== text) return null;
    return manifest;
  } catch {
    return null;
  }
}
