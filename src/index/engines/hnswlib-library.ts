import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Hnswlib from 'hnswlib-node';
import { TrainspotError } from '../../core/errors.ts';

const require = createRequire(import.meta.url);

/** Compiles the addon; not there where the service came without its sources, which have done so then. */
const BUILD_SCRIPT = fileURLToPath(new URL('../../../scripts/build/hnswlib.mjs', import.meta.url));

let library: typeof Hnswlib | null = null;

/**
 * hnswlib, loaded when it is first needed, so that everything else runs where there is none. Its one C++ file is
 * compiled then, unless that was done before for a CPU such as this: some 8 s, in which this thread does nothing else.
 * @throws TrainspotError `engine-unavailable` with what to install
 */
export function hnswlibLibrary(): typeof Hnswlib {
  if (library) return library;
  const whyNotCompiled = compile();
  try {
    library = load();
    return library;
  } catch (error) {
    throw new TrainspotError(
      'engine-unavailable',
      'The index engine hnsw does not run here: its library is compiled when it is first needed, by a C++ compiler ' +
        '(apt-get install g++; on macOS xcode-select --install). Install one and try again, or index with the ' +
        'engine usearch, which needs none.',
      { cause: whyNotCompiled ?? error },
    );
  }
}

function compile(): Error | null {
  if (!existsSync(BUILD_SCRIPT)) return null;
  const { status, stderr } = spawnSync(process.execPath, [BUILD_SCRIPT], { encoding: 'utf8' });
  return status === 0 ? null : new Error(stderr);
}

const load = (): typeof Hnswlib => require('hnswlib-node') as typeof Hnswlib;

/**
 * Which build of hnswlib this process loads: `avx2` was compiled for CPUs with AVX2 and FMA and is 1.3–1.4
 * times as fast, `plain` for any CPU; null where it is not compiled yet, which this does not do. Read from the stamp that
 * `scripts/build/hnswlib.mjs` leaves beside the addon; an addon without one was compiled by its own install script,
 * which is plain.
 */
export function hnswlibBuild(): 'avx2' | 'plain' | null {
  try {
    load();
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
