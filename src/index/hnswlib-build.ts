import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Which build of hnswlib this process loads: `avx2` was compiled for CPUs with AVX2 and FMA and is 1.3–1.4
 * times as fast, `plain` for any CPU. Read from the stamp that `scripts/build/hnswlib.mjs` leaves beside the
 * addon; an addon without one was compiled by its own install script, which is plain.
 */
export function hnswlibBuild(): 'avx2' | 'plain' {
  const home = dirname(createRequire(import.meta.url).resolve('hnswlib-node/package.json'));
  try {
    const stamp: unknown = JSON.parse(readFileSync(join(home, 'build/Release/addon.stamp.json'), 'utf8'));
    return (stamp as { build?: unknown } | null)?.build === 'avx2' ? 'avx2' : 'plain';
  } catch {
    return 'plain';
  }
}
