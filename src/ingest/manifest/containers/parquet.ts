import {
  parquetMetadataAsync,
  parquetRead,
  type AsyncBuffer,
  type ColumnData,
  type FileMetaData,
  type SubColumnData,
} from 'hyparquet';
import type { RefusalReason } from '../../../core/outcome.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { textLength } from '../plain-values.ts';
import { explained } from './bytes.ts';
import { MAX_LINE_BYTES } from './lines.ts';
import { asBuffer } from '../../archive/parquet-bytes.ts';
import { boundedCompressors, checkPages } from '../../archive/parquet-bounds.ts';
import { exactColumns, TEXT_PARSERS, type ValueReader } from './parquet-values.ts';

/** Rows decoded at once: some 10 MB of LAION-400M's columns. Fewer would decode large pages over and over. */
const ROWS_AT_ONCE = 32_768;

/** Read of a file's end at first; hyparquet reads on where the metadata is larger. */
const METADATA_BYTES = 64 * 1024;

/** Of the metadata: some 100 bytes for each column of each row group. */
const MAX_METADATA_BYTES = 256 * 1024 * 1024;

/** The marks at both ends, and the length of the metadata. */
const MINIMUM_BYTES = 12;

const MISSING = Symbol('a value that the file should hold');

type RowGroup = FileMetaData['row_groups'][number];

interface OpenParquet {
  metadata: FileMetaData;
  /** By the names of the columns. */
  readers: ReadonlyMap<string, ValueReader>;
}

export const parquet: ManifestContainer = {
  title: 'parquet',
  endings: ['.parquet'],
  oftenBeside: false,
  isText: false,
  open: readParquet,
};

/**
 * Opens a parquet file, of any compression. Whole numbers come with every digit, DECIMAL ones and those of 64 bits as
 * bigint; bytes that are called no text as bytes. At most one row group's compressed columns and one slice of its rows
 * are in memory; where the file has an offset index, one slice's pages. What is larger than `parquet-bounds.ts` allows is
 * not unpacked.
 * @throws TrainspotError `manifest-unreadable` with the file's name and what is wrong with it
 */
export async function readParquet(input: InputFile): Promise<RecordFile> {
  const opened = await explained(input, () => withFile(input, openFile));
  const columns = [...opened.readers.keys()];
  return {
    columns,
    sample: [],
    rowCount: opened.metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0),
    records: (wanted) =>
      records(
        input,
        opened,
        wanted.filter((column) => columns.includes(column)),
      ),
  };
}

async function openFile(file: AsyncBuffer): Promise<OpenParquet> {
  if (file.byteLength < MINIMUM_BYTES)
    throw new Error(`it has ${file.byteLength} bytes, too few for parquet`);
  const end = new DataView(await file.slice(file.byteLength - 8));
  const metadataBytes = end.getUint32(0, true);
  if (metadataBytes > MAX_METADATA_BYTES && metadataBytes < file.byteLength) {
    throw new Error(`its metadata has ${metadataBytes} bytes, and ${MAX_METADATA_BYTES} is the most`);
  }
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: METADATA_BYTES });
  return { metadata, readers: exactColumns(metadata) };
}

async function* records(
  input: InputFile,
  opened: OpenParquet,
  columns: readonly string[],
): AsyncGenerator<RawRecord | RefusalReason> {
  const open = await explained(input, () => input.open());
  try {
    const file = asBuffer(open);
    let groupStart = 0;
    for (const group of opened.metadata.row_groups) {
      const rows = Number(group.num_rows);
      await explained(input, () => checkPages(file, group, columns));
      const paged = hasOffsetIndex(group, columns);
      const groupFile = paged ? file : remembering(file);
      for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
        const end = Math.min(start + ROWS_AT_ONCE, rows);
        yield* await explained(input, () =>
          readSlice(groupFile, opened, columns, {
            rowStart: groupStart + start,
            rowEnd: groupStart + end,
            useOffsetIndex: paged,
          }),
        );
      }
      groupStart += rows;
    }
  } finally {
    await open.close();
  }
}

async function readSlice(
  file: AsyncBuffer,
  { metadata, readers }: OpenParquet,
  columns: readonly string[],
  slice: { rowStart: number; rowEnd: number; useOffsetIndex: boolean },
): Promise<(RawRecord | RefusalReason)[]> {
  const read = columns.map((column) => readers.get(column) ?? ((value: unknown) => value));
  const values = await readColumns({ file, metadata, columns: [...columns], ...slice });
  return Array.from({ length: slice.rowEnd - slice.rowStart }, (_, row) => {
    const record = Object.fromEntries(columns.map((column, at) => [column, read[at](values[at][row])]));
    return textLength(record) > MAX_LINE_BYTES ? 'too-long' : record;
  });
}

/**
 * The values of these rows, column by column.
 * @throws Error where some of them are not there. hyparquet fills what a damaged page lacks with undefined; but for a
 * list or struct that is null it answers undefined as well, so that nested values are looked at before it puts them
 * together.
 */
async function readColumns(
  options: Pick<
    Parameters<typeof parquetRead>[0],
    'file' | 'metadata' | 'rowStart' | 'rowEnd' | 'useOffsetIndex'
  > & { columns: string[]; rowStart: number; rowEnd: number },
): Promise<unknown[][]> {
  const { columns, rowStart, rowEnd } = options;
  const values = columns.map(() => Array.from({ length: rowEnd - rowStart }, (): unknown => MISSING));
  let isWhole = true;
  await parquetRead({
    ...options,
    compressors: boundedCompressors,
    utf8: false,
    parsers: TEXT_PARSERS,
    onPage({ columnData }: SubColumnData) {
      isWhole &&= !lacksValues(columnData);
    },
    onChunk({ columnName, columnData, rowStart: from }: ColumnData) {
      const at = columns.indexOf(columnName);
      for (let row = Math.max(from, rowStart); row < Math.min(from + columnData.length, rowEnd); row++) {
        values[at][row - rowStart] = columnData[row - from];
      }
    },
  });
  if (!isWhole || values.some((column) => column.includes(MISSING))) {
    throw new Error(`rows ${rowStart} to ${rowEnd - 1} are not all there`);
  }
  return values;
}

/** Whether a value lacks that its page says is there. */
function lacksValues(values: ArrayLike<unknown>): boolean {
  if (ArrayBuffer.isView(values)) return false;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value === undefined || (Array.isArray(value) && lacksValues(value))) return true;
  }
  return false;
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

async function withFile<T>(input: InputFile, use: (file: AsyncBuffer) => Promise<T>): Promise<T> {
  const open = await input.open();
  try {
    return await use(asBuffer(open));
  } finally {
    await open.close();
  }
}
