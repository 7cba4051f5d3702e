import { foreignContent } from '../archive/foreign.ts';

/** What stands before the values of an array file of numpy's. */
export interface NpyHeader {
  /** Bytes before the first value. */
  bytes: number;
  /** Bytes of a value: 2 for 16-bit floats, 4 for 32-bit ones. */
  valueBytes: 2 | 4;
  rows: number;
  dimensions: number;
}

const MAGIC = '\x93NUMPY';
/** Of the fixed part: magic, version, and the length of the text, which version 1 writes in 2 bytes. */
const LONGEST_FIXED_PART = 12;
/** numpy pads its headers to 128 bytes or so; what claims more than this is none. */
const MAX_BYTES = 64 * 1024;

const VALUE_BYTES: Readonly<Record<string, 2 | 4>> = { '<f2': 2, '<f4': 4 };

/**
 * Reads the header of a two-dimensional array of little-endian 16- or 32-bit floats, row by row (C order), in the
 * versions 1.0, 2.0 and 3.0 of the format (https://numpy.org/neps/nep-0001-npy-format.html).
 * @param bytes the file's beginning @returns null where that is too short to tell
 * @throws Error that says what it is instead
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader | null {
  if (bytes.length < LONGEST_FIXED_PART) return null;
  if (latin1(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new Error(foreignContent(bytes, { unpacks: ['zip'], isText: false }) ?? 'it is no .npy file');
  }
  const major = bytes[6];
  if (major < 1 || major > 3) throw new Error(`it is of version ${major}.${bytes[7]}; 1 to 3 are known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [start, length] = major === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const end = start + length;
  if (end > MAX_BYTES) throw new Error(`its header claims ${length} bytes`);
  if (bytes.length < end) return null;
  return { bytes: end, ...arrayIn(latin1(bytes.subarray(start, end))) };
}

/** @param text a Python dictionary, such as `{'descr': '<f2', 'fortran_order': False, 'shape': (100, 512), }` */
function arrayIn(text: string): Omit<NpyHeader, 'bytes'> {
  const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (type === undefined || order === undefined || shape === undefined) {
    throw new Error('its header names no type, order and shape');
  }
  const valueBytes = VALUE_BYTES[type];
  if (!valueBytes) throw new Error(`its values are of type '${type}'; '<f2' and '<f4' are read`);
  if (order === 'True') throw new Error('it is stored column by column (Fortran order)');
  const sides = shape.split(',').flatMap((side) => side.trim() || []);
  const [rows, dimensions] = sides.map((side) => Number.parseInt(side, 10));
  if (sides.length !== 2 || !Number.isSafeInteger(rows * dimensions) || dimensions < 1) {
    throw new Error(`its shape is (${shape.trim()}); rows × dimensions are needed`);
  }
  return { valueBytes, rows, dimensions };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
