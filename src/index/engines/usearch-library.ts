import { createRequire } from 'node:module';
import type * as Usearch from 'usearch';
import { TrainspotError } from '../../core/errors.ts';

let library: typeof Usearch | null = null;

/**
 * The usearch library, which comes compiled for Linux and macOS on x64 and arm64. Loaded when it is first needed, so
 * that everything else runs where it does not.
 * @throws TrainspotError `engine-unavailable`
 */
export function usearchLibrary(): typeof Usearch {
  try {
    library ??= createRequire(import.meta.url)('usearch') as typeof Usearch;
    return library;
  } catch (cause) {
    const where = `${process.platform} on ${process.arch}`;
    throw new TrainspotError(
      'engine-unavailable',
      `The index engine usearch does not run here (${where}). Index with the engine hnsw instead.`,
      { cause },
    );
  }
}
