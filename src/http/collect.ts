import type { HeldBytes } from '../core/byte-budget.ts';
import { collectChunks } from '../core/bytes.ts';

/**
 * What arrives piece by piece, in memory of its own.
 * @param expected bytes, where they were announced: memory is set aside for them; 0 where nobody says
 * @param most reading stops there, with what `tooLarge` makes
 * @param held told of every piece before it is kept
 */
export async function collected(
  source: AsyncIterable<Buffer>,
  { expected, most, tooLarge }: { expected: number; most: number; tooLarge: () => Error },
  held: HeldBytes,
): Promise<Uint8Array> {
  const collector = collectChunks(expected);
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > most) throw tooLarge();
    held.add(chunk.length);
    collector.add(chunk);
  }
  return collector.whole();
}
