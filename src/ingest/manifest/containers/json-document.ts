import { TokenParser, TokenType } from '@streamparser/json';
import type { RefusalReason } from '../../../core/outcome.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { RawRecord, RecordFile } from '../format.ts';
import { textLength } from '../plain-values.ts';
import { explained, explainedEach } from './bytes.ts';
import { asJson, jsonTokens, listFollower } from './json-tokens.ts';
import { listRecords } from './json-lists.ts';
import { MAX_LINE_BYTES } from './lines.ts';

/** Records that are looked at to tell what a file is, and which columns it has. */
const SAMPLE_RECORDS = 100;

/** Bytes between one record and the next at most: what a record takes is held until it ends. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

type Shape =
  /** A list of objects: the document itself, or the value of `list`. */
  | { kind: 'objects'; list: string | null }
  /** Objects one after the other, which no list holds together. */
  | { kind: 'stream' }
  /** Lists of plain values, by name, with the number of their elements. */
  | { kind: 'lists'; counts: ReadonlyMap<string, number> };

/**
 * Opens a document whose layout is told by what it holds. It is read as a stream: a million rows of SBU, 175 MB, took 525 MB
 * when parsed as a whole, and 125 MB this way. Documents that stand one after the other are read as one.
 * @throws TrainspotError `manifest-unreadable`
 */
export async function openJsonDocument(file: InputFile): Promise<RecordFile> {
  return explained(file, async () => {
    const shape = await shapeOf(file);
    if (shape.kind === 'lists') return parallelLists(file, shape.counts);
    const first = await firstOf(objectsIn(file, shape));
    const sample = first.filter((record) => typeof record !== 'string');
    return {
      columns: [...new Set(sample.flatMap((record) => Object.keys(record)))],
      sample,
      rowCount: first.length === 0 ? 0 : null,
      records: (wanted) => explainedEach(file, objectsIn(file, shape, wanted)),
    };
  });
}

async function parallelLists(file: InputFile, counts: ReadonlyMap<string, number>): Promise<RecordFile> {
  const columns = [...counts.keys()];
  const [rowCount] = counts.values();
  if ([...counts.values()].some((count) => count !== rowCount)) {
    const each = [...counts].map(([list, count]) => `${list} has ${count}`).join(', ');
    throw new Error(`its lists are not of one length (${each}), so that no row can be put together`);
  }
  const first = await firstOf(listRecords(file, columns));
  return {
    columns,
    sample: first.filter((record) => typeof record !== 'string'),
    rowCount,
    records: (wanted) =>
      explainedEach(
        file,
        listRecords(
          file,
          columns.filter((column) => wanted.includes(column)),
        ),
      ),
  };
}

/** Reads to the first object in a list; to the end where there is none, which also proves the document whole. */
async function shapeOf(file: InputFile): Promise<Shape> {
  const counts = new Map<string, number>();
  let objects: { list: string | null } | null = null;
  const follow = listFollower({
    opened: (list) => counts.set(list, 0),
    element(list, { token }) {
      counts.set(list, (counts.get(list) ?? 0) + 1);
      if (token === TokenType.LEFT_BRACE) objects ??= { list };
    },
  });
  const parser = new TokenParser({ paths: [], keepStack: false });
  parser.onValue = () => {};
  let isFirst = true;
  for await (const { tokens } of jsonTokens(file)) {
    for (const token of tokens) {
      if (parser.isEnded && token.token === TokenType.LEFT_BRACE) return { kind: 'stream' };
      if (isFirst && token.value === '[') return { kind: 'objects', list: null };
      isFirst = false;
      asJson(token.offset, () => parser.write(token));
      follow(token);
      if (objects) return { kind: 'objects', ...(objects as { list: string | null }) };
    }
  }
  if (!parser.isEnded) throw new Error('its JSON is cut off');
  const filled = [...counts].filter(([, count]) => count > 0);
  if (filled.length > 0) return { kind: 'lists', counts };
  if (counts.size > 0) return { kind: 'objects', list: [...counts.keys()][0] };
  throw new Error('it holds no list of rows');
}

/** @param wanted columns that are read, whose texts together bound a record */
async function* objectsIn(
  file: InputFile,
  shape: Exclude<Shape, { kind: 'lists' }>,
  wanted: readonly string[] = [],
): AsyncGenerator<RawRecord | RefusalReason> {
  const list = shape.kind === 'stream' ? null : shape.list;
  const places = shape.kind === 'stream' ? '$' : list === null ? '$.*' : '$.*.*';
  const parser = new TokenParser({ paths: [places], keepStack: false, separator: '' });
  let found: unknown[] = [];
  parser.onValue = ({ value, stack }) => {
    if (list === null || stack[1]?.key === list) found.push(value);
    isInRecord = false;
  };
  let [isInRecord, recordBytes, isWhole] = [false, 0, true];
  for await (const { tokens, damagedText, bytes, depth } of jsonTokens(file)) {
    isInRecord = true;
    for (const token of tokens) asJson(token.offset, () => parser.write(token));
    recordBytes = isInRecord ? recordBytes + bytes : 0;
    if (recordBytes > MAX_RECORD_BYTES) {
      throw new Error(`one record in it is longer than ${MAX_RECORD_BYTES} bytes`);
    }
    isWhole = depth === 0;
    for (const value of found) yield recordOf(value, damagedText, wanted);
    found = [];
  }
  if (!isWhole) throw new Error('its JSON is cut off');
}

async function firstOf(
  records: AsyncIterable<RawRecord | RefusalReason>,
): Promise<(RawRecord | RefusalReason)[]> {
  const first: (RawRecord | RefusalReason)[] = [];
  for await (const record of records) {
    first.push(record);
    if (first.length === SAMPLE_RECORDS) break;
  }
  return first;
}

function recordOf(
  value: unknown,
  damagedText: boolean,
  wanted: readonly string[],
): RawRecord | RefusalReason {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed';
  const record: RawRecord = { ...value };
  const isDamaged = Object.values(record).some((each) => typeof each === 'string' && each.includes('\ufffd'));
  if (damagedText && isDamaged) return 'bad-encoding';
  return textLength(wanted.map((column) => record[column])) > MAX_LINE_BYTES ? 'too-long' : record;
}
