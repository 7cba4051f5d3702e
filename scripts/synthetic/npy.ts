/** The header of version 1.0 of an array of little-endian 16-bit floats, row by row, padded as numpy does. */
export function npyHeader(rows: number, dimensions: number): Uint8Array {
  const text = `{'descr': '<f2', 'fortran_order': False, 'shape': (${rows}, ${dimensions}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = Buffer.alloc(10 + length, ' ');
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(length, 8);
  header.write(text, 10);
  header[9 + length] = 10;
  return header;
}
