import { PACK_FILES } from '../core/bounds.ts';
import {
  END_BYTES,
  END_MARK,
  HEADER_BYTES,
  HEADER_MARK,
  RECORD_BYTES,
  RECORD_MARK,
  type ArchiveFile,
} from './archive.ts';

/**
 * The files of an archive by the headers before them, as far as these can be followed, and one more than
 * `core/bounds.ts` lets be at most: of the directory at the end nothing is believed.
 */
export function filesByHeaders(archive: Uint8Array): ArchiveFile[] {
  const view = viewOf(archive);
  const files: ArchiveFile[] = [];
  for (let at = 0; files.length <= PACK_FILES && isHeader(view, at);) {
    const nameFrom = at + HEADER_BYTES;
    const contentFrom = nameFrom + view.getUint16(at + 26, true);
    const contentTo = contentFrom + view.getUint32(at + 22, true);
    if (contentTo > archive.length) break;
    files.push({
      name: textOf(archive, nameFrom, contentFrom),
      bytes: archive.subarray(contentFrom, contentTo),
    });
    at = contentTo;
  }
  return files;
}

/**
 * The same by the directory at its end; of the headers nothing is believed. Contents that lie over one another, and
 * would make more bytes than there are, end it.
 */
export function filesByDirectory(archive: Uint8Array): ArchiveFile[] {
  const view = viewOf(archive);
  const end = lastMark(view, END_MARK, archive.length - END_BYTES);
  if (end === null) return [];
  const files: ArchiveFile[] = [];
  let bytes = 0;
  for (let at = view.getUint32(end + 16, true); files.length <= PACK_FILES && isRecord(view, at, end);) {
    const nameFrom = at + RECORD_BYTES;
    const nameLength = view.getUint16(at + 28, true);
    if (nameFrom + nameLength > end) break;
    const contentFrom = view.getUint32(at + 42, true) + HEADER_BYTES + nameLength;
    const contentTo = contentFrom + view.getUint32(at + 24, true);
    bytes += contentTo - contentFrom;
    if (contentTo > archive.length || bytes > archive.length) break;
    files.push({
      name: textOf(archive, nameFrom, nameFrom + nameLength),
      bytes: archive.subarray(contentFrom, contentTo),
    });
    at = nameFrom + nameLength;
  }
  return files;
}

function isHeader(view: DataView, at: number): boolean {
  return at + HEADER_BYTES <= view.byteLength && view.getUint32(at, true) === HEADER_MARK;
}

function isRecord(view: DataView, at: number, end: number): boolean {
  return at + RECORD_BYTES <= end && view.getUint32(at, true) === RECORD_MARK;
}

function lastMark(view: DataView, mark: number, from: number): number | null {
  for (let at = from; at >= 0; at--) if (view.getUint32(at, true) === mark) return at;
  return null;
}

/** One character a byte, so that a name that was changed is still one of the same length. */
function textOf(archive: Uint8Array, from: number, to: number): string {
  return Buffer.from(archive.buffer, archive.byteOffset + from, to - from).toString('latin1');
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
