/**
 * What a TIFF's first directory says of its picture (TIFF 6.0, and BigTIFF). Read here because libvips tells only some
 * of it, and takes some kinds of picture for others.
 */
export interface TiffLayout {
  width: number;
  height: number;
  /** Of each sample of a pixel. */
  bits: number[];
  samples: number;
  /** Of each sample: 1 unsigned, 2 signed, 3 floating-point. */
  sampleFormats: number[];
  compression: number;
  photometric: number;
  /** What each sample beyond the colour is: 0 unspecified, 1 and 2 alpha that is multiplied in or not. */
  extras: number[];
  isPlanar: boolean;
  /** Pixels that share one pair of chroma samples, across and down. */
  subsampling: [across: number, down: number];
  /** Luma's share of red, green and blue. */
  lumaShares: number[];
  /** The codes of black and of white of luma and both chromas, for 8 bits. */
  range: number[];
  inkSet: number;
  orientation: number;
  /** Whether it calls itself a smaller version of another picture in the file. */
  isThumbnail: boolean;
  hasSubDirectories: boolean;
  isDng: boolean;
  fields: TiffFields;
}

/** Where the values of the directory's fields lie. */
export interface TiffFields {
  view: DataView;
  isLittle: boolean;
  isBig: boolean;
  at: ReadonlyMap<number, TiffField>;
}

interface TiffField {
  entry: number;
  type: number;
  count: number;
  values: number;
}

export const TAGS = {
  subfileType: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  orientation: 274,
  samples: 277,
  planar: 284,
  subDirectories: 330,
  inkSet: 332,
  extras: 338,
  sampleFormats: 339,
  lumaShares: 529,
  subsampling: 530,
  range: 532,
  dngVersion: 50_706,
} as const;

/** Bytes of a value of each type. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 5: 8, 13: 4, 16: 8 };

/** No picture has more fields of interest, nor a field of interest more values. */
const MAX_FIELDS = 4096;
const MAX_VALUES = 64;

/** The layout of a TIFF; null where its first directory does not lie in the file. */
export function tiffLayout(bytes: Uint8Array): TiffLayout | null {
  const fields = readFields(bytes);
  if (!fields) return null;
  const one = (tag: number, otherwise: number): number => valuesOf(fields, tag)[0] ?? otherwise;
  const many = (tag: number, otherwise: number[]): number[] => {
    const values = valuesOf(fields, tag);
    return values.length >= otherwise.length ? values : otherwise;
  };
  const samples = one(TAGS.samples, 1);
  const [across, down] = many(TAGS.subsampling, [2, 2]);
  return {
    width: one(TAGS.width, 0),
    height: one(TAGS.height, 0),
    bits: many(TAGS.bits, [1]),
    samples,
    sampleFormats: many(TAGS.sampleFormats, [1]),
    compression: one(TAGS.compression, 1),
    photometric: one(TAGS.photometric, 1),
    extras: valuesOf(fields, TAGS.extras),
    isPlanar: one(TAGS.planar, 1) === 2,
    subsampling: [across, down],
    lumaShares: many(TAGS.lumaShares, [0.299, 0.587, 0.114]),
    range: many(TAGS.range, [0, 255, 128, 255, 128, 255]),
    inkSet: one(TAGS.inkSet, 1),
    orientation: one(TAGS.orientation, 1),
    isThumbnail: (one(TAGS.subfileType, 0) & 1) === 1,
    hasSubDirectories: fields.at.has(TAGS.subDirectories),
    isDng: fields.at.has(TAGS.dngVersion),
    fields,
  };
}

function readFields(bytes: Uint8Array): TiffFields | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 16) return null;
  const isLittle = bytes[0] === 0x49;
  const isBig = view.getUint16(2, isLittle) === 43;
  const word = (at: number): number =>
    isBig ? Number(view.getBigUint64(at, isLittle)) : view.getUint32(at, isLittle);
  const [wordSize, entrySize, countSize] = isBig ? [8, 20, 8] : [4, 12, 2];
  const directory = word(isBig ? 8 : 4);
  if (directory + countSize > bytes.length) return null;
  const count = isBig ? word(directory) : view.getUint16(directory, isLittle);
  const at = new Map<number, TiffField>();
  for (let i = 0; i < Math.min(count, MAX_FIELDS); i++) {
    const entry = directory + countSize + i * entrySize;
    if (entry + entrySize > bytes.length) break;
    const type = view.getUint16(entry + 2, isLittle);
    const values = word(entry + 4);
    const inEntry = entry + 4 + wordSize;
    const isInEntry = values * (SIZES[type] ?? 1) <= wordSize;
    const tag = view.getUint16(entry, isLittle);
    if (!at.has(tag))
      at.set(tag, { entry, type, count: values, values: isInEntry ? inEntry : word(inEntry) });
  }
  return { view, isLittle, isBig, at };
}

/** The numbers of a field; none where it is not there, or lies outside the file. */
function valuesOf({ view, isLittle, at }: TiffFields, tag: number): number[] {
  const field = at.get(tag);
  const size = field && SIZES[field.type];
  if (!field || !size) return [];
  const count = Math.min(field.count, MAX_VALUES);
  if (field.values + count * size > view.byteLength) return [];
  return Array.from({ length: count }, (_, i) => {
    const place = field.values + i * size;
    if (field.type === 1) return view.getUint8(place);
    if (field.type === 3) return view.getUint16(place, isLittle);
    if (field.type === 16) return Number(view.getBigUint64(place, isLittle));
    const value = view.getUint32(place, isLittle);
    return field.type === 5 ? value / view.getUint32(place + 4, isLittle) : value;
  });
}

/** A copy of the file in which fields that it has hold another value; a field it has not stays away. */
export function withFields(
  bytes: Uint8Array,
  { isLittle, isBig, at }: TiffFields,
  values: Readonly<Record<number, number>>,
): Uint8Array {
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  for (const [tag, value] of Object.entries(values)) {
    const field = at.get(Number(tag));
    if (!field) continue;
    view.setUint16(field.entry + 2, 4, isLittle);
    if (isBig) view.setBigUint64(field.entry + 4, 1n, isLittle);
    else view.setUint32(field.entry + 4, 1, isLittle);
    if (isBig) view.setBigUint64(field.entry + 12, BigInt(value), isLittle);
    else view.setUint32(field.entry + 8, value, isLittle);
  }
  return copy;
}
