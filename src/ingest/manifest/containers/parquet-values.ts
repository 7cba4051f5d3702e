import { parquetSchema, type FileMetaData, type ParquetParsers, type SchemaTree } from 'hyparquet';

/** Digits behind the point of a DECIMAL at most: those of 256 bits. */
const MAX_SCALE = 76;

/** What makes of a column's value one that no digit is missing of. */
export type ValueReader = (value: unknown) => unknown;

/**
 * Has hyparquet hand on DECIMAL values unscaled, which it would make 64-bit floats of, and gives what reads each column's
 * values: a DECIMAL that is whole as bigint, any other as number; null where there is no value, nested or not.
 * @param metadata of the file, which is changed
 * @throws Error where a DECIMAL's scale makes no sense
 */
export function exactColumns(metadata: FileMetaData): Map<string, ValueReader> {
  const columns = parquetSchema(metadata).children;
  const readers = new Map(columns.map((column) => [column.element.name, readerOf(column)]));
  for (const element of metadata.schema) {
    if (element.converted_type === 'DECIMAL') element.converted_type = undefined;
  }
  return readers;
}

/** Times as text, which an id or a caption may be, to the last digit; JSON as the text that it is. */
export const TEXT_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => timeText(BigInt(millis), 3),
  timestampFromMicroseconds: (micros) => timeText(BigInt(micros), 6),
  timestampFromNanoseconds: (nanos) => timeText(BigInt(nanos), 9),
  dateFromDays: (days) => timeText(BigInt(days) * 86_400_000n, 3)?.slice(0, 10),
  jsonFromBytes: (bytes) => parsedJson(bytes),
};

function readerOf(node: SchemaTree): ValueReader {
  const one = node.children.length === 0 ? leafReader(node) : groupReader(node);
  const each: ValueReader = (value) => (value === undefined || value === null ? null : one(value));
  if (node.element.repetition_type !== 'REPEATED') return each;
  return (value) => (Array.isArray(value) ? value.map(each) : each(value));
}

function leafReader({ element }: SchemaTree): ValueReader {
  const isDecimal = element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL';
  if (!isDecimal) return (value) => value;
  const logical = element.logical_type;
  const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
  if (!(scale >= 0 && scale <= MAX_SCALE)) throw new Error(`a DECIMAL of the scale ${scale} stands in it`);
  return (value) => decimal(value, scale);
}

/** hyparquet leaves the groups out that lie between a list or a map and its elements. */
function groupReader(node: SchemaTree): ValueReader {
  const [child] = node.children;
  const { converted_type: kind } = node.element;
  if (kind === 'LIST' && node.children.length === 1) {
    const element = readerOf(child.children.length === 1 ? child.children[0] : plain(child));
    return (value) => (Array.isArray(value) ? value.map(element) : null);
  }
  if (kind === 'MAP' && child.children.length === 2) {
    const read = readerOf(child.children[1]);
    return (value) => mapped(value, () => read);
  }
  const readers = new Map(node.children.map((each) => [each.element.name, readerOf(each)]));
  return (value) => mapped(value, (name) => readers.get(name) ?? ((each) => each));
}

function mapped(value: unknown, readerFor: (name: string) => ValueReader): unknown {
  if (Array.isArray(value)) return value.map((each) => mapped(each, readerFor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readerFor(name)(each)]));
}

/** The element of a list whose repetition the list itself has read. */
function plain(node: SchemaTree): SchemaTree {
  return { ...node, element: { ...node.element, repetition_type: 'REQUIRED' } };
}

function decimal(value: unknown, scale: number): unknown {
  const unscaled = value instanceof Uint8Array ? signed(value) : wholeNumber(value);
  if (unscaled === null) return null;
  const factor = 10n ** BigInt(scale);
  if (unscaled % factor === 0n) return unscaled / factor;
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return Number(`${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
}

/** Two's complement, the highest byte first. */
function signed(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

function wholeNumber(value: unknown): bigint | null {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
    ? BigInt(value)
    : null;
}

/** ISO 8601 in UTC, of a time since 1970 in units of so many digits behind the second. */
function timeText(time: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const fraction = ((time % unit) + unit) % unit;
  const seconds = Number((time - fraction) / unit);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(time);
  const rest = fraction === 0n ? '' : `.${String(fraction).padStart(digits, '0')}`;
  return date.toISOString().replace('.000Z', `${rest}Z`);
}

function parsedJson(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
