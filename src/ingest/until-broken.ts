import type { ManifestRow } from '../core/dataset.ts';
import type { FileContent } from './manifest/file-content.ts';
import type { RowPart } from './manifest/row-source.ts';

/** What the part's files hold, or the error with which they cannot be read; null where it has none. */
export async function contentOf(
  part: RowPart<ManifestRow>,
  signal: AbortSignal | undefined,
): Promise<FileContent | Error | null> {
  try {
    return (await part.content?.(signal)) ?? null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * The items up to where reading them fails, as if that were their end; the failure is kept, so that what was read before
 * it can be dealt with first.
 */
export function untilBroken<Item>(items: AsyncIterable<Item>): {
  items: AsyncIterable<Item>;
  /** Null where they came to their end, or are still being read. */
  error: () => Error | null;
} {
  let error: Error | null = null;
  async function* read(): AsyncGenerator<Item> {
    const reading = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await reading.next().catch((thrown: unknown) => {
          error = thrown instanceof Error ? thrown : new Error(String(thrown));
          return null;
        });
        if (next === null || next.done) return;
        yield next.value;
      }
    } finally {
      if (error === null) await reading.return?.();
    }
  }
  return { items: read(), error: () => error };
}
