import {
  type ArchiveFile,
  type ArchivePart,
  HEADER_CRC_AT,
  partsOf,
  RECORD_CRC_AT,
  writeArchive,
} from './archive.ts';

/** A piece of an archive in which something is not as `writeArchive` writes it. */
export interface ChangedPart {
  kind: ArchivePart['kind'] | 'after' | 'missing';
  file: string | null;
  /** The first byte that differs; of a content, which has checksums alone, its first byte. */
  offset: number;
}

/**
 * The pieces in which an archive differs from the one that its files make. A content that differs shows in its two
 * checksums, header's and directory's, and is named in their place.
 * @param files as they were read from the archive
 */
export function changedParts(archive: Uint8Array, files: readonly ArchiveFile[]): ChangedPart[] {
  const made = writeArchive(files);
  const parts = partsOf(files);
  const records = new Map(
    // Of two files of one name the first counts, which the last of a map is.
    parts.flatMap((part) => (part.kind === 'directory' ? [[part.file, part] as const] : [])).toReversed(),
  );
  const changedContents = new Set(
    parts
      .filter(({ kind }) => kind === 'header')
      .filter(({ file, from }) => {
        const record = records.get(file);
        return (
          record !== undefined &&
          differsAt(archive, made, from + HEADER_CRC_AT, 4) &&
          differsAt(archive, made, record.from + RECORD_CRC_AT, 4)
        );
      })
      .map(({ file }) => file),
  );
  const changed = parts.flatMap((part): ChangedPart[] => {
    const { kind, file, from, to } = part;
    if (kind === 'content') return changedContents.has(file) ? [{ kind, file, offset: from }] : [];
    const offset = firstDifference(archive, made, part, changedContents.has(file));
    return offset === null || to <= from ? [] : [{ kind, file, offset }];
  });
  if (archive.length > made.length) changed.push({ kind: 'after', file: null, offset: made.length });
  if (archive.length < made.length) changed.push({ kind: 'missing', file: null, offset: archive.length });
  return changed;
}

/** @param withoutCrc leaves the checksum out: it differs because the content does */
function firstDifference(
  archive: Uint8Array,
  made: Uint8Array,
  { kind, from, to }: ArchivePart,
  withoutCrc: boolean,
): number | null {
  const crcFrom = from + (kind === 'header' ? HEADER_CRC_AT : RECORD_CRC_AT);
  for (let at = from; at < Math.min(to, archive.length); at++) {
    if (withoutCrc && kind !== 'end' && at >= crcFrom && at < crcFrom + 4) continue;
    if (archive[at] !== made[at]) return at;
  }
  return null;
}

function differsAt(a: Uint8Array, b: Uint8Array, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) if (a[at] !== b[at]) return true;
  return false;
}
