import type { RefusalReason } from '../../../core/outcome.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { RawRecord } from '../format.ts';
import { isPlainValue, jsonTokens, listFollower } from './json-tokens.ts';

/**
 * The rows of lists that run in parallel: the n-th is made of the n-th element of each. The file is read once for
 * each list, all of them at once, so that no list is ever held.
 * @param lists names of lists of one length in the document's outermost object
 */
export async function* listRecords(
  file: InputFile,
  lists: readonly string[],
): AsyncGenerator<RawRecord | RefusalReason> {
  const readers = lists.map((list) => elementsOf(file, list));
  try {
    for (;;) {
      const nexts = await Promise.all(readers.map((reader) => reader.next()));
      if (nexts.every(({ done }) => done)) return;
      const values = nexts.map(({ value, done }) => {
        if (done) throw new Error('its lists have changed since it was opened');
        return value;
      });
      yield values.some((value) => value === DAMAGED)
        ? 'bad-encoding'
        : Object.fromEntries(lists.map((list, at) => [list, values[at] === NESTED ? null : values[at]]));
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.return(undefined)));
  }
}

const DAMAGED = Symbol('text that is no UTF-8');
const NESTED = Symbol('an object or list where a plain value is wanted');

async function* elementsOf(file: InputFile, wanted: string): AsyncGenerator<unknown, void, undefined> {
  let found: unknown[] = [];
  const follow = listFollower({
    opened: () => {},
    element(list, { token, value }) {
      if (list === wanted) found.push(isPlainValue(token) ? value : NESTED);
    },
  });
  for await (const { tokens, damagedText } of jsonTokens(file)) {
    tokens.forEach(follow);
    for (const value of found) {
      yield damagedText && typeof value === 'string' && value.includes('\ufffd') ? DAMAGED : value;
    }
    found = [];
  }
}
