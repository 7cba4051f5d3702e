import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { unreadable } from '../manifest-errors.ts';

/** Rows decoded at once: some 10 MB of LAION-400M's columns. Fewer would decode large pages over and over. */
const ROWS_AT_ONCE = 32_768;

/** Read of a file's end at first; hyparquet reads on where the metadata is larger. */
const METADATA_BYTES = 64 * 1024;

/** The marks at both ends, and the length of the metadata. */
const MINIMUM_BYTES = 12;

type RowGroup = FileMetaData['row_groups'][number];

export const parquet: ManifestContainer = {
  title: 'parquet',
  endings: ['.parquet'],
  oftenBeside: false,
  open: readParquet,
};

/**
 * Opens a parquet file, of any compression. 64-bit integers come as bigint. At most one row group's compressed
 * columns and one slice of its rows are in memory; where the file has an offset index, one slice's pages.
 * @throws TrainspotError `manifest-unreadable` with the file's name and what is wrong with it
 */
export async function readParquet(path: string): Promise<RecordFile> {
  const metadata = await explained(path, () =>
    withFile(path, (file) => {
      if (file.byteLength < MINIMUM_BYTES)
        throw new Error(`it has ${file.byteLength} bytes, too few for parquet`);
      return parquetMetadataAsync(file, { initialFetchSize: METADATA_BYTES });
    }),
  );
  const columns = parquetSchema(metadata).children.map((child) => child.element.name);
  return {
    columns,
    sample: [],
    rowCount: metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0),
    records: (wanted) =>
      records(
        path,
        metadata,
        wanted.filter((column) => columns.includes(column)),
      ),
  };
}

async function* records(
  path: string,
  metadata: FileMetaData,
  columns: readonly string[],
): AsyncGenerator<RawRecord> {
  const handle = await explained(path, () => open(path, 'r'));
  try {
    const { size } = await handle.stat();
    const file = asBuffer(handle, size);
    let groupStart = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      const paged = hasOffsetIndex(group, columns);
      const groupFile = paged ? file : remembering(file);
      for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
        const end = Math.min(start + ROWS_AT_ONCE, rows);
        yield* await explained(path, () =>
          readSlice(groupFile, metadata, columns, groupStart + start, groupStart + end, paged),
        );
      }
      groupStart += rows;
    }
  } finally {
    await handle.close();
  }
}

async function readSlice(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly string[],
  rowStart: number,
  rowEnd: number,
  useOffsetIndex: boolean,
): Promise<RawRecord[]> {
  const wanted = [...columns];
  const options = { file, metadata, columns: wanted, rowStart, rowEnd, compressors, useOffsetIndex };
  const rows: RawRecord[] = await parquetReadObjects(options);
  // hyparquet fills what a damaged page lacks with undefined; a value that is really missing is null.
  const isWhole = (row: RawRecord) => wanted.every((column) => row[column] !== undefined);
  if (rows.length !== rowEnd - rowStart || !rows.every(isWhole)) {
    throw new Error(`rows ${rowStart} to ${rowEnd - 1} are not all there`);
  }
  return rows;
}

function hasOffsetIndex(group: RowGroup, columns: readonly string[]): boolean {
  return group.columns
    .filter((chunk) => chunk.meta_data && columns.includes(chunk.meta_data.path_in_schema[0]))
    .every((chunk) => chunk.offset_index_offset !== undefined && chunk.offset_index_length !== undefined);
}

/** Every slice of a row group without an offset index asks for the same ranges again. */
function remembering(file: AsyncBuffer): AsyncBuffer {
  const ranges = new Map<string, Promise<ArrayBuffer>>();
  return {
    byteLength: file.byteLength,
    slice(start, end) {
      const key = `${start}-${end}`;
      const range = ranges.get(key) ?? Promise.resolve(file.slice(start, end));
      ranges.set(key, range);
      return range;
    },
  };
}

async function withFile<T>(path: string, use: (file: AsyncBuffer) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    return await use(asBuffer(handle, (await handle.stat()).size));
  } finally {
    await handle.close();
  }
}

function asBuffer(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (!(start >= 0 && end >= start && end <= byteLength)) {
        throw new Error(`it ends at byte ${byteLength}, before byte ${end}`);
      }
      const bytes = new Uint8Array(end - start);
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw new Error(`it ends at byte ${start + at}, before byte ${end}`);
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(basename(path), error);
  }
}
