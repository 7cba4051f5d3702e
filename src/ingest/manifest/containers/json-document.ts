import { TokenParser, TokenType } from '@streamparser/json';
import type { RefusalReason } from '../../../core/outcome.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { explained, explainedEach } from './bytes.ts';
import { asJson, jsonTokens, listFollower } from './json-tokens.ts';
import { listRecords } from './json-lists.ts';

/** Records that are looked at to tell what a file is, and which columns it has. */
const SAMPLE_RECORDS = 100;

/**
 * One JSON document, gzip or not: a list of objects; an object with such a list (RedCaps); or an object of lists
 * that run in parallel (SBU). It is read as a stream: a million rows of SBU, 175 MB, took 525 MB when parsed as a
 * whole, and 125 MB this way.
 */
export const jsonDocument: ManifestContainer = {
  title: 'JSON',
  endings: ['.json', '.json.gz'],
  oftenBeside: true,
  open: openJsonDocument,
};

type Shape =
  /** A list of objects: the document itself, or the value of `list`. */
  | { kind: 'objects'; list: string | null }
  /** Lists of plain values, by name, with the number of their elements. */
  | { kind: 'lists'; counts: ReadonlyMap<string, number> };

async function openJsonDocument(path: string): Promise<RecordFile> {
  return explained(path, async () => {
    const shape = await shapeOf(path);
    if (shape.kind === 'lists') return parallelLists(path, shape.counts);
    const first = await firstOf(objectsIn(path, shape.list));
    const sample = first.filter((record) => typeof record !== 'string');
    return {
      columns: [...new Set(sample.flatMap((record) => Object.keys(record)))],
      sample,
      rowCount: first.length === 0 ? 0 : null,
      records: () => explainedEach(path, objectsIn(path, shape.list)),
    };
  });
}

async function parallelLists(path: string, counts: ReadonlyMap<string, number>): Promise<RecordFile> {
  const columns = [...counts.keys()];
  const [rowCount] = counts.values();
  if ([...counts.values()].some((count) => count !== rowCount)) {
    const each = [...counts].map(([list, count]) => `${list} has ${count}`).join(', ');
    throw new Error(`its lists are not of one length (${each}), so that no row can be put together`);
  }
  const first = await firstOf(listRecords(path, columns));
  return {
    columns,
    sample: first.filter((record) => typeof record !== 'string'),
    rowCount,
    records: (wanted) =>
      explainedEach(
        path,
        listRecords(
          path,
          columns.filter((column) => wanted.includes(column)),
        ),
      ),
  };
}

/** Reads to the first object in a list; to the end where there is none, which also proves the document whole. */
async function shapeOf(path: string): Promise<Shape> {
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
  for await (const { tokens } of jsonTokens(path)) {
    for (const token of tokens) {
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

async function* objectsIn(path: string, list: string | null): AsyncGenerator<RawRecord | RefusalReason> {
  const parser = new TokenParser({ paths: [list === null ? '$.*' : '$.*.*'], keepStack: false });
  let found: unknown[] = [];
  parser.onValue = ({ value, stack }) => {
    if (list === null || stack[1]?.key === list) found.push(value);
  };
  for await (const { tokens, damagedText } of jsonTokens(path)) {
    for (const token of tokens) asJson(token.offset, () => parser.write(token));
    for (const value of found) yield recordOf(value, damagedText);
    found = [];
  }
  if (!parser.isEnded) throw new Error('its JSON is cut off');
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

function recordOf(value: unknown, damagedText: boolean): RawRecord | RefusalReason {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed';
  const isDamaged = Object.values(value).some((each) => typeof each === 'string' && each.includes('\ufffd'));
  return damagedText && isDamaged ? 'bad-encoding' : { ...value };
}
