import { hasHash, HASH_WORDS } from './hash-words.ts';

/** How hashes are cut: `keys` parts of `bits` bits each, no bit in two parts. `keys` × `bits` is 256 at most. */
export interface KeyLayout {
  keys: number;
  bits: number;
}

/** The rows by one part of their hash: those with the key `k` are `ordinals[starts[k]]` up to `starts[k + 1]`. */
export interface KeyTable {
  starts: Uint32Array;
  ordinals: Uint32Array;
}

/** A table for each part, of the rows that have a hash; `keys` × (4 bytes a row + 4 bytes × 2^`bits`). */
export function buildTables(hashes: Uint32Array, { keys, bits }: KeyLayout): KeyTable[] {
  const rows = hashes.length / HASH_WORDS;
  const keyCount = 2 ** bits;
  const present = new Uint8Array(rows).map((_, row) => Number(hasHash(hashes, row)));
  return Array.from({ length: keys }, (_, part) => {
    const keyOfRow = keyReader({ keys, bits }, part);
    const starts = new Uint32Array(keyCount + 1);
    for (let row = 0; row < rows; row++) if (present[row]) starts[keyOfRow(hashes, row) + 1]++;
    for (let key = 0; key < keyCount; key++) starts[key + 1] += starts[key];

    const ordinals = new Uint32Array(starts[keyCount]);
    for (let row = 0; row < rows; row++) if (present[row]) ordinals[starts[keyOfRow(hashes, row)]++] = row;
    // Each start has moved to where the next key's rows begin.
    starts.copyWithin(1, 0);
    starts[0] = 0;
    return { starts, ordinals };
  });
}

/** Reads one part of a row's hash, as a number of `bits` bits. The parts lie evenly over the 256. */
export function keyReader(
  { keys, bits }: KeyLayout,
  part: number,
): (hashes: Uint32Array, row: number) => number {
  const firstBit = Math.floor((part * HASH_WORDS * 32) / keys);
  const word = firstBit >> 5;
  const shift = firstBit & 31;
  const mask = 2 ** bits - 1;
  if (shift + bits <= 32) return (hashes, row) => (hashes[row * HASH_WORDS + word] >>> shift) & mask;
  return (hashes, row) => {
    const at = row * HASH_WORDS + word;
    return ((hashes[at] >>> shift) | (hashes[at + 1] << (32 - shift))) & mask;
  };
}

/** Every number of `bits` bits of which exactly `count` are set. */
export function bitPatterns(bits: number, count: number): number[] {
  if (count === 0) return [0];
  if (count > bits) return [];
  const highest = 1 << (bits - 1);
  return [
    ...bitPatterns(bits - 1, count),
    ...bitPatterns(bits - 1, count - 1).map((pattern) => pattern | highest),
  ];
}
