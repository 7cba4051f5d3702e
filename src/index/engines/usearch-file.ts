import type { FileHandle } from 'node:fs/promises';
import { corruptFile, readIndex, withIndexFile } from './index-file.ts';

/**
 * The file of a usearch index, little-endian: the graph as the library writes it, over centred bytes; every row as
 * 16-bit floats; the mean of the rows as 32-bit floats; the ordinals of the rows that the graph does not bring up, 4
 * bytes each; and a trailer that says how long each is.
 */
export interface UsearchLayout {
  /** Bytes of the graph, which begins the file. */
  graphBytes: number;
  /** Where the row with ordinal 0 begins; each is `2 * dimensions` bytes. */
  rowsAt: number;
  /** Where the mean begins. */
  meanAt: number;
  /** Where the ordinals of the unreachable begin, and how many they are. */
  straysAt: number;
  unreachable: number;
  /** What a centred value was multiplied by to make it a byte. */
  scale: number;
}

const MAGIC = 'TSUSEAR2';
/** Magic, graph's bytes, rows, dimensions, unreachable, and the scale: 8 bytes each. */
const TRAILER_BYTES = 48;
export const HALF_BYTES = 2;
const FLOAT_BYTES = 4;
const ORDINAL_BYTES = 4;

/** The library's file begins with the rows and bytes a row of its matrix, and names itself after the matrix. */
const MATRIX_HEADER_BYTES = 8;
const GRAPH_NAME = 'usearch';

export function trailerOf(
  graphBytes: number,
  rows: number,
  dimensions: number,
  unreachable: number,
  scale: number,
): Buffer {
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.write(MAGIC, 'latin1');
  trailer.writeBigUInt64LE(BigInt(graphBytes), 8);
  trailer.writeBigUInt64LE(BigInt(rows), 16);
  trailer.writeBigUInt64LE(BigInt(dimensions), 24);
  trailer.writeBigUInt64LE(BigInt(unreachable), 32);
  trailer.writeDoubleLE(scale, 40);
  return trailer;
}

/**
 * Proves that a file is whole and of this shape, by its size, its trailer, and the head and name of its graph. What
 * lies between is not looked at; that is for a checksum.
 * @throws TrainspotError `segment-corrupt` with the number that was wrong
 */
export async function checkUsearchFile(
  file: string,
  dimensions: number,
  rows: number,
): Promise<UsearchLayout> {
  return withIndexFile(file, async (handle) => {
    const { size } = await handle.stat();
    const least = TRAILER_BYTES + rows * dimensions * (1 + HALF_BYTES) + dimensions * FLOAT_BYTES;
    if (size < least) throw corruptFile('bytes', size, `at least ${least}`);
    const trailer = await readIndex(handle, size - TRAILER_BYTES, TRAILER_BYTES);
    const magic = trailer.toString('latin1', 0, 8);
    if (magic !== MAGIC) throw corruptFile('last mark', JSON.stringify(magic), JSON.stringify(MAGIC));
    const number = (at: number): number => Number(trailer.readBigUInt64LE(at));
    if (number(16) !== rows) throw corruptFile('rows', number(16), rows);
    if (number(24) !== dimensions) throw corruptFile('dimensions', number(24), dimensions);
    const graphBytes = number(8);
    const unreachable = number(32);
    if (unreachable > rows) throw corruptFile('rows beside the graph', unreachable, `at most ${rows}`);
    const meanAt = graphBytes + rows * dimensions * HALF_BYTES;
    const straysAt = meanAt + dimensions * FLOAT_BYTES;
    const whole = straysAt + unreachable * ORDINAL_BYTES + TRAILER_BYTES;
    if (whole !== size) throw corruptFile('bytes', size, whole);
    await checkGraph(handle, dimensions, rows, graphBytes);
    const scale = trailer.readDoubleLE(40);
    return { graphBytes, rowsAt: graphBytes, meanAt, straysAt, unreachable, scale };
  });
}

async function checkGraph(
  handle: FileHandle,
  dimensions: number,
  rows: number,
  graphBytes: number,
): Promise<void> {
  const nameAt = MATRIX_HEADER_BYTES + rows * dimensions;
  if (nameAt + GRAPH_NAME.length > graphBytes)
    throw corruptFile('bytes of the graph', graphBytes, `over ${nameAt}`);
  const header = await readIndex(handle, 0, MATRIX_HEADER_BYTES);
  if (header.readUInt32LE(0) !== rows) throw corruptFile('rows of the graph', header.readUInt32LE(0), rows);
  if (header.readUInt32LE(4) !== dimensions)
    throw corruptFile('dimensions of the graph', header.readUInt32LE(4), dimensions);
  const name = (await readIndex(handle, nameAt, GRAPH_NAME.length)).toString('latin1');
  if (name !== GRAPH_NAME)
    throw corruptFile('mark of the graph', JSON.stringify(name), JSON.stringify(GRAPH_NAME));
}
