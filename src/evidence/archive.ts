import { crc32 } from 'node:zlib';
import { joinChunks } from '../core/bytes.ts';

/** A file of an archive; its name in printable ASCII, folders by slashes. */
export interface ArchiveFile {
  name: string;
  bytes: Uint8Array;
}

/** A piece of an archive, from one byte to before another. */
export interface ArchivePart {
  kind: 'header' | 'content' | 'directory' | 'end';
  /** The file it belongs to; null for the end record. */
  file: string | null;
  from: number;
  to: number;
}

export const HEADER_BYTES = 30;
export const RECORD_BYTES = 46;
export const END_BYTES = 22;
export const HEADER_MARK = 0x04034b50;
export const RECORD_MARK = 0x02014b50;
export const END_MARK = 0x06054b50;
/** Where the CRC-32 stands in a header and in a record. */
export const HEADER_CRC_AT = 14;
export const RECORD_CRC_AT = 16;

/** What 16-bit counts hold. */
const MAX_FILES = 65_535;
/** Version 1.0 of the format is enough for stored files. */
const VERSION = 10;
/** 1 January 1980, 00:00, the first that the format can write: times stand in the manifest. */
const DATE = (1 << 5) | 1;

/**
 * A ZIP archive of the files in the given order, stored as they are: the same files make the same bytes, anywhere and
 * with any version. No library's: `verify.ts` takes a pack apart byte by byte, so its layout must never move. After
 * PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; no extra fields, no comments, no data descriptors.
 */
export function writeArchive(files: readonly ArchiveFile[]): Uint8Array {
  if (files.length > MAX_FILES) throw new Error(`${files.length} files are more than a ZIP archive holds.`);
  const local: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const nameBytes = Buffer.from(name, 'latin1');
    const crc = crc32(bytes);
    const header = fields(HEADER_BYTES, HEADER_MARK, [
      [4, VERSION],
      [12, DATE],
      [HEADER_CRC_AT, crc, 4],
      [18, bytes.length, 4],
      [22, bytes.length, 4],
      [26, nameBytes.length],
    ]);
    const record = fields(RECORD_BYTES, RECORD_MARK, [
      [4, VERSION],
      [6, VERSION],
      [14, DATE],
      [RECORD_CRC_AT, crc, 4],
      [20, bytes.length, 4],
      [24, bytes.length, 4],
      [28, nameBytes.length],
      [42, at, 4],
    ]);
    local.push(header, nameBytes, bytes);
    directory.push(record, nameBytes);
    at += HEADER_BYTES + nameBytes.length + bytes.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = fields(END_BYTES, END_MARK, [
    [8, files.length],
    [10, files.length],
    [12, directoryBytes, 4],
    [16, at, 4],
  ]);
  return joinChunks([...local, ...directory, end], at + directoryBytes + END_BYTES);
}

/** The pieces of the archive that `writeArchive` makes of these files, without a gap. */
export function partsOf(files: readonly ArchiveFile[]): ArchivePart[] {
  const parts: ArchivePart[] = [];
  let at = 0;
  const add = (kind: ArchivePart['kind'], file: string | null, length: number): void => {
    parts.push({ kind, file, from: at, to: at + length });
    at += length;
  };
  for (const { name, bytes } of files) {
    add('header', name, HEADER_BYTES + name.length);
    add('content', name, bytes.length);
  }
  for (const { name } of files) add('directory', name, RECORD_BYTES + name.length);
  add('end', null, END_BYTES);
  return parts;
}

/** Little-endian numbers at their places, of two bytes unless said otherwise; zeros in between. */
function fields(
  length: number,
  mark: number,
  values: readonly (readonly [at: number, value: number, bytes?: 2 | 4])[],
): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, mark, true);
  for (const [at, value, size = 2] of values) {
    if (size === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
  }
  return bytes;
}
