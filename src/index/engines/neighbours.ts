import type { Embedding } from '../../core/embedding.ts';
import type { Neighbour, Neighbours, VectorIndex } from './vector-index.ts';

/** Both ways of searching, of an engine that takes one query at a time. */
export function searchedOneByOne(search: VectorIndex['search']): Pick<VectorIndex, 'search' | 'searchAll'> {
  return { search, searchAll: (queries, count) => queries.map((query) => sideBySide(search(query, count))) };
}

/** Both ways of searching, of an engine that takes several queries at once. */
export function searchedAtOnce(
  searchAll: VectorIndex['searchAll'],
): Pick<VectorIndex, 'search' | 'searchAll'> {
  return {
    search(query: Embedding, count: number) {
      const [{ ordinals, similarities }] = searchAll([query], count);
      return Array.from(ordinals, (ordinal, i) => ({ ordinal, similarity: similarities[i] }));
    },
    searchAll,
  };
}

function sideBySide(list: readonly Neighbour[]): Neighbours {
  return {
    ordinals: Uint32Array.from(list, ({ ordinal }) => ordinal),
    similarities: Float64Array.from(list, ({ similarity }) => similarity),
  };
}

/** The bits of a 32-bit float below its sign, and its sign. */
const UNSIGNED = 0x7fff_ffff;
const SIGN = 0x8000_0000;

/**
 * Rows with 32-bit cosines, nearest first, equally near ones by ordinal. Each becomes one number of 64 bits, whose order is
 * theirs: sorting those takes a third of what sorting by a comparing function does.
 */
export function nearestFirst(ordinals: Uint32Array, similarities: Float32Array): Neighbours {
  const count = ordinals.length;
  const keys = new BigUint64Array(count);
  const [words, floats] = [new Uint32Array(keys.buffer), new Float32Array(keys.buffer)];
  for (let i = 0; i < count; i++) {
    words[2 * i] = ordinals[i];
    // Of the two zeros one.
    floats[2 * i + 1] = similarities[i] + 0;
    words[2 * i + 1] = inOrder(words[2 * i + 1]);
  }
  keys.sort();
  const found = { ordinals: new Uint32Array(count), similarities: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    found.ordinals[i] = words[2 * i];
    words[2 * i + 1] = inOrder(words[2 * i + 1]);
    found.similarities[i] = floats[2 * i + 1];
  }
  return found;
}

/** Of the bits of a float a number that is the smaller the larger it is; and back. */
function inOrder(bits: number): number {
  return bits >= SIGN ? bits : ~bits & UNSIGNED;
}
