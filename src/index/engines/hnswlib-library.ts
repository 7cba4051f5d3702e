import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Hnswlib from 'hnswlib-node';
import { TrainspotError } from '../../core/errors.ts';

const require = createRequire(import.meta.url);

let library: typeof Hnswlib | null = null;

/**
 * hnswlib, whose one C++ file our own build step compiles where it finds a compiler. Loaded when it is first needed, so
 * that everything else runs where there is none.
 * @throws TrainspotError `engine-unavailable` with what to install
 */
export function hnswlibLibrary(): typeof Hnswlib {
  try {
    library ??= require('hnswlib-node') as typeof Hnswlib;
    return library;
  } catch (cause) {
    throw new TrainspotError(
      'engine-unavailable',
      'The index engine hnsw does not run here: its library is compiled at the first start, which needs a C++ compiler ' +
        '(apt-get install g++; on macOS xcode-select --install). Install one and start again, or index with the ' +
        'engine usearch, which needs none.',
      { cause },
    );
  }
}

/**
 * Which build of hnswlib this process loads: `avx2` was compiled for CPUs with AVX2 and FMA and is 1.3–1.4
 * times as fast, `plain` for any CPU; null where it was not compiled. Read from the stamp that
 * `scripts/build/hnswlib.mjs` leaves beside the addon; an addon without one was compiled by its own install script,
 * which is plain.
 */
export function hnswlibBuild(): 'avx2' | 'plain' | null {
  try {
    hnswlibLibrary();
  } catch {
    return null;
  }
  const home = dirname(require.resolve('hnswlib-node/package.json'));
  try {
    const stamp: unknown = JSON.parse(readFileSync(join(home, 'build/Release/addon.stamp.json'), 'utf8'));
    return (stamp as { build?: unknown } | null)?.build === 'avx2' ? 'avx2' : 'plain';
  } catch {
    return 'plain';
  }
}
