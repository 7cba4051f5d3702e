import { Decompress, decompress } from 'fzstd';
import type { AsyncBuffer, Compressors, FileMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { compressors } from 'hyparquet-compressors';

/** Of a page once it is unpacked. Writers make them of a megabyte, a few one for all rows of a group. */
const MAX_PAGE_BYTES = 512 * 1024 * 1024;

/** Of a page: runs of one value take no room in it, so that its bytes bound nothing. */
const MAX_PAGE_VALUES = 64 * 1024 * 1024;

/** Of one column in one row group, as it lies in the file; it is held as a whole where it has no offset index. */
const MAX_CHUNK_BYTES = 4 * 1024 ** 3;

/** Read of each page's start: a header is some 50 bytes, and more with long statistics. */
const HEADER_BYTES = 4096;
const MAX_HEADER_BYTES = 1024 * 1024;

type RowGroup = FileMetaData['row_groups'][number];
type Chunk = NonNullable<RowGroup['columns'][number]['meta_data']>;

/** hyparquet's, none of which unpacks to more than a page says that it does. */
export const boundedCompressors: Compressors = { ...compressors, ZSTD: unpackZstd };

/**
 * Reads the headers of all pages of these columns, and nothing else of them.
 * @throws Error where a page says it has more bytes or values than can be held, or is more than its file
 */
export async function checkPages(
  file: AsyncBuffer,
  group: RowGroup,
  columns: readonly string[],
): Promise<void> {
  const chunks = group.columns.flatMap(({ meta_data: chunk }) =>
    chunk && columns.includes(chunk.path_in_schema[0]) ? [placeOf(chunk, file.byteLength)] : [],
  );
  for (const { column, start, end } of chunks) {
    for (let at = start; at < end - 1;) at = await nextPage(file, at, end, column);
  }
}

function placeOf(chunk: Chunk, fileBytes: number): { column: string; start: number; end: number } {
  const column = chunk.path_in_schema.join('.');
  const bytes = Number(chunk.total_compressed_size);
  if (!(bytes >= 0 && bytes <= MAX_CHUNK_BYTES)) {
    throw new Error(
      `its column ${column} has ${bytes} bytes in one row group, and ${MAX_CHUNK_BYTES} is the most`,
    );
  }
  // Some writers give 0 where there is no dictionary.
  const dataStart = Number(chunk.data_page_offset);
  const start = Math.min(Number(chunk.dictionary_page_offset || chunk.data_page_offset), dataStart);
  const end = start + bytes;
  if (end > fileBytes) throw new Error(`it ends at byte ${fileBytes}, before byte ${end}`);
  return { column, start, end };
}

/** @returns where the page after the one at `at` begins */
async function nextPage(file: AsyncBuffer, at: number, end: number, column: string): Promise<number> {
  const { header, bytes } = await headerAt(file, at, end);
  const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
  const values = (v1 ?? v2 ?? dictionary)?.num_values ?? 0;
  const most = (size: number, unit: string, largest: number): void => {
    if (size >= 0 && size <= largest) return;
    throw new Error(`a page of its column ${column} says it has ${size} ${unit}, and ${largest} is the most`);
  };
  most(header.compressed_page_size, 'packed bytes', MAX_CHUNK_BYTES);
  most(header.uncompressed_page_size, 'bytes', MAX_PAGE_BYTES);
  most(values, 'values', MAX_PAGE_VALUES);
  return at + bytes + header.compressed_page_size;
}

async function headerAt(
  file: AsyncBuffer,
  at: number,
  end: number,
  most = HEADER_BYTES,
): Promise<{ header: PageHeader; bytes: number }> {
  const reader = { view: new DataView(await file.slice(at, Math.min(at + most, end))), offset: 0 };
  try {
    return { header: parquetHeader(reader), bytes: reader.offset };
  } catch (error) {
    // A header with long statistics is longer; one that is damaged fails again.
    if (most === MAX_HEADER_BYTES || at + most >= end) {
      throw new Error(`the head of its page at byte ${at} is damaged`, { cause: error });
    }
    return headerAt(file, at, end, MAX_HEADER_BYTES);
  }
}

/** fzstd takes the size that the packed data tell, whatever the page says. */
function unpackZstd(input: Uint8Array, bytes: number): Uint8Array {
  const told = zstdContentBytes(input);
  if (told !== null && told > bytes)
    throw new Error(`a page in it unpacks to ${told} bytes, and says ${bytes}`);
  if (told !== null) return decompress(input);
  const output = new Uint8Array(bytes);
  let length = 0;
  const stream = new Decompress((part) => {
    if (length + part.length > bytes)
      throw new Error(`a page in it unpacks to more than the ${bytes} bytes it says`);
    output.set(part, length);
    length += part.length;
  });
  stream.push(input, true);
  return output.subarray(0, length);
}

/** What RFC 8878 calls the frame content size; null where the frame does not give it, as those of Java's writers. */
function zstdContentBytes(frame: Uint8Array): number | null {
  if (frame.length < 18) return frame.length < 5 ? 0 : null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const descriptor = frame[4];
  const isSingle = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  switch (descriptor >> 6) {
    case 0:
      return isSingle ? frame[at] : null;
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
