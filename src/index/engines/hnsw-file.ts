import { corruptFile, readIndex, withIndexFile } from './index-file.ts';

/** hnswlib's `M`: edges a node has on each upper level; twice as many on the lowest. Never 0: the process dies. */
export const EDGES_PER_NODE = 16;

const HEADER_BYTES = 96;
const LABEL_BYTES = 8;
const FLOAT_BYTES = 4;
/** A list of edges is its length and then its nodes, 4 bytes each. */
const LOWEST_EDGES_BYTES = 4 + 4 * 2 * EDGES_PER_NODE;
const UPPER_EDGES_BYTES = 4 + 4 * EDGES_PER_NODE;

/**
 * Proves that a file is whole and of this shape, without loading it: the header's every number is the one that
 * `rows` vectors of `dimensions` floats give, and the lists of edges end exactly where the file ends. Reads
 * about 9 bytes a row. The edges and the vectors themselves are not looked at; that is for a checksum.
 * Layout: hnswlib 0.8's `saveIndex`, on 64-bit little-endian machines.
 * @throws TrainspotError `segment-corrupt` with the number that was wrong
 */
export async function checkHnswFile(file: string, dimensions: number, rows: number): Promise<void> {
  return withIndexFile(file, async (handle) => {
    const { size } = await handle.stat();
    if (size < HEADER_BYTES) throw corruptFile('bytes', size, `at least ${HEADER_BYTES}`);
    const highest = checkHeader(await readIndex(handle, 0, HEADER_BYTES), dimensions, rows);

    const listsAt = HEADER_BYTES + rows * rowBytes(dimensions);
    // One row in 16 is on an upper level, so anything much longer is no index: never read it into memory.
    const least = listsAt + 4 * rows;
    const most = least + UPPER_EDGES_BYTES * (rows + 64);
    if (size < least || size > most) throw corruptFile('bytes', size, `${least} to ${most}`);
    checkLists(await readIndex(handle, listsAt, size - listsAt), rows, highest);
  });
}

/** Where the vector of a row lies, of 32-bit floats. A row's label is its ordinal: they were added in that order. */
export function vectorPlace(dimensions: number, ordinal: number): number {
  return HEADER_BYTES + ordinal * rowBytes(dimensions) + LOWEST_EDGES_BYTES;
}

function rowBytes(dimensions: number): number {
  return LOWEST_EDGES_BYTES + FLOAT_BYTES * dimensions + LABEL_BYTES;
}

/** @returns the highest level any row is on */
function checkHeader(header: Buffer, dimensions: number, rows: number): number {
  const size = (offset: number): number => Number(header.readBigUInt64LE(offset));
  const labelAt = LOWEST_EDGES_BYTES + FLOAT_BYTES * dimensions;
  const expected: [what: string, found: number, wanted: number][] = [
    ['offset of the first row', size(0), 0],
    ['rows', size(16), rows],
    ['bytes a row', size(24), rowBytes(dimensions)],
    ['offset of the label', size(32), labelAt],
    ['offset of the vector', size(40), LOWEST_EDGES_BYTES],
    ['edges a row', size(56), EDGES_PER_NODE],
    ['edges a row on the lowest level', size(64), 2 * EDGES_PER_NODE],
    ['edges a row (M)', size(72), EDGES_PER_NODE],
  ];
  for (const [what, found, wanted] of expected) if (found !== wanted) throw corruptFile(what, found, wanted);

  const capacity = size(8);
  if (capacity < rows || capacity >= 2 ** 32) throw corruptFile('capacity', capacity, `${rows} or more`);
  const start = header.readUInt32LE(52);
  if (start >= rows) throw corruptFile('row to start from', start, `below ${rows}`);
  return header.readInt32LE(48);
}

function checkLists(lists: Buffer, rows: number, highest: number): void {
  let at = 0;
  let highestFound = 0;
  for (let row = 0; row < rows; row++) {
    const bytes = at + 4 <= lists.length ? lists.readUInt32LE(at) : -1;
    if (bytes < 0 || bytes % UPPER_EDGES_BYTES !== 0) {
      throw corruptFile(`bytes of edges of row ${row}`, bytes, `a multiple of ${UPPER_EDGES_BYTES}`);
    }
    highestFound = Math.max(highestFound, bytes / UPPER_EDGES_BYTES);
    at += 4 + bytes;
  }
  if (highest !== highestFound) throw corruptFile('highest level', highest, highestFound);
  if (at !== lists.length) throw corruptFile('bytes of edges', lists.length, at);
}
