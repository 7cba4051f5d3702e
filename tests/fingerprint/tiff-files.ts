import { deflateSync } from 'node:zlib';

/** The numbers of each field. */
export type TiffFields = Readonly<Record<number, readonly number[]>>;

interface TiffParts {
  width: number;
  height: number;
  /** By TIFF's tag 262. */
  photometric: number;
  /** All samples, pixel by pixel; of the file's own order where it is planar or shares its chroma. */
  data: Uint8Array | Uint16Array;
  samples: number;
  bits?: number;
  /** Further fields, of one to two numbers each. */
  fields?: TiffFields;
  isDeflated?: boolean;
}

/** A little-endian TIFF of one strip, or of one for each sample where field 284 says so. */
export function tiffFile(parts: TiffParts): Uint8Array {
  const { width, height, photometric, samples, bits = 8, fields = {}, isDeflated = false } = parts;
  const raw = Buffer.from(parts.data.buffer, parts.data.byteOffset, parts.data.byteLength);
  const strips = fields[284]?.[0] === 2 ? samples : 1;
  const packed = Array.from({ length: strips }, (_, i) => {
    const strip = raw.subarray((i * raw.length) / strips, ((i + 1) * raw.length) / strips);
    return isDeflated ? deflateSync(strip) : strip;
  });
  const all: Record<number, readonly number[]> = {
    256: [width],
    257: [height],
    258: Array.from({ length: samples }, () => bits),
    259: [isDeflated ? 8 : 1],
    262: [photometric],
    273: [],
    277: [samples],
    278: [height],
    279: packed.map(({ length }) => length),
    ...fields,
  };
  const lengths = packed.map(({ length }) => length);
  const tags = Object.keys(all).map(Number);
  const valuesAt = 8 + 2 + tags.length * 12 + 4;
  const long = (values: readonly number[]) => values.length * 4;
  let dataAt = valuesAt;
  for (const tag of tags) dataAt += long(tag === 273 ? lengths : all[tag]);
  all[273] = lengths.map((_, i) => dataAt + lengths.slice(0, i).reduce((sum, one) => sum + one, 0));
  const file = Buffer.alloc(dataAt);
  file.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  file.writeUInt16LE(tags.length, 8);
  let next = valuesAt;
  tags.forEach((tag, i) => {
    const values = all[tag];
    const at = 10 + i * 12;
    // Bits a sample and their like are shorts by the letter of the specification.
    const isShort = ![256, 257, 273, 278, 279].includes(tag);
    const size = isShort ? 2 : 4;
    const place = values.length * size <= 4 ? at + 8 : next;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(isShort ? 3 : 4, at + 2);
    file.writeUInt32LE(values.length, at + 4);
    if (place === next) file.writeUInt32LE(next, at + 8);
    values.forEach((value, v) => file.writeUIntLE(value, place + v * size, size));
    next += long(values);
  });
  return Buffer.concat([file, ...packed]);
}
