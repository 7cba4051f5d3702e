import fc from 'fast-check';

/** Where to cut bytes, as shares of their length. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

/** The bytes in pieces. */
export async function* chunked(bytes: Buffer, at: readonly number[]): AsyncGenerator<Buffer> {
  const places = [...at.map((share) => Math.floor(share * bytes.length)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  let start = 0;
  for (const end of places) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

/** All items, in their order. */
export async function taken<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
