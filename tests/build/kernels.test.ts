import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCRIPT = join(ROOT, 'scripts/build/kernels.mjs');
const KERNELS = join(ROOT, 'assets/kernels/kernels.wasm');

/** The folder of AssemblyScript, which .ci/run fetches; null on a machine without it. */
const compiler = process.env.TEST_ASSEMBLYSCRIPT || null;

describe('the kernels that are kept', () => {
  it('are compiled of the sources beside them', async () => {
    const { compiledOf, sourcesHash } = (await import(pathToFileURL(SCRIPT).href)) as {
      compiledOf: (file: string) => string | null;
      sourcesHash: () => string;
    };
    expect(compiledOf(KERNELS)).toBe(sourcesHash());
  });

  it('are no larger than a page may load', () => {
    expect(readFileSync(KERNELS).length).toBeLessThan(150_000);
  });

  it('ask for nothing from outside', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(KERNELS)))).toEqual([]);
  });

  it.skipIf(compiler === null)('come out the same to the byte when they are compiled again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trainspot-kernels-'));
    try {
      const out = join(folder, 'kernels.wasm');
      execFileSync(process.execPath, [SCRIPT, '--compiler', String(compiler), '--out', out], { cwd: folder });
      expect(readFileSync(out).equals(readFileSync(KERNELS))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
