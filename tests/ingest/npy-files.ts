import { toHalves } from '../../src/core/half-float.ts';

interface Made {
  type?: '<f2' | '<f4';
  version?: 1 | 2 | 3;
  /** Of the header's text, in the place of the right ones. */
  changes?: [from: string, to: string];
}

/** An .npy file of these rows, as numpy would write it. */
export function npy(
  rows: readonly (readonly number[] | Float32Array)[],
  { type = '<f2', version = 1, changes = ['', ''] }: Made = {},
): Buffer {
  const dimensions = rows[0]?.length ?? 4;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${rows.length}, ${dimensions}), }`
    .replace(...changes)
    .padEnd(version === 1 ? 117 : 115);
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(text.length + 1, 0, length.length);
  const start = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\x00`, 'latin1');
  const flat = rows.flatMap((row) => [...row]);
  const floats = Float32Array.from(flat);
  const values = type === '<f2' ? toHalves(floats) : floats;
  return Buffer.concat([start, length, Buffer.from(`${text}\n`), Buffer.from(values.buffer)]);
}

/** A unit vector that no other number has. */
export function unit(number: number, dimensions = 512): Float32Array {
  const values = Float32Array.from({ length: dimensions }, (_, i) => Math.sin((i + 1) * (number + 1.7)));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
